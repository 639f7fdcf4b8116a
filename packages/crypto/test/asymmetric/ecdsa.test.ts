// ECDSA against every case of Wycheproof, against OpenSSL and against a second implementation.
import assert from "node:assert/strict";
import { createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { test } from "node:test";
import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import fc from "fast-check";
import {
  type CurveName,
  curveOf,
  drawScalar,
  modulo,
  publicPoint,
  toBytes,
  toNumber,
} from "../../src/asymmetric/curves.ts";
import { derIntegers } from "../../src/asymmetric/der.ts";
import { readSignature } from "../../src/asymmetric/ecdsa.ts";
import { signingScheme } from "../../src/asymmetric/schemes.ts";
import { CURVE_NAMES, formOf, POINT_FORMS, privateKeyOf, publicKeyOf } from "./ec-keys.ts";
import { assertVerified, sha256, signatureCases } from "./signature-vectors.ts";

const scheme = signingScheme("ECDSA_SHA_256");
// Signatures over digests that need not be small: what the second implementation would otherwise insist on.
const BARE = { prehash: false, lowS: false, format: "der" } as const;

const FILES = [
  { name: "prime256v1", file: "ecdsa_secp256r1_sha256_test.json", second: p256 },
  { name: "secp256k1", file: "ecdsa_secp256k1_sha256_test.json", second: secp256k1 },
] as const;
const COUNTS: Readonly<Record<string, { readonly valid: number; readonly invalid: number }>> = {
  prime256v1: { valid: 174, invalid: 310 },
  secp256k1: { valid: 168, invalid: 308 },
};

function newKey(name: CurveName): { readonly secret: bigint; readonly privateKey: KeyObject } {
  const { scalar } = drawScalar(curveOf(name));
  return { secret: scalar, privateKey: privateKeyOf(name, toBytes(scalar)) };
}

const digests = fc.oneof(
  fc.uint8Array({ minLength: 32, maxLength: 32 }),
  fc.constantFrom(new Uint8Array(32), new Uint8Array(32).fill(0xff)),
);

for (const { name, file, second } of FILES) {
  const cases = signatureCases(file);
  const of = (result: string) => cases.filter((one) => one.result === result);
  const { valid = 0, invalid = 0 } = COUNTS[name] ?? {};
  const on = curveOf(name);
  const { secret, privateKey } = newKey(name);
  const publicKey = createPublicKey(privateKey);

  test(`${name}: every valid Wycheproof case is verified`, () => {
    assertVerified(scheme.verify, of("valid"), { outcome: true, count: valid });
  });

  // BER and other spellings among them: a signature has one spelling here.
  test(`${name}: every invalid Wycheproof case is refused`, () => {
    assertVerified(scheme.verify, of("invalid"), { outcome: false, count: invalid });
    assert.equal(cases.length, valid + invalid);
  });

  test(`${name}: OpenSSL verifies what is signed here, and the other way round`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (message) => {
        const ours = scheme.sign(privateKey, sha256(message));
        assert.equal(verify("sha256", message, publicKey, ours), true);
        const theirs = sign("sha256", message, privateKey);
        assert.equal(scheme.verify(publicKey, sha256(message), theirs), true);
      }),
      { numRuns: 30 },
    );
  });

  test(`${name}: a second implementation agrees over any digest, zeros and ones included`, () => {
    const point = formOf(name, publicPoint(publicKey, on).toBytes(false), "uncompressed");
    fc.assert(
      fc.property(digests, (digest) => {
        const ours = scheme.sign(privateKey, digest);
        assert.equal(second.verify(ours, digest, point, BARE), true);
        const theirs = second.sign(digest, toBytes(secret), BARE);
        assert.equal(scheme.verify(publicKey, digest, theirs), true);
      }),
      { numRuns: 30 },
    );
  });

  test(`${name}: keys at either end of their range sign`, () => {
    for (const scalar of [1n, 2n, on.order - 2n, on.order - 1n]) {
      const key = privateKeyOf(name, toBytes(scalar));
      const digest = sha256(toBytes(scalar));
      const signature = scheme.sign(key, digest);
      assert.equal(scheme.verify(createPublicKey(key), digest, signature), true);
      assert.equal(scheme.verify(publicKey, digest, signature), false);
    }
  });

  test(`${name}: no two signatures share their random number`, () => {
    const digest = sha256(Buffer.from("one message"));
    const seen = new Set<bigint>();
    for (let round = 0; round < 100; round++) {
      const read = readSignature(scheme.sign(privateKey, digest), on.order);
      assert.ok(read);
      seen.add(read.r);
    }
    assert.equal(seen.size, 100);
  });

  test(`${name}: either of the two numbers for s is a signature, as the standard has it`, () => {
    const digest = sha256(Buffer.from("message"));
    const read = readSignature(scheme.sign(privateKey, digest), on.order);
    assert.ok(read);
    const other = derIntegers([read.r, on.order - read.s]);
    assert.equal(scheme.verify(publicKey, digest, other), true);
    assert.equal(scheme.verify(publicKey, digest, derIntegers([read.s, read.r])), false);
    const beyond = derIntegers([read.r, read.s + on.order]);
    assert.equal(scheme.verify(publicKey, digest, beyond), false);
  });

  test(`${name}: a signature whose point would be at infinity is none`, () => {
    // The digest is chosen so that both multiples cancel out: e = -r d.
    const digest = toBytes(modulo(-5n * secret, on.order));
    assert.equal(scheme.verify(publicKey, digest, derIntegers([5n, 7n])), false);
  });

  test(`${name}: a public key verifies whatever the form of its point`, () => {
    const point = publicPoint(publicKey, on).toBytes(false);
    const digest = sha256(Buffer.from("message"));
    const signature = scheme.sign(privateKey, digest);
    for (const form of POINT_FORMS) {
      const key = publicKeyOf(name, formOf(name, point, form));
      assert.equal(scheme.verify(key, digest, signature), true, form);
    }
  });
}

test("a digest above the order counts as its remainder", () => {
  for (const { name } of FILES) {
    const { privateKey } = newKey(name);
    const { order } = curveOf(name);
    const above = Buffer.alloc(32, 0xff);
    const signature = scheme.sign(privateKey, above);
    const remainder = toBytes(modulo(toNumber(above), order));
    assert.equal(scheme.verify(createPublicKey(privateKey), remainder, signature), true);
  }
});

test("keys on other curves neither sign nor verify", () => {
  const digest = Buffer.alloc(32, 1);
  const ours = new Set<string>(FILES.map(({ name }) => name));
  for (const name of CURVE_NAMES.filter((one) => !ours.has(one))) {
    const { privateKey } = newKey(name);
    assert.throws(() => scheme.sign(privateKey, digest), RangeError);
    const publicKey = createPublicKey(privateKey);
    assert.throws(() => scheme.verify(publicKey, digest, derIntegers([1n, 1n])), RangeError);
  }
});
