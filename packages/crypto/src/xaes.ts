// XAES-256-GCM (https://c2sp.org/XAES-256-GCM): AES-256-GCM with a 192-bit nonce, which may be drawn at random
// for any realistic number of messages; and the same derivation for the other ciphers with 128-bit blocks.
// docs/formats/ciphertext.md, section "Extended nonces", describes it.
//
// The first half of the nonce derives a fresh GCM key with two blocks (the KDF of NIST SP 800-108 in counter mode
// over CMAC), of which a shorter key takes the first bytes; the second half is that key's GCM nonce.
import {
  AES_256_GCM,
  type BlockCipher,
  blockCipher,
  type GcmParameters,
  type GcmSuite,
  gcmOpen,
  gcmSeal,
  NONCE_BYTES,
} from "./aead.ts";

export const XAES_NONCE_BYTES = 24;

/** The letter X, which the specification gives the derivation as its label. */
const KDF_LABEL = 0x58;

/** Scratch for one derivation at a time; traces of K1 are wiped at its end. */
const BLOCKS = Buffer.allocUnsafeSlow(32);

export interface XaesParameters {
  /** 24 bytes. */
  readonly nonce: Uint8Array;
  readonly aad: Uint8Array;
}

/** CMAC's subkey K1 (NIST SP 800-38B): the encrypted zero block, doubled in GF(2^128). */
function subkey(cipher: BlockCipher): Buffer {
  const block = cipher.encrypt(Buffer.alloc(16));
  let carry = 0;
  for (let i = 15; i >= 0; i--) {
    const doubled = (block.readUInt8(i) << 1) | carry;
    block.writeUInt8(doubled & 0xff, i);
    carry = doubled >> 8;
  }
  // 0x87 stands for the polynomial x^128 + x^7 + x^2 + x + 1.
  if (carry === 1) block.writeUInt8(block.readUInt8(15) ^ 0x87, 15);
  return block;
}

/** One key with its derived values kept ready: a message costs one call of the block cipher and one GCM. */
export class Xaes {
  readonly #suite: GcmSuite;
  readonly #cipher: BlockCipher;
  /** M1 and M2 with a zero nonce, each exclusive-ored with K1. */
  readonly #template: Buffer;

  /** @param key as long as the suite's keys; not kept */
  constructor(key: Uint8Array, suite = AES_256_GCM) {
    this.#suite = suite;
    this.#cipher = blockCipher(suite, key);
    const k1 = subkey(this.#cipher);
    this.#template = Buffer.allocUnsafeSlow(32);
    for (const [at, counter] of [
      [0, 1],
      [16, 2],
    ] as const) {
      this.#template.set(k1, at);
      this.#template.writeUInt8(k1.readUInt8(1) ^ counter, at + 1);
      this.#template.writeUInt8(k1.readUInt8(2) ^ KDF_LABEL, at + 2);
    }
    k1.fill(0);
  }

  /** Returns `prefix`, ciphertext and tag in one buffer. */
  seal({ nonce, aad }: XaesParameters, plaintext: Uint8Array, prefix: Uint8Array): Buffer {
    const derived = this.#derive(nonce);
    try {
      return gcmSeal(this.#under(derived, { nonce, aad }), plaintext, prefix);
    } finally {
      derived.fill(0);
    }
  }

  /**
   * Opens what begins at `start` of `message`.
   * @throws DecryptionError
   */
  open({ nonce, aad }: XaesParameters, message: Uint8Array, start: number): Buffer {
    const derived = this.#derive(nonce);
    try {
      return gcmOpen(this.#under(derived, { nonce, aad }), message, start);
    } finally {
      derived.fill(0);
    }
  }

  #under(derived: Buffer, { nonce, aad }: XaesParameters): GcmParameters {
    const suite = this.#suite;
    const key = suite.keyBytes === derived.length ? derived : derived.subarray(0, suite.keyBytes);
    return { suite, key, nonce: nonce.subarray(NONCE_BYTES), aad };
  }

  wipe(): void {
    this.#cipher.close();
    this.#template.fill(0);
  }

  #derive(nonce: Uint8Array): Buffer {
    if (nonce.length !== XAES_NONCE_BYTES) {
      throw new RangeError(`the nonce must have ${XAES_NONCE_BYTES} bytes`);
    }
    BLOCKS.set(this.#template);
    for (let i = 0; i < NONCE_BYTES; i++) {
      const byte = nonce[i] ?? 0;
      BLOCKS[4 + i] = (BLOCKS[4 + i] ?? 0) ^ byte;
      BLOCKS[20 + i] = (BLOCKS[20 + i] ?? 0) ^ byte;
    }
    const derived = this.#cipher.encrypt(BLOCKS);
    BLOCKS.fill(0);
    return derived;
  }
}
