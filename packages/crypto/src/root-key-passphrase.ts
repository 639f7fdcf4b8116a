// A root key made from a passphrase by Argon2id (RFC 9106). Salt and cost are no secrets: the caller stores them.
import { argon2Sync } from "node:crypto";
import { KEY_BYTES } from "./aead.ts";
import { systemRandom } from "./random.ts";
import { type RootKey, rootKeyFromBytes } from "./root-key.ts";
import { RootKeyError } from "./root-key-error.ts";
import { SecretBytes } from "./secret-bytes.ts";

const SALT_BYTES = 16;
const PASSPHRASE_BYTES = 12;
const LABEL = Buffer.from("coffer/root-key-passphrase/v1");
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Argon2id's parameters, kept as JSON text beside the data they protect. */
export interface PassphraseParameters {
  /** Base64 of at least 16 bytes. */
  readonly salt: string;
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

/**
 * The lower bounds are OWASP's minimum: whoever can write the stored parameters must not be able to make
 * guessing cheap. The upper bounds keep a spoilt row from taking the machine's memory or the day.
 */
const BOUNDS = {
  memoryKiB: { least: 19 * 1024, most: 4 * 1024 * 1024 },
  passes: { least: 2, most: 64 },
  lanes: { least: 1, most: 64 },
} as const;

/** RFC 9106's second recommended option: 64 MiB, 3 passes, 4 lanes; with a fresh salt. */
export function newPassphraseParameters(): PassphraseParameters {
  const salt = systemRandom.bytes(SALT_BYTES).toString("base64");
  return { salt, memoryKiB: 64 * 1024, passes: 3, lanes: 4 };
}

function checkParameters(parameters: PassphraseParameters): Buffer {
  for (const name of ["memoryKiB", "passes", "lanes"] as const) {
    const { least, most } = BOUNDS[name];
    const value = parameters[name];
    if (!Number.isInteger(value) || value < least || value > most) {
      throw malformed(`\`${name}\` must be an integer from ${least} to ${most}`);
    }
  }
  const { salt } = parameters;
  const bytes = typeof salt === "string" && BASE64.test(salt) ? Buffer.from(salt, "base64") : null;
  if (bytes === null || bytes.length < SALT_BYTES) {
    throw malformed(`\`salt\` must be the base64 of at least ${SALT_BYTES} bytes`);
  }
  return bytes;
}

function malformed(expected: string): RootKeyError {
  const way = "restore the data from a backup";
  return new RootKeyError(
    "Malformed",
    `the stored passphrase parameters are spoilt: ${expected}; ${way}`,
  );
}

/**
 * Takes some tenths of a second and `memoryKiB` of memory, on purpose. The passphrase remains the caller's.
 * @throws RootKeyError `Weak` below 12 bytes, `Malformed` when the parameters are out of bounds
 */
export function rootKeyFromPassphrase(
  passphrase: SecretBytes,
  parameters: PassphraseParameters,
): RootKey {
  if (passphrase.length < PASSPHRASE_BYTES) {
    const way = "take five random words or more";
    const message = `the root passphrase must have at least ${PASSPHRASE_BYTES} bytes: ${way}`;
    throw new RootKeyError("Weak", message);
  }
  const nonce = checkParameters(parameters);
  const key = argon2Sync("argon2id", {
    message: passphrase.reveal(),
    nonce,
    memory: parameters.memoryKiB,
    passes: parameters.passes,
    parallelism: parameters.lanes,
    tagLength: KEY_BYTES,
    associatedData: LABEL,
  });
  return rootKeyFromBytes(SecretBytes.own(key));
}
