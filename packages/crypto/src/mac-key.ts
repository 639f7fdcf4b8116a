// One version of a key for message authentication codes: HMAC (RFC 2104) over SHA-2 or SM3.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { MacAlgorithm } from "./algorithms.ts";
import { SecretBytes } from "./secret-bytes.ts";

export class MacKey {
  readonly #algorithm: MacAlgorithm;
  readonly #material: SecretBytes;

  /**
   * @param material of the algorithm's length; remains the caller's and may be wiped at once
   * @throws RangeError when the material has another length
   */
  constructor(algorithm: MacAlgorithm, material: SecretBytes) {
    if (material.length !== algorithm.keyBytes) {
      throw new RangeError(`the key material must have ${algorithm.keyBytes} bytes`);
    }
    this.#algorithm = algorithm;
    this.#material = SecretBytes.copyOf(material.reveal());
  }

  /** As long as the algorithm's hash. */
  generate(message: Uint8Array): Buffer {
    return createHmac(this.#algorithm.hash, this.#material.reveal()).update(message).digest();
  }

  /** Whole codes only: a shortened one does not fit. Compares in constant time. */
  verify(message: Uint8Array, code: Uint8Array): boolean {
    const expected = this.generate(message);
    return code.length === expected.length && timingSafeEqual(expected, code);
  }

  /** Forgets the key: every later call throws. */
  wipe(): void {
    this.#material.wipe();
  }
}
