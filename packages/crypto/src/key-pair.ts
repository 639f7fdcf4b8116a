// Pairs of keys as they are stored: the private half as PKCS #8, the public half as SubjectPublicKeyInfo, both DER.
import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import type { PairAlgorithm } from "./algorithms.ts";
import { SecretBytes } from "./secret-bytes.ts";
import { Lanes } from "./workers/lanes.ts";

export interface NewPair {
  /** PKCS #8, DER. */
  readonly privateKey: SecretBytes;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Buffer;
}

/** A large key takes seconds: others who need Node's pool, which has four threads, must find one. */
const generations = new Lanes(2);

/** Draws a pair on a thread of Node's pool. */
export async function generatePair({ pair }: PairAlgorithm): Promise<NewPair> {
  const { publicKey, privateKey } = await generations.run(() => pair.generate());
  return {
    privateKey: SecretBytes.own(privateKey.export({ format: "der", type: "pkcs8" })),
    publicKey: publicKey.export({ format: "der", type: "spki" }),
  };
}

export function readPrivateKey(pkcs8: SecretBytes): KeyObject {
  return createPrivateKey({ key: pkcs8.reveal(), format: "der", type: "pkcs8" });
}

/** @throws Error for what is no public key */
export function readPublicKey(spki: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
}

/** `-----BEGIN PUBLIC KEY-----` and its lines. */
export function publicKeyPem(spki: Uint8Array): string {
  return readPublicKey(spki).export({ format: "pem", type: "spki" }).toString();
}
