// The only file that makes ciphers: GCM with a 96-bit nonce and a 128-bit tag (NIST SP 800-38D) over AES or SM4,
// and their bare block that extended nonces derive keys with. Everything else in this package calls these.
import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import { channel } from "node:diagnostics_channel";
import { DecryptionError } from "./decryption-error.ts";

export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

const BLOCK_BYTES = 16;
const OPTIONS = { authTagLength: TAG_BYTES };

/** A block cipher of 128-bit blocks and its GCM, by OpenSSL's names. */
export interface GcmSuite {
  readonly gcm: "aes-256-gcm" | "aes-192-gcm" | "aes-128-gcm" | "sm4-gcm";
  readonly block: "aes-256-ecb" | "aes-192-ecb" | "aes-128-ecb" | "sm4-ecb";
  readonly keyBytes: number;
}

export const AES_256_GCM: GcmSuite = {
  gcm: "aes-256-gcm",
  block: "aes-256-ecb",
  keyBytes: KEY_BYTES,
};
export const AES_192_GCM: GcmSuite = { gcm: "aes-192-gcm", block: "aes-192-ecb", keyBytes: 24 };
export const AES_128_GCM: GcmSuite = { gcm: "aes-128-gcm", block: "aes-128-ecb", keyBytes: 16 };
/** GB/T 32907 in RFC 8998's mode. */
export const SM4_GCM: GcmSuite = { gcm: "sm4-gcm", block: "sm4-ecb", keyBytes: 16 };

/** What one message is sealed or opened under. */
export interface GcmParameters {
  /** AES-256-GCM unless named. */
  readonly suite?: GcmSuite;
  /** As long as the suite's keys. */
  readonly key: Uint8Array;
  /** 12 bytes, never used twice under one key. */
  readonly nonce: Uint8Array;
  /** Authenticated with the message, not contained in it. */
  readonly aad: Uint8Array;
}

/** Published for each sealed message: enough to see a nonce used twice, nothing to open it with. */
export interface NonceUse {
  /** Hexadecimal SHA-256 of the key. */
  readonly keyHash: string;
  /** Hexadecimal. */
  readonly nonce: string;
}

// Tests in any package subscribe by name and so prove that no nonce is used twice under one key; without a
// subscriber nothing is computed.
const nonceUses = channel("coffer.crypto.nonce");

function checkSizes({ suite = AES_256_GCM, key, nonce }: GcmParameters): GcmSuite {
  if (key.length !== suite.keyBytes) {
    throw new RangeError(`the key must have ${suite.keyBytes} bytes`);
  }
  // GCM defines other lengths, through GHASH, but random nonces of those lengths are a known trap.
  if (nonce.length !== NONCE_BYTES)
    throw new RangeError(`the nonce must have ${NONCE_BYTES} bytes`);
  return suite;
}

// OpenSSL knows `sm4-gcm`; the types of Node.js list AES alone.
const typed = (suite: GcmSuite): "aes-256-gcm" => suite.gcm as "aes-256-gcm";

/**
 * Returns `prefix`, the ciphertext and the 16-byte tag in one buffer. The prefix is not authenticated by
 * being there: what must be goes into `aad`.
 */
export function gcmSeal(
  parameters: GcmParameters,
  plaintext: Uint8Array,
  prefix: Uint8Array,
): Buffer {
  const suite = checkSizes(parameters);
  const { key, nonce, aad } = parameters;
  if (nonceUses.hasSubscribers) {
    const keyHash = createHash("sha256").update(key).digest("hex");
    const use: NonceUse = { keyHash, nonce: Buffer.from(nonce).toString("hex") };
    nonceUses.publish(use);
  }
  const cipher = createCipheriv(typed(suite), key, nonce, OPTIONS);
  cipher.setAAD(aad);
  const body = cipher.update(plaintext);
  cipher.final();
  return Buffer.concat([prefix, body, cipher.getAuthTag()]);
}

/**
 * Opens the ciphertext and tag that begin at `start` of `message` and reach to its end.
 * @throws DecryptionError when they are too short or not authentic
 */
export function gcmOpen(parameters: GcmParameters, message: Uint8Array, start: number): Buffer {
  const suite = checkSizes(parameters);
  const tagAt = message.length - TAG_BYTES;
  if (tagAt < start) throw new DecryptionError();
  const decipher = createDecipheriv(typed(suite), parameters.key, parameters.nonce, OPTIONS);
  decipher.setAAD(parameters.aad);
  decipher.setAuthTag(message.subarray(tagAt));
  const plaintext = decipher.update(message.subarray(start, tagAt));
  try {
    decipher.final();
  } catch {
    plaintext.fill(0);
    throw new DecryptionError();
  }
  return plaintext;
}

/** The bare block cipher, ready for many calls under one key. */
export interface BlockCipher {
  /** Encrypts each 16-byte block for itself. */
  encrypt(blocks: Uint8Array): Buffer;
  /** Frees and cleanses the key schedule; `encrypt` throws afterwards. */
  close(): void;
}

export function blockCipher(suite: GcmSuite, key: Uint8Array): BlockCipher {
  if (key.length !== suite.keyBytes) {
    throw new RangeError(`the key must have ${suite.keyBytes} bytes`);
  }
  const cipher = createCipheriv(suite.block, key, null);
  cipher.setAutoPadding(false);
  let open = true;
  return {
    encrypt(blocks) {
      if (blocks.length % BLOCK_BYTES !== 0) throw new RangeError("whole blocks of 16 bytes only");
      // Without padding and with whole blocks the cipher holds nothing back between two calls.
      return cipher.update(blocks);
    },
    close() {
      if (open) cipher.final();
      open = false;
    },
  };
}
