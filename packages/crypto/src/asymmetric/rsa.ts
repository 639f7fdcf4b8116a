// RSA (RFC 8017): OAEP encryption, and PSS and PKCS #1 v1.5 signatures over a digest that the caller made. The
// encodings are written out here, since Node.js signs messages only; the arithmetic is OpenSSL's.
import {
  constants,
  createHash,
  decapsulate,
  type KeyObject,
  privateDecrypt,
  privateEncrypt,
  publicDecrypt,
  publicEncrypt,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { DecryptionError } from "../decryption-error.ts";

const HASH_BYTES = 32;
const PADDING = constants.RSA_NO_PADDING;
const OAEP = constants.RSA_PKCS1_OAEP_PADDING;

export type OaepHash = "sha256" | "sha1";

/** Length of the modulus in bytes, and of all ciphertexts and signatures; 0 for what is no RSA key. */
export function modulusBytes(key: KeyObject): number {
  return Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
}

/** @throws RangeError when the plaintext is too long for the key */
export function encryptOaep(key: KeyObject, plaintext: Uint8Array, oaepHash: OaepHash): Buffer {
  const most = modulusBytes(key) - 2 * createHash(oaepHash).digest().length - 2;
  if (plaintext.length > most) throw new RangeError(`at most ${most} bytes`);
  return publicEncrypt({ key, padding: OAEP, oaepHash }, plaintext);
}

/** @throws DecryptionError for whatever the key did not encrypt */
export function decryptOaep(key: KeyObject, ciphertext: Uint8Array, oaepHash: OaepHash): Buffer {
  if (ciphertext.length !== modulusBytes(key)) throw new DecryptionError();
  try {
    return privateDecrypt({ key, padding: OAEP, oaepHash }, ciphertext);
  } catch {
    throw new DecryptionError();
  }
}

/** PKCS #1 v1.5, for key material on its way in. Bad padding gives random bytes, as OpenSSL does it. */
export function decryptPkcs1(key: KeyObject, ciphertext: Uint8Array): Buffer {
  if (ciphertext.length !== modulusBytes(key)) throw new DecryptionError();
  try {
    return privateDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, ciphertext);
  } catch {
    throw new DecryptionError();
  }
}

/** MGF1 with SHA-256 (RFC 8017, B.2.1). */
function mask(seed: Uint8Array, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at * HASH_BYTES < length; at += 1) {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(at);
    blocks.push(createHash("sha256").update(seed).update(counter).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/** H of RFC 8017, 9.1: the hash over eight zeros, the digest and the salt. */
function pssHash(digest: Uint8Array, salt: Uint8Array): Buffer {
  return createHash("sha256").update(Buffer.alloc(8)).update(digest).update(salt).digest();
}

function mixInto(bytes: Buffer, stream: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = (bytes[at] ?? 0) ^ (stream[at] ?? 0);
}

/** EMSA-PSS with a salt as long as the hash; the first bit is cut off, as the modulus has whole bytes. */
export function encodePss(key: KeyObject, digest: Uint8Array): Buffer {
  const salt = randomBytes(HASH_BYTES);
  const hash = pssHash(digest, salt);
  const data = Buffer.alloc(modulusBytes(key) - HASH_BYTES - 1);
  data[data.length - HASH_BYTES - 1] = 1;
  salt.copy(data, data.length - HASH_BYTES);
  mixInto(data, mask(hash, data.length));
  data[0] = (data[0] ?? 0) & 0x7f;
  return Buffer.concat([data, hash, Buffer.of(0xbc)]);
}

/** RSASP1: the encoded message to the power of the private exponent. */
export function signEncoded(key: KeyObject, encoded: Uint8Array): Buffer {
  return privateEncrypt({ key, padding: PADDING }, encoded);
}

/**
 * The same on a thread of Node's pool. RSASP1 and RSADP are one function (RFC 8017, 5.2.1 and 5.1.2), and key
 * decapsulation by RSASVE (NIST SP 800-56B, 7.2.1.3) is RSADP: the one form in which Node.js runs it off the
 * calling thread without hashing first.
 */
export function signEncodedInPool(key: KeyObject, encoded: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    decapsulate(key, encoded, (error, signature) => {
      if (error === null) resolve(signature);
      else reject(error);
    });
  });
}

/** The encoded message that a signature holds, or undefined for what is no signature of this key's size. */
function recover(key: KeyObject, signature: Uint8Array): Buffer | undefined {
  if (signature.length !== modulusBytes(key)) return undefined;
  try {
    return publicDecrypt({ key, padding: PADDING }, signature);
  } catch {
    return undefined;
  }
}

export function verifyPss(key: KeyObject, digest: Uint8Array, signature: Uint8Array): boolean {
  const encoded = recover(key, signature);
  if (encoded === undefined || encoded.at(-1) !== 0xbc || encoded.readUInt8(0) >= 0x80) {
    return false;
  }
  const hash = encoded.subarray(encoded.length - HASH_BYTES - 1, -1);
  const data = Buffer.from(encoded.subarray(0, encoded.length - HASH_BYTES - 1));
  mixInto(data, mask(hash, data.length));
  data[0] = (data[0] ?? 0) & 0x7f;
  const saltAt = data.length - HASH_BYTES;
  const separated = data.subarray(0, saltAt - 1).every((byte) => byte === 0);
  if (!separated || data[saltAt - 1] !== 1) return false;
  return timingSafeEqual(hash, pssHash(digest, data.subarray(saltAt)));
}

/** DigestInfo of SHA-256 without the digest (RFC 8017, 9.2, note 1). */
const SHA_256_INFO = Buffer.from("3031300d060960864801650304020105000420", "hex");

export function encodePkcs1(key: KeyObject, digest: Uint8Array): Buffer {
  const length = modulusBytes(key);
  const info = Buffer.concat([SHA_256_INFO, digest]);
  const filling = Buffer.alloc(length - info.length - 3, 0xff);
  return Buffer.concat([Buffer.of(0, 1), filling, Buffer.of(0), info]);
}

/** Compares with the one right encoding, so that no parser can be fooled. */
export function verifyPkcs1(key: KeyObject, digest: Uint8Array, signature: Uint8Array): boolean {
  const encoded = recover(key, signature);
  if (encoded === undefined) return false;
  return timingSafeEqual(encoded, encodePkcs1(key, digest));
}
