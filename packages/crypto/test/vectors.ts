// Reads the known answers of ../vectors, and spells bytes for tests.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The caller names the shape of its file; a wrong name shows as a failing test. */
export function vectors<Shape>(name: string): Shape {
  const path = join(import.meta.dirname, "..", "vectors", name);
  return JSON.parse(readFileSync(path, "utf8")) as Shape; // shapes are the files' own
}

export const hex = (text: string): Buffer => Buffer.from(text, "hex");

/** Wycheproof's words: `acceptable` is what some accept and some refuse. */
export type Verdict = "valid" | "invalid" | "acceptable";

/** Where to find a case again. */
export const caseName = ({ tcId }: { readonly tcId: number }): string => `Wycheproof case ${tcId}`;

interface AeadVectors {
  readonly numberOfTests: number;
  readonly testGroups: readonly {
    readonly keySize: number;
    readonly ivSize: number;
    readonly tests: readonly {
      readonly tcId: number;
      readonly key: string;
      readonly iv: string;
      readonly aad: string;
      readonly msg: string;
      readonly ct: string;
      readonly tag: string;
      readonly result: Verdict;
    }[];
  }[];
}

export interface AeadCase {
  readonly tcId: number;
  /** In bits. */
  readonly keySize: number;
  /** In bits. */
  readonly ivSize: number;
  readonly result: Verdict;
  readonly key: Buffer;
  readonly nonce: Buffer;
  readonly aad: Buffer;
  readonly plaintext: Buffer;
  readonly sealed: Buffer;
}

/** The cases of one of Wycheproof's files about authenticated encryption; all that the file announces. */
export function aeadCases(name: string): AeadCase[] {
  const { testGroups, numberOfTests } = vectors<AeadVectors>(`wycheproof/${name}`);
  const cases = testGroups.flatMap(({ keySize, ivSize, tests }) =>
    tests.map(({ tcId, result, ...one }) => ({
      ...{ tcId, result, keySize, ivSize },
      key: hex(one.key),
      nonce: hex(one.iv),
      aad: hex(one.aad),
      plaintext: hex(one.msg),
      sealed: hex(one.ct + one.tag),
    })),
  );
  if (cases.length !== numberOfTests) throw new Error(`${name} does not hold all of its cases`);
  return cases;
}

export interface FormatVectors {
  readonly rootKeyFile: {
    readonly text: string;
    readonly key: string;
    readonly fingerprint: string;
  };
  readonly wrapped: {
    readonly context: readonly string[];
    readonly plaintext: string;
    readonly wrapped: string;
  };
  readonly ciphertext: {
    readonly keyId: string;
    readonly versionId: string;
    readonly context: Record<string, string>;
    readonly canonicalContext: string;
    readonly plaintext: string;
    readonly ciphertext: string;
  };
  readonly secretValue: {
    readonly place: {
      readonly accountId: string;
      readonly region: string;
      readonly secretName: string;
      readonly versionId: string;
      readonly dataType: "text";
    };
    readonly plaintext: string;
    readonly dataKey: string;
    readonly value: string;
  };
  readonly passphrase: {
    readonly passphrase: string;
    readonly parameters: {
      readonly salt: string;
      readonly memoryKiB: number;
      readonly passes: number;
      readonly lanes: number;
    };
    readonly fingerprint: string;
  };
}

export const formats = vectors<FormatVectors>("formats-v1.json");
