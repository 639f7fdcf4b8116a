// The three curves. Multiplications of the base point by a secret number run in OpenSSL; points that come from
// elsewhere are computed with @noble/curves, which has no secret to keep there or gets one that was split.
import { createECDH, ECDH, type KeyObject, randomBytes } from "node:crypto";
import { type WeierstrassPoint, weierstrass } from "@noble/curves/abstract/weierstrass.js";
import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { DerError, DerReader } from "./der.ts";

/** OpenSSL's names. */
export type CurveName = "prime256v1" | "secp256k1" | "SM2";

export type Point = WeierstrassPoint<bigint>;

export interface Curve {
  readonly name: CurveName;
  /** Order of the base point. */
  readonly order: bigint;
  readonly base: Point;
  /** From 65 bytes: 4, x, y. @throws Error when that is no point of the curve */
  readonly point: (bytes: Uint8Array) => Point;
}

/** Bytes of a field element and of a scalar, on all three. */
export const SCALAR_BYTES = 32;
export const POINT_BYTES = 65;

/** GB/T 32918.5-2017. */
const Sm2Point = weierstrass({
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
});

type PointClass = Pick<typeof Sm2Point, "BASE" | "fromBytes" | "CURVE">;

function curve(name: CurveName, of: PointClass): Curve {
  const point = (bytes: Uint8Array): Point => {
    if (bytes.length !== POINT_BYTES) throw new RangeError("not a whole point");
    const found = of.fromBytes(bytes);
    found.assertValidity();
    return found;
  };
  return { name, order: of.CURVE().n, base: of.BASE, point };
}

const CURVES: Readonly<Record<CurveName, Curve>> = {
  prime256v1: curve("prime256v1", p256.Point),
  secp256k1: curve("secp256k1", secp256k1.Point),
  SM2: curve("SM2", Sm2Point),
};

export function curveOf(name: CurveName): Curve {
  return CURVES[name];
}

/** Unsigned, most significant byte first. */
export function toNumber(bytes: Uint8Array): bigint {
  // Read in place: a copy or a text of a secret number would stay in memory that nobody wipes.
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 8);
  let value = 0n;
  for (let at = 0; at < whole; at += 8) value = (value << 64n) | view.getBigUint64(at);
  for (let at = whole; at < bytes.length; at += 1)
    value = (value << 8n) | BigInt(view.getUint8(at));
  return value;
}

export function toBytes(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(2 * SCALAR_BYTES, "0"), "hex");
}

/** A secret number of one use, and that multiple of the base point: 4, x, y. */
export interface Drawn {
  readonly scalar: bigint;
  readonly point: Buffer;
}

/** From 1 to the order less one; both by OpenSSL. */
export function drawScalar({ name }: Curve): Drawn {
  const drawn = createECDH(name);
  const point = drawn.generateKeys();
  const bytes = drawn.getPrivateKey();
  const scalar = toNumber(bytes);
  bytes.fill(0);
  return { scalar, point };
}

/** An unbiased random number from 1 to the order less one. */
export function randomScalar({ order }: Curve): bigint {
  for (;;) {
    const drawn = toNumber(randomBytes(SCALAR_BYTES));
    if (drawn > 0n && drawn < order) return drawn;
  }
}

export function modulo(value: bigint, order: bigint): bigint {
  const rest = value % order;
  return rest < 0n ? rest + order : rest;
}

/** The inverse of a secret number: its time depends on a random multiple, not on the number. */
export function blindInverse(value: bigint, on: Curve): bigint {
  const blind = randomScalar(on);
  return modulo(inverse(modulo(value * blind, on.order), on.order) * blind, on.order);
}

/** By the extended Euclidean algorithm; the order is prime and `value` is not 0. */
export function inverse(value: bigint, order: bigint): bigint {
  let [low, high] = [modulo(value, order), order];
  let [x, y] = [1n, 0n];
  while (low > 1n) {
    const quotient = high / low;
    [low, high] = [high - quotient * low, low];
    [x, y] = [y - quotient * x, x];
  }
  return modulo(x, order);
}

/** The secret number of a private key on the curve (RFC 5915 inside PKCS #8). */
export function privateScalar(key: KeyObject): bigint {
  const der = key.export({ format: "der", type: "pkcs8" });
  const info = new DerReader(der).sequence();
  info.integer();
  info.sequence();
  const inner = new DerReader(info.octets()).sequence();
  inner.integer();
  const scalar = toNumber(inner.octets());
  der.fill(0);
  return scalar;
}

/** id-ecPublicKey (RFC 5480), 1.2.840.10045.2.1. */
const EC_PUBLIC_KEY = "2a8648ce3d0201";

/** By object identifier: 1.2.840.10045.3.1.7, 1.3.132.0.10 and 1.2.156.10197.1.301. */
const IDENTIFIERS: ReadonlyMap<string, CurveName> = new Map([
  ["2a8648ce3d030107", "prime256v1"],
  ["2b8104000a", "secp256k1"],
  ["2a811ccf5501822d", "SM2"],
]);

interface PublicInfo {
  readonly name: CurveName;
  /** Of any form: compressed, uncompressed or hybrid. */
  readonly point: Uint8Array;
}

/** @throws DerError for what is no SubjectPublicKeyInfo of a point on a named curve of ours */
function readPublicInfo(spki: Uint8Array): PublicInfo {
  const outer = new DerReader(spki);
  const info = outer.sequence();
  outer.end();
  const algorithm = info.sequence();
  const kind = algorithm.identifier();
  const name = kind === EC_PUBLIC_KEY ? IDENTIFIERS.get(algorithm.identifier()) : undefined;
  if (name === undefined) throw new DerError();
  algorithm.end();
  const point = info.bits();
  info.end();
  return { name, point };
}

/**
 * The curve that a SubjectPublicKeyInfo (DER) names, or undefined when it is not of our three. Node.js does not
 * say it of SM2: a key read from its DER has neither type nor details.
 */
export function curveOfPublicKey(spki: Uint8Array): CurveName | undefined {
  try {
    return readPublicInfo(spki).name;
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** The point of a public key. @throws Error when the key is not of this curve */
export function publicPoint(key: KeyObject, on: Curve): Point {
  const { name, point } = readPublicInfo(key.export({ format: "der", type: "spki" }));
  if (name !== on.name) throw new RangeError(`not a key on ${on.name}`);
  // OpenSSL exports a point in the form in which it came.
  const whole = ECDH.convertKey(point, name, undefined, undefined, "uncompressed");
  return on.point(Buffer.from(whole));
}
