// The root key, which wraps the key material of every key version and every AccessKey secret.
// docs/formats/ciphertext.md, section "Wrapped material", describes each byte.
import { createHmac } from "node:crypto";
import { gcmOpen, gcmSeal, KEY_BYTES, NONCE_BYTES } from "./aead.ts";
import { DecryptionError } from "./decryption-error.ts";
import { lengthPrefixed } from "./length-prefixed.ts";
import { systemRandom } from "./random.ts";
import { SecretBytes } from "./secret-bytes.ts";

const VERSION = 1;
const FINGERPRINT_BYTES = 8;
const HEADER_BYTES = 1 + FINGERPRINT_BYTES;
const PREFIX_BYTES = HEADER_BYTES + NONCE_BYTES;
const FINGERPRINT_LABEL = "coffer/root-key-fingerprint/v1";
const LABEL = "coffer/wrapped-material/v1";

export interface RootKey {
  /** 16 hexadecimal digits; tells root keys apart and says nothing about the key. */
  readonly fingerprint: string;
  /** What is wrapped opens only with the same `context`, in the same order. */
  wrap(plaintext: SecretBytes, context: readonly string[]): Uint8Array;
  /** @throws DecryptionError for whatever `wrap` of this root key did not make in this context */
  unwrap(wrapped: Uint8Array, context: readonly string[]): SecretBytes;
  /** Forgets the key: every later call throws. */
  wipe(): void;
}

/**
 * Which root key wrapped it, by its fingerprint; nothing of that is authentic before unwrapping.
 * @throws DecryptionError for what no root key wrapped
 */
export function wrappingFingerprint(wrapped: Uint8Array): string {
  if (wrapped.length < PREFIX_BYTES || wrapped[0] !== VERSION) throw new DecryptionError();
  return Buffer.from(wrapped.subarray(1, HEADER_BYTES)).toString("hex");
}

class HeldRootKey implements RootKey {
  readonly fingerprint: string;
  readonly #key: SecretBytes;
  readonly #header: Buffer;

  constructor(key: SecretBytes) {
    if (key.length !== KEY_BYTES) throw new RangeError(`a root key must have ${KEY_BYTES} bytes`);
    this.#key = key;
    const digest = createHmac("sha256", key.reveal()).update(FINGERPRINT_LABEL).digest();
    const fingerprint = digest.subarray(0, FINGERPRINT_BYTES);
    this.fingerprint = fingerprint.toString("hex");
    this.#header = Buffer.concat([Buffer.of(VERSION), fingerprint]);
  }

  wrap(plaintext: SecretBytes, context: readonly string[]): Uint8Array {
    const nonce = systemRandom.bytes(NONCE_BYTES);
    const under = { key: this.#key.reveal(), nonce, aad: this.#authenticated(context) };
    return gcmSeal(under, plaintext.reveal(), Buffer.concat([this.#header, nonce]));
  }

  unwrap(wrapped: Uint8Array, context: readonly string[]): SecretBytes {
    const key = this.#key.reveal();
    if (wrapped.length < PREFIX_BYTES) throw new DecryptionError();
    if (this.#header.compare(wrapped, 0, HEADER_BYTES) !== 0) throw new DecryptionError();
    const nonce = wrapped.subarray(HEADER_BYTES, PREFIX_BYTES);
    const under = { key, nonce, aad: this.#authenticated(context) };
    return SecretBytes.own(gcmOpen(under, wrapped, PREFIX_BYTES));
  }

  wipe(): void {
    this.#key.wipe();
  }

  #authenticated(context: readonly string[]): Buffer {
    return Buffer.concat([this.#header, lengthPrefixed([LABEL, ...context])]);
  }
}

/**
 * @param bytes 32 bytes, owned by the root key from now on
 * @throws RangeError when there are more or fewer
 */
export function rootKeyFromBytes(bytes: SecretBytes): RootKey {
  return new HeldRootKey(bytes);
}
