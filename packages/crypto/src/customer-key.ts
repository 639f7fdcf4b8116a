// One version of a symmetric key, ready to encrypt and decrypt: XAES-256-GCM, or the same with another cipher.
// docs/formats/ciphertext.md, section "Ciphertext under a key", describes each byte it writes.
import { AES_256, type SymmetricAlgorithm } from "./algorithms.ts";
import { type CiphertextPlace, ciphertextHeader } from "./ciphertext-header.ts";
import { DecryptionError } from "./decryption-error.ts";
import { fillNonce } from "./nonces.ts";
import { SecretBytes } from "./secret-bytes.ts";
import { XAES_NONCE_BYTES, Xaes } from "./xaes.ts";

/** Unwrapped material of one key version. Synchronous, so that `wipe` never meets a call half done. */
export class CustomerKey {
  readonly place: CiphertextPlace;
  readonly #header: Buffer;
  readonly #xaes: Xaes;
  #wiped = false;

  /**
   * @param material of the algorithm's length; remains the caller's and may be wiped at once
   * @throws RangeError when the material's length or an id is not what the format allows
   */
  constructor(
    place: CiphertextPlace,
    material: SecretBytes,
    algorithm: SymmetricAlgorithm = AES_256,
  ) {
    if (material.length !== algorithm.keyBytes) {
      throw new RangeError(`the key material must have ${algorithm.keyBytes} bytes`);
    }
    this.place = { keyId: place.keyId, versionId: place.versionId };
    this.#header = ciphertextHeader(place);
    this.#xaes = new Xaes(material.reveal(), algorithm.suite);
  }

  /** The ciphertext names this key and version; it opens only with the same `context` bytes. */
  encrypt(plaintext: Uint8Array, context: Uint8Array): Uint8Array {
    this.#checkOpen();
    const headerBytes = this.#header.length;
    const prefix = Buffer.allocUnsafe(headerBytes + XAES_NONCE_BYTES);
    prefix.set(this.#header);
    fillNonce(prefix, headerBytes);
    const nonce = prefix.subarray(headerBytes);
    return this.#xaes.seal({ nonce, aad: this.#authenticated(context) }, plaintext, prefix);
  }

  /** @throws DecryptionError for whatever `encrypt` of this very key version did not make */
  decrypt(ciphertext: Uint8Array, context: Uint8Array): SecretBytes {
    this.#checkOpen();
    const header = this.#header;
    const bodyAt = header.length + XAES_NONCE_BYTES;
    if (ciphertext.length < bodyAt) throw new DecryptionError();
    if (header.compare(ciphertext, 0, header.length) !== 0) throw new DecryptionError();
    const nonce = ciphertext.subarray(header.length, bodyAt);
    const aad = this.#authenticated(context);
    return SecretBytes.own(this.#xaes.open({ nonce, aad }, ciphertext, bodyAt));
  }

  /** Forgets the key: every later call throws. Wiping twice is fine. */
  wipe(): void {
    this.#xaes.wipe();
    this.#wiped = true;
  }

  [Symbol.dispose](): void {
    this.wipe();
  }

  /** The header states its own lengths, so what follows it is the context and nothing else. */
  #authenticated(context: Uint8Array): Buffer {
    const bytes = Buffer.allocUnsafe(this.#header.length + context.length);
    bytes.set(this.#header);
    bytes.set(context, this.#header.length);
    return bytes;
  }

  #checkOpen(): void {
    if (this.#wiped) throw new Error("this key was wiped");
  }
}
