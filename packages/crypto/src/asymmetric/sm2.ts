// SM2 (GB/T 32918-2016, GM/T 0003-2012): signatures over e = SM3(Z, message), which the caller computes, as DER;
// encryption as C1, C3, C2 with an uncompressed point, no ASN.1 around it.
import { createHash, type KeyObject, timingSafeEqual } from "node:crypto";
import { DecryptionError } from "../decryption-error.ts";
import {
  blindInverse,
  curveOf,
  drawScalar,
  modulo,
  POINT_BYTES,
  type Point,
  privateScalar,
  publicPoint,
  randomScalar,
  SCALAR_BYTES,
  toBytes,
  toNumber,
} from "./curves.ts";
import { derIntegers } from "./der.ts";
import { readSignature } from "./ecdsa.ts";

const CURVE = curveOf("SM2");
const HASH_BYTES = 32;
/** What encryption adds: the point C1 and the hash C3. */
export const SM2_OVERHEAD = POINT_BYTES + HASH_BYTES;

/** @param draw the standard's examples give the number that is otherwise drawn */
export function signSm2(key: KeyObject, digest: Uint8Array, draw = drawScalar): Buffer {
  const { order } = CURVE;
  const secret = privateScalar(key);
  // The standard's keys end at the order less two: the one after that has no inverse to sign with.
  if (secret + 1n === order) throw new RangeError("this key cannot sign");
  const hashed = toNumber(digest);
  for (;;) {
    const { scalar, point } = draw(CURVE);
    const r = modulo(hashed + toNumber(point.subarray(1, 1 + SCALAR_BYTES)), order);
    // s = (1 + d)^-1 (k - r d) = (1 + d)^-1 (k + r) - r: the secret meets only its blinded inverse.
    const s = modulo(blindInverse(secret + 1n, CURVE) * modulo(scalar + r, order) - r, order);
    if (r !== 0n && s !== 0n && r + scalar !== order) return derIntegers([r, s]);
  }
}

export function verifySm2(key: KeyObject, digest: Uint8Array, signature: Uint8Array): boolean {
  const { order } = CURVE;
  const read = readSignature(signature, order);
  if (read === undefined) return false;
  const { r, s } = read;
  const sum = modulo(r + s, order);
  if (sum === 0n) return false;
  const point = CURVE.base.mulAddUnsafe(s, publicPoint(key, CURVE), sum);
  if (point.is0()) return false;
  return modulo(toNumber(digest) + point.toAffine().x, order) === r;
}

interface Mask {
  readonly x: Buffer;
  readonly y: Buffer;
  readonly stream: Buffer;
}

/** The coordinates of the agreed point and the KDF's bytes over them (SM3 in counter mode). */
function maskOf(point: Point, length: number): Mask {
  const affine = point.toAffine();
  const [x, y] = [toBytes(affine.x), toBytes(affine.y)];
  const stream = Buffer.alloc(Math.ceil(length / HASH_BYTES) * HASH_BYTES);
  for (let block = 0; block * HASH_BYTES < length; block += 1) {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(block + 1);
    const hashed = createHash("sm3").update(x).update(y).update(counter).digest();
    hashed.copy(stream, block * HASH_BYTES);
  }
  return { x, y, stream: stream.subarray(0, length) };
}

function exclusiveOr(bytes: Uint8Array, stream: Uint8Array): Buffer {
  const mixed = Buffer.allocUnsafeSlow(bytes.length);
  for (let at = 0; at < bytes.length; at += 1) mixed[at] = (bytes[at] ?? 0) ^ (stream[at] ?? 0);
  return mixed;
}

function checkOf({ x, y }: Mask, plaintext: Uint8Array): Buffer {
  return createHash("sm3").update(x).update(plaintext).update(y).digest();
}

/**
 * @param plaintext at least one byte
 * @param draw as for `signSm2`
 * @throws RangeError for an empty plaintext
 */
export function encryptSm2(key: KeyObject, plaintext: Uint8Array, draw = drawScalar): Buffer {
  // Its stream would have no byte that is not zero, and another draw would not help.
  if (plaintext.length === 0) throw new RangeError("at least 1 byte");
  for (;;) {
    const { scalar, point } = draw(CURVE);
    // A number of one use, known to nobody else: no later call can be compared with this one.
    const mask = maskOf(publicPoint(key, CURVE).multiply(scalar), plaintext.length);
    // The standard draws again when the stream is all zeros: then the plaintext would travel as it is.
    if (mask.stream.every((byte) => byte === 0)) continue;
    const mixed = exclusiveOr(plaintext, mask.stream);
    return Buffer.concat([point, checkOf(mask, plaintext), mixed]);
  }
}

/** @throws DecryptionError for whatever the key did not encrypt, whichever part is wrong */
export function decryptSm2(key: KeyObject, ciphertext: Uint8Array): Buffer {
  if (ciphertext.length <= SM2_OVERHEAD) throw new DecryptionError();
  const mask = maskOf(agree(key, ciphertext), ciphertext.length - SM2_OVERHEAD);
  const plaintext = exclusiveOr(ciphertext.subarray(SM2_OVERHEAD), mask.stream);
  const expected = ciphertext.subarray(POINT_BYTES, SM2_OVERHEAD);
  const isZero = mask.stream.every((byte) => byte === 0);
  if (isZero || !timingSafeEqual(checkOf(mask, plaintext), expected)) {
    plaintext.fill(0);
    throw new DecryptionError();
  }
  return plaintext;
}

/**
 * The secret multiple of the sender's point. The secret is split into two random parts at every call, so that
 * the time of neither multiplication says anything about it.
 */
function agree(key: KeyObject, ciphertext: Uint8Array): Point {
  let sent: Point;
  try {
    sent = CURVE.point(ciphertext.subarray(0, POINT_BYTES));
  } catch {
    throw new DecryptionError();
  }
  const secret = privateScalar(key);
  for (;;) {
    const part = randomScalar(CURVE);
    const rest = modulo(secret - part, CURVE.order);
    if (rest !== 0n) return sent.multiply(part).add(sent.multiply(rest));
  }
}
