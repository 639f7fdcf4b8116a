// The root key: wraps key material and AccessKey secrets, and nothing else.
// The format is described byte by byte in docs/formats/ciphertext.md, section "Wrapped under the root key".
import { createHmac } from "node:crypto";
import { GCM_NONCE_BYTES, gcmOpen, gcmSeal, KEY_BYTES, TAG_BYTES } from "./aead.ts";
import { lengthPrefixed } from "./context.ts";
import { DecryptionError, RootKeyError } from "./errors.ts";
import { type Random, systemRandom } from "./random.ts";
import { SecretBytes } from "./secret-bytes.ts";

const FORMAT = 1;
const FINGERPRINT_BYTES = 8;
const HEADER_BYTES = 1 + FINGERPRINT_BYTES;

export interface RootKey {
  /** 16 hexadecimal digits that tell root keys apart and reveal nothing. */
  readonly fingerprint: string;
  /** `context` names the place of what is wrapped and must be given again to unwrap. */
  wrap(plaintext: SecretBytes, context: readonly string[]): Buffer;
  /** @throws DecryptionError also when another root key wrapped it */
  unwrap(wrapped: Uint8Array, context: readonly string[]): SecretBytes;
  wipe(): void;
}

/** Takes ownership of `key`, 32 bytes. */
export function rootKeyFromBytes(key: SecretBytes, random: Random = systemRandom): RootKey {
  if (key.length !== KEY_BYTES) throw new RootKeyError("Malformed", "a root key has 32 bytes");
  const label = "coffer root key fingerprint v1";
  const mac = createHmac("sha256", key.reveal()).update(label).digest();
  const header = Buffer.concat([Buffer.of(FORMAT), mac.subarray(0, FINGERPRINT_BYTES)]);
  const bound = (context: readonly string[]): Buffer =>
    Buffer.concat([header, lengthPrefixed(context)]);
  return {
    fingerprint: header.toString("hex", 1),
    wrap(plaintext, context) {
      const nonce = random.bytes(GCM_NONCE_BYTES);
      const aad = bound(context);
      const sealed = gcmSeal(key.reveal(), nonce, { plaintext: plaintext.reveal(), aad });
      return Buffer.concat([header, nonce, sealed]);
    },
    unwrap(wrapped, context) {
      const body = HEADER_BYTES + GCM_NONCE_BYTES;
      const sameKey = Buffer.compare(wrapped.subarray(0, HEADER_BYTES), header) === 0;
      if (!sameKey || wrapped.length < body + TAG_BYTES) throw new DecryptionError();
      const nonce = wrapped.subarray(HEADER_BYTES, body);
      const sealed = wrapped.subarray(body);
      return SecretBytes.own(gcmOpen(key.reveal(), nonce, { sealed, aad: bound(context) }));
    },
    wipe: () => key.wipe(),
  };
}
