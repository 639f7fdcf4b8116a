// ECDSA (FIPS 186-5) over a digest that the caller made; signatures are DER, as OpenSSL writes them.
import type { KeyObject } from "node:crypto";
import {
  blindInverse,
  type Curve,
  drawScalar,
  inverse,
  modulo,
  privateScalar,
  publicPoint,
  randomScalar,
  SCALAR_BYTES,
  toNumber,
} from "./curves.ts";
import { DerError, DerReader, derIntegers } from "./der.ts";

export interface Signature {
  readonly r: bigint;
  readonly s: bigint;
}

/** Both numbers from 1 to the order less one, else undefined. */
export function readSignature(bytes: Uint8Array, order: bigint): Signature | undefined {
  try {
    const outer = new DerReader(bytes);
    const inner = outer.sequence();
    outer.end();
    const [r, s] = [inner.integer(), inner.integer()];
    inner.end();
    const inRange = r > 0n && r < order && s > 0n && s < order;
    return inRange ? { r, s } : undefined;
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** The digest as a number; it is as long as the order on all our curves. */
export function signEcdsa(key: KeyObject, digest: Uint8Array, on: Curve): Buffer {
  const { order } = on;
  const secret = privateScalar(key);
  const hashed = toNumber(digest);
  for (;;) {
    const { scalar, point } = drawScalar(on);
    const r = modulo(toNumber(point.subarray(1, 1 + SCALAR_BYTES)), order);
    // Multiplied by a random number, so that no step's time depends on the secret alone.
    const blind = randomScalar(on);
    const blinded = modulo(hashed * blind + modulo(secret * blind, order) * r, order);
    const s = modulo(blindInverse(modulo(scalar * blind, order), on) * blinded, order);
    if (r !== 0n && s !== 0n) return derIntegers([r, s]);
  }
}

export function verifyEcdsa(
  key: KeyObject,
  { digest, signature }: { readonly digest: Uint8Array; readonly signature: Uint8Array },
  on: Curve,
): boolean {
  const { order } = on;
  const read = readSignature(signature, order);
  if (read === undefined) return false;
  const { r, s } = read;
  const factor = inverse(s, order);
  const ofBase = modulo(toNumber(digest) * factor, order);
  const ofKey = modulo(r * factor, order);
  const point = on.base.mulAddUnsafe(ofBase, publicPoint(key, on), ofKey);
  return !point.is0() && modulo(point.toAffine().x, order) === r;
}
