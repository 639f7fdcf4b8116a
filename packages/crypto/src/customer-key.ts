// A customer master key's version, unwrapped, and the ciphertext format of what it encrypts.
// The format is described byte by byte in docs/formats/ciphertext.md, section "Ciphertext of a key".
import { XAES_NONCE_BYTES, XaesKey } from "./aead.ts";
import { DecryptionError } from "./errors.ts";
import { type Random, systemRandom } from "./random.ts";
import { SecretBytes } from "./secret-bytes.ts";

const FORMAT = 1;

/** Which key version made a ciphertext. Both ids are ASCII, 1 to 255 characters. */
export interface KeyPlace {
  readonly keyId: string;
  readonly versionId: string;
}

function headerOf({ keyId, versionId }: KeyPlace): Buffer {
  const parts = [keyId, versionId].map((id) => Buffer.from(id, "latin1"));
  if (parts.some((part) => part.length === 0 || part.length > 255)) {
    throw new RangeError("a key id or version id must have 1 to 255 characters");
  }
  const [key = Buffer.alloc(0), version = Buffer.alloc(0)] = parts;
  const lengths = Buffer.from([FORMAT, key.length, version.length]);
  return Buffer.concat([lengths, key, version]);
}

/**
 * The key version that a ciphertext names. Nothing is authenticated yet: use it only to find the key.
 *
 * @throws DecryptionError when the header is not of this format
 */
export function readCiphertextPlace(ciphertext: Uint8Array): KeyPlace {
  const [format, keyLength = 0, versionLength = 0] = ciphertext;
  const end = 3 + keyLength + versionLength;
  const whole = ciphertext.length >= end + XAES_NONCE_BYTES + 16;
  if (format !== FORMAT || keyLength === 0 || versionLength === 0 || !whole) {
    throw new DecryptionError();
  }
  const text = Buffer.from(ciphertext.subarray(3, end)).toString("latin1");
  return { keyId: text.slice(0, keyLength), versionId: text.slice(keyLength) };
}

export class CustomerKey {
  readonly place: KeyPlace;
  readonly #key: XaesKey;
  readonly #header: Buffer;
  readonly #random: Random;

  /** Takes ownership of `material`, 32 bytes. */
  constructor(place: KeyPlace, material: SecretBytes, random: Random = systemRandom) {
    this.place = place;
    this.#key = new XaesKey(material);
    this.#header = headerOf(place);
    this.#random = random;
  }

  /** `context` is authenticated and must be given again to decrypt. */
  encrypt(plaintext: Uint8Array, context: Uint8Array): Buffer {
    const nonce = this.#random.bytes(XAES_NONCE_BYTES);
    const sealed = this.#key.seal(nonce, plaintext, Buffer.concat([this.#header, context]));
    return Buffer.concat([this.#header, nonce, sealed]);
  }

  /** @throws DecryptionError also when another key version made the ciphertext */
  decrypt(ciphertext: Uint8Array, context: Uint8Array): SecretBytes {
    const start = this.#header.length;
    const header = ciphertext.subarray(0, start);
    if (Buffer.compare(header, this.#header) !== 0) throw new DecryptionError();
    const body = start + XAES_NONCE_BYTES;
    if (ciphertext.length < body) throw new DecryptionError();
    const aad = Buffer.concat([this.#header, context]);
    return SecretBytes.own(
      this.#key.open(ciphertext.subarray(start, body), ciphertext.subarray(body), aad),
    );
  }

  wipe(): void {
    this.#key.wipe();
  }
}
