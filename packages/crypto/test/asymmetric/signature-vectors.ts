// Wycheproof's files about signatures, and what has to become of their cases.
import assert from "node:assert/strict";
import { createHash, type KeyObject } from "node:crypto";
import { readPublicKey } from "../../src/key-pair.ts";
import { caseName, hex, type Verdict, vectors } from "../vectors.ts";

interface SignatureVectors {
  readonly numberOfTests: number;
  readonly testGroups: readonly {
    readonly publicKeyDer: string;
    readonly tests: readonly {
      readonly tcId: number;
      readonly flags: readonly string[];
      readonly msg: string;
      readonly ctx?: string;
      readonly sig: string;
      readonly result: Verdict;
    }[];
  }[];
}

export interface SignatureCase {
  readonly tcId: number;
  readonly flags: readonly string[];
  readonly result: Verdict;
  /** SubjectPublicKeyInfo, DER; not all of them hold a key. */
  readonly publicKey: Buffer;
  readonly message: Buffer;
  readonly context: Buffer;
  readonly signature: Buffer;
}

/** All cases that the file announces. */
export function signatureCases(name: string): SignatureCase[] {
  const { testGroups, numberOfTests } = vectors<SignatureVectors>(`wycheproof/${name}`);
  const cases = testGroups.flatMap(({ publicKeyDer, tests }) =>
    tests.map(({ tcId, flags, result, msg, ctx = "", sig }) => ({
      ...{ tcId, flags, result },
      publicKey: hex(publicKeyDer),
      message: hex(msg),
      context: hex(ctx),
      signature: hex(sig),
    })),
  );
  assert.equal(cases.length, numberOfTests, name);
  return cases;
}

export const sha256 = (message: Uint8Array): Buffer =>
  createHash("sha256").update(message).digest();

type Verify = (key: KeyObject, digest: Uint8Array, signature: Uint8Array) => boolean;

/** Each case is verified over its message's digest with the outcome given; there are `count` of them. */
export function assertVerified(
  verify: Verify,
  cases: readonly SignatureCase[],
  { outcome, count }: { readonly outcome: boolean; readonly count: number },
): void {
  assert.equal(cases.length, count);
  for (const { publicKey, message, signature, tcId } of cases) {
    const verified = verify(readPublicKey(publicKey), sha256(message), signature);
    assert.equal(verified, outcome, caseName({ tcId }));
  }
}
