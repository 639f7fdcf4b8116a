// SM4-GCM (RFC 8998) against every case of Wycheproof, and the standard's example of the bare block.
import assert from "node:assert/strict";
import { test } from "node:test";
import { blockCipher, gcmOpen, gcmSeal, NONCE_BYTES, SM4_GCM } from "../src/aead.ts";
import { DecryptionError } from "../src/decryption-error.ts";
import { aeadCases, caseName, hex } from "./vectors.ts";

const NOTHING = Buffer.alloc(0);
const CASES = aeadCases("sm4_gcm_test.json").map(({ key, nonce, aad, ...one }) => ({
  ...one,
  under: { suite: SM4_GCM, key, nonce, aad },
  ours: one.keySize === 8 * SM4_GCM.keyBytes && one.ivSize === 8 * NONCE_BYTES,
}));

test("every valid Wycheproof case with our sizes seals and opens as printed", () => {
  const valid = CASES.filter(({ ours, result }) => ours && result === "valid");
  assert.equal(valid.length, 38);
  for (const { under, plaintext, sealed, tcId } of valid) {
    assert.deepEqual(gcmSeal(under, plaintext, NOTHING), sealed, caseName({ tcId }));
    assert.deepEqual(gcmOpen(under, sealed, 0), plaintext, caseName({ tcId }));
  }
});

test("every invalid Wycheproof case with our sizes is the one decryption failure", () => {
  const invalid = CASES.filter(({ ours, result }) => ours && result === "invalid");
  assert.equal(invalid.length, 27);
  for (const { under, sealed, tcId } of invalid) {
    assert.throws(() => gcmOpen(under, sealed, 0), DecryptionError, caseName({ tcId }));
  }
});

// 104 - 38 - 27: nonces that are not of 96 bits.
test("every Wycheproof case with other nonce sizes is refused before any decryption", () => {
  const outside = CASES.filter(({ ours }) => !ours);
  assert.equal(outside.length, 39);
  for (const { under, plaintext, sealed, tcId } of outside) {
    assert.throws(() => gcmOpen(under, sealed, 0), RangeError, caseName({ tcId }));
    assert.throws(() => gcmSeal(under, plaintext, NOTHING), RangeError, caseName({ tcId }));
  }
});

test("the bare block is the standard's", () => {
  const example = hex("0123456789abcdeffedcba9876543210");
  const block = blockCipher(SM4_GCM, example);
  assert.equal(block.encrypt(example).toString("hex"), "681edf34d206965e86b3e94f536e4246");
  block.close();
});

test("the bare block, a million times over, is the standard's", () => {
  const example = hex("0123456789abcdeffedcba9876543210");
  const block = blockCipher(SM4_GCM, example);
  let text: Buffer = example;
  for (let round = 0; round < 1_000_000; round++) text = block.encrypt(text);
  block.close();
  assert.equal(text.toString("hex"), "595298c7c6fd271f0402f804c33d3f66");
});
