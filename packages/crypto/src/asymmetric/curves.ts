// The three curves. Multiplications of the base point by a secret number run in OpenSSL; points that come from
// elsewhere are computed with @noble/curves, which has no secret to keep there or gets one that was split.
import { createECDH, type KeyObject, randomBytes } from "node:crypto";
import { type WeierstrassPoint, weierstrass } from "@noble/curves/abstract/weierstrass.js";
import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { DerReader } from "./der.ts";

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
  return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
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

/** The point of a public key on the curve: the last bytes of its SubjectPublicKeyInfo (RFC 5480). */
export function publicPoint(key: KeyObject, on: Curve): Point {
  return on.point(key.export({ format: "der", type: "spki" }).subarray(-POINT_BYTES));
}
