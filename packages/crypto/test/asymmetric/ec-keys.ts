// Keys on the curves from known numbers, and their DER by hand: neither reader nor writer is that of the sources.
import { createPrivateKey, createPublicKey, ECDH, type KeyObject } from "node:crypto";
import type { CurveName } from "../../src/asymmetric/curves.ts";
import { hex } from "../vectors.ts";

export const CURVE_NAMES: readonly CurveName[] = ["prime256v1", "secp256k1", "SM2"];

/** An object identifier each, with its tag and length. */
const IDENTIFIERS: Readonly<Record<CurveName, string>> = {
  prime256v1: "06082a8648ce3d030107",
  secp256k1: "06052b8104000a",
  SM2: "06082a811ccf5501822d",
};

export const EC_PUBLIC_KEY = "06072a8648ce3d0201";

export type PointForm = "compressed" | "uncompressed" | "hybrid";
export const POINT_FORMS: readonly PointForm[] = ["compressed", "uncompressed", "hybrid"];

/** One value of less than 128 bytes, or of as many as one byte of length tells. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length < 128 ? [content.length] : [0x81, content.length];
  return Buffer.concat([Buffer.of(tag, ...length), content]);
}

export function algorithmOf(name: CurveName): Buffer {
  return der(0x30, hex(EC_PUBLIC_KEY), hex(IDENTIFIERS[name]));
}

/** SubjectPublicKeyInfo of the point, however it is spelled. */
export function spkiOf(name: CurveName, point: Uint8Array): Buffer {
  return der(0x30, algorithmOf(name), der(0x03, Buffer.of(0), point));
}

export function publicKeyOf(name: CurveName, point: Uint8Array): KeyObject {
  return createPublicKey({ key: spkiOf(name, point), format: "der", type: "spki" });
}

export function privateKeyOf(name: CurveName, scalar: Uint8Array): KeyObject {
  const inner = der(0x30, hex("020101"), der(0x04, scalar));
  const key = der(0x30, hex("020100"), algorithmOf(name), der(0x04, inner));
  return createPrivateKey({ key, format: "der", type: "pkcs8" });
}

/** The same point in another form, by OpenSSL. */
export function formOf(name: CurveName, point: Uint8Array, form: PointForm): Buffer {
  return Buffer.from(ECDH.convertKey(point, name, undefined, undefined, form));
}
