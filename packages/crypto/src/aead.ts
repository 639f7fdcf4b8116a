// The only file that makes ciphers: AES-256-GCM, and XAES-256-GCM (C2SP) on top of it.
//
// XAES-256-GCM takes a 256-bit key and a 192-bit nonce, so that random nonces are safe for any number of
// messages under one key. It derives a fresh AES-256-GCM key from the first half of the nonce by CMAC and uses
// the second half as the GCM nonce (https://c2sp.org/XAES-256-GCM). CMAC's subkey depends on the key only, so
// `XaesKey` computes it once; a message then costs one AES call on two blocks and one GCM.
import { createCipheriv, createDecipheriv } from "node:crypto";
import { DecryptionError } from "./errors.ts";
import type { SecretBytes } from "./secret-bytes.ts";

export const KEY_BYTES = 32;
export const TAG_BYTES = 16;
export const GCM_NONCE_BYTES = 12;
export const XAES_NONCE_BYTES = 24;
const BLOCK_BYTES = 16;

/** For tests: hears of every encryption, to prove that no nonce is used twice under one key. */
export type NonceObserver = (key: Uint8Array, nonce: Uint8Array) => void;
let observer: NonceObserver | undefined;

/** Sets or, with undefined, removes the observer. */
export function observeNonces(next: NonceObserver | undefined): void {
  observer = next;
}

/** Encrypts under AES-256-GCM. Returns ciphertext and tag. A nonce must never come twice under one key. */
export function gcmSeal(
  key: Uint8Array,
  nonce: Uint8Array,
  { plaintext, aad }: { readonly plaintext: Uint8Array; readonly aad: Uint8Array },
): Buffer {
  observer?.(key, nonce);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(aad);
  const body = cipher.update(plaintext);
  cipher.final(); // GCM is a stream mode: nothing is left to come
  return Buffer.concat([body, cipher.getAuthTag()], body.length + TAG_BYTES);
}

/** Decrypts what `gcmSeal` returned. @throws DecryptionError */
export function gcmOpen(
  key: Uint8Array,
  nonce: Uint8Array,
  { sealed, aad }: { readonly sealed: Uint8Array; readonly aad: Uint8Array },
): Buffer {
  const end = sealed.length - TAG_BYTES;
  if (end < 0) throw new DecryptionError();
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(end));
  const plaintext = decipher.update(sealed.subarray(0, end));
  try {
    decipher.final();
  } catch {
    plaintext.fill(0); // not authenticated: nobody may see it
    throw new DecryptionError();
  }
  return plaintext;
}

function aesBlocks(key: Uint8Array, blocks: Uint8Array): Buffer {
  return createCipheriv("aes-256-ecb", key, null).setAutoPadding(false).update(blocks);
}

/** CMAC's first subkey: AES(key, 0) doubled in GF(2^128). */
function subkeyOf(key: Uint8Array): Buffer {
  const zero = aesBlocks(key, Buffer.alloc(BLOCK_BYTES));
  const subkey = Buffer.alloc(BLOCK_BYTES);
  let carry = 0;
  for (let index = BLOCK_BYTES - 1; index >= 0; index -= 1) {
    const byte = zero.readUInt8(index);
    subkey.writeUInt8(((byte << 1) | carry) & 0xff, index);
    carry = byte >> 7;
  }
  subkey.writeUInt8(subkey.readUInt8(BLOCK_BYTES - 1) ^ (carry * 0x87), BLOCK_BYTES - 1);
  zero.fill(0);
  return subkey;
}

/** A key for XAES-256-GCM. */
export class XaesKey {
  readonly #key: SecretBytes;
  /** The two CMAC inputs, already combined with the subkey, with room for the nonce's first half. */
  readonly #template: Buffer;

  /** Takes ownership of `key`, 32 bytes. */
  constructor(key: SecretBytes) {
    this.#key = key;
    const subkey = subkeyOf(key.reveal());
    this.#template = Buffer.alloc(2 * BLOCK_BYTES);
    for (const block of [0, 1]) {
      const start = block * BLOCK_BYTES;
      // M1 and M2: 0x00, the counter, "X", 0x00, then 12 bytes of nonce.
      this.#template.set([0, block + 1, 0x58, 0], start);
      for (let index = 0; index < BLOCK_BYTES; index += 1) {
        const at = start + index;
        this.#template.writeUInt8(this.#template.readUInt8(at) ^ subkey.readUInt8(index), at);
      }
    }
    subkey.fill(0);
  }

  #derive(nonce: Uint8Array): Buffer {
    const blocks = Buffer.from(this.#template);
    for (let index = 0; index < 12; index += 1) {
      const byte = nonce[index] ?? 0;
      blocks[4 + index] = (blocks[4 + index] ?? 0) ^ byte;
      blocks[20 + index] = (blocks[20 + index] ?? 0) ^ byte;
    }
    const derived = aesBlocks(this.#key.reveal(), blocks);
    blocks.fill(0);
    return derived;
  }

  /** `nonce` is 24 random bytes. Returns ciphertext and tag. */
  seal(nonce: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Buffer {
    observer?.(this.#key.reveal(), nonce);
    const derived = this.#derive(nonce);
    const sealed = gcmSeal(derived, nonce.subarray(12), { plaintext, aad });
    derived.fill(0);
    return sealed;
  }

  /** @throws DecryptionError */
  open(nonce: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Buffer {
    const derived = this.#derive(nonce);
    try {
      return gcmOpen(derived, nonce.subarray(12), { sealed, aad });
    } finally {
      derived.fill(0);
    }
  }

  wipe(): void {
    this.#key.wipe();
    this.#template.fill(0);
  }
}
