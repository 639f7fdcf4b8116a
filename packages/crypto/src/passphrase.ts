// A root key derived from a passphrase by Argon2id (RFC 9106).
import { argon2Sync, randomBytes } from "node:crypto";
import { KEY_BYTES } from "./aead.ts";
import { RootKeyError } from "./errors.ts";
import { type RootKey, rootKeyFromBytes } from "./root-key.ts";
import { SecretBytes } from "./secret-bytes.ts";

export const PASSPHRASE_MINIMUM_BYTES = 12;

/** Salt and cost: not secret, needed again at every start, kept with the data. */
export interface PassphraseParameters {
  /** Base64, 16 bytes. */
  readonly salt: string;
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

/** A fresh salt and the second recommended cost of RFC 9106 section 4: 64 MiB, 3 passes, 4 lanes. */
export function newPassphraseParameters(): PassphraseParameters {
  const salt = randomBytes(16).toString("base64");
  return { salt, memoryKiB: 64 * 1024, passes: 3, lanes: 4 };
}

/** @throws RootKeyError `Weak` when the passphrase is shorter than 12 bytes */
export function rootKeyFromPassphrase(
  passphrase: SecretBytes,
  parameters: PassphraseParameters,
): RootKey {
  if (passphrase.length < PASSPHRASE_MINIMUM_BYTES) {
    const least = `at least ${PASSPHRASE_MINIMUM_BYTES} bytes`;
    throw new RootKeyError("Weak", `the passphrase is too short: give ${least}, better six words`);
  }
  const key = argon2Sync("argon2id", {
    message: passphrase.reveal(),
    nonce: Buffer.from(parameters.salt, "base64"),
    parallelism: parameters.lanes,
    tagLength: KEY_BYTES,
    memory: parameters.memoryKiB,
    passes: parameters.passes,
  });
  return rootKeyFromBytes(SecretBytes.own(key));
}
