// ML-DSA-65 (FIPS 204) over whole messages with an empty context, against every case of Wycheproof.
import assert from "node:assert/strict";
import { generateKeyPairSync, sign, verify } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { signingScheme } from "../../src/asymmetric/schemes.ts";
import { readPublicKey } from "../../src/key-pair.ts";
import { caseName } from "../vectors.ts";
import { signatureCases } from "./signature-vectors.ts";

const scheme = signingScheme("ML_DSA_65");
const SIGNATURE_BYTES = 3309;
const cases = signatureCases("mldsa_65_verify_test.json");
const isKeyWrong = (flags: readonly string[]): boolean =>
  flags.includes("IncorrectPublicKeyLength");

test("every valid Wycheproof case with an empty context is verified", () => {
  const valid = cases.filter(({ result, context }) => result === "valid" && context.length === 0);
  assert.equal(valid.length, 77);
  for (const { publicKey, message, signature, tcId } of valid) {
    const verified = scheme.verify(readPublicKey(publicKey), message, signature);
    assert.equal(verified, true, caseName({ tcId }));
  }
});

// No operation takes a context, so what was signed under one is not signed here.
test("every Wycheproof case with a context is refused, valid or not", () => {
  const others = cases.filter(({ context }) => context.length > 0);
  assert.equal(others.length, 7);
  assert.equal(others.filter(({ result }) => result === "valid").length, 2);
  for (const { publicKey, message, signature, tcId } of others) {
    const verified = scheme.verify(readPublicKey(publicKey), message, signature);
    assert.equal(verified, false, caseName({ tcId }));
  }
});

test("every Wycheproof case whose key has another length is refused as no key", () => {
  const wrong = cases.filter(({ flags }) => isKeyWrong(flags));
  assert.equal(wrong.length, 4);
  for (const { publicKey, tcId } of wrong) {
    assert.throws(() => readPublicKey(publicKey), caseName({ tcId }));
  }
});

// 210 - 77 - 7 - 4.
test("every other invalid Wycheproof case is refused", () => {
  const invalid = cases.filter(
    ({ result, flags, context }) =>
      result === "invalid" && context.length === 0 && !isKeyWrong(flags),
  );
  assert.equal(invalid.length, 122);
  assert.equal(cases.length, 210);
  for (const { publicKey, message, signature, tcId } of invalid) {
    const verified = scheme.verify(readPublicKey(publicKey), message, signature);
    assert.equal(verified, false, caseName({ tcId }));
  }
});

const { publicKey, privateKey } = generateKeyPairSync("ml-dsa-65");

test("any message within the limits is signed and verified, here and by OpenSSL", () => {
  const { least, most } = scheme.input;
  const message = fc.oneof(
    fc.uint8Array({ minLength: least, maxLength: 200 }),
    fc.constantFrom(new Uint8Array(least), new Uint8Array(most)),
  );
  fc.assert(
    fc.property(message, (bytes) => {
      const signature = scheme.sign(privateKey, bytes);
      assert.equal(signature.length, SIGNATURE_BYTES);
      assert.equal(scheme.verify(publicKey, bytes, signature), true);
      assert.equal(verify(null, bytes, publicKey, signature), true);
      assert.equal(scheme.verify(publicKey, bytes, sign(null, bytes, privateKey)), true);
    }),
    { numRuns: 15 },
  );
});

test("another message, another key and altered bytes are refused", () => {
  const message = Buffer.from("message");
  const signature = scheme.sign(privateKey, message);
  const other = generateKeyPairSync("ml-dsa-65");
  assert.equal(scheme.verify(other.publicKey, message, signature), false);
  assert.equal(scheme.verify(publicKey, Buffer.from("messagf"), signature), false);
  for (let at = 0; at < signature.length; at += 61) {
    const altered = Buffer.from(signature);
    altered.writeUInt8(signature.readUInt8(at) ^ 1, at);
    assert.equal(scheme.verify(publicKey, message, altered), false, `byte ${at}`);
  }
});

test("bytes of any other length are no signature", () => {
  const message = Buffer.from("message");
  const signature = scheme.sign(privateKey, message);
  for (const length of [0, 1, SIGNATURE_BYTES - 1]) {
    assert.equal(scheme.verify(publicKey, message, signature.subarray(0, length)), false);
  }
  const extended = Buffer.concat([signature, Buffer.of(0)]);
  assert.equal(scheme.verify(publicKey, message, extended), false);
});
