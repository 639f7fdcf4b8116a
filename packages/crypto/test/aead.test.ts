// AES-256-GCM against every case of Wycheproof, and the sizes it refuses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AES_256_GCM, blockCipher, gcmOpen, gcmSeal, KEY_BYTES, NONCE_BYTES } from "../src/aead.ts";
import { DecryptionError } from "../src/decryption-error.ts";
import { hex, vectors } from "./vectors.ts";

interface Wycheproof {
  readonly numberOfTests: number;
  readonly testGroups: readonly {
    readonly keySize: number;
    readonly ivSize: number;
    readonly tagSize: number;
    readonly tests: readonly {
      readonly tcId: number;
      readonly key: string;
      readonly iv: string;
      readonly aad: string;
      readonly msg: string;
      readonly ct: string;
      readonly tag: string;
      readonly result: "valid" | "invalid";
    }[];
  }[];
}

const wycheproof = vectors<Wycheproof>("wycheproof/aes_gcm_test.json");
const NOTHING = Buffer.alloc(0);

const cases = wycheproof.testGroups.flatMap((group) =>
  group.tests.map((vector) => {
    const { keySize, ivSize } = group;
    const ours = keySize === 8 * KEY_BYTES && ivSize === 8 * NONCE_BYTES;
    const under = { key: hex(vector.key), nonce: hex(vector.iv), aad: hex(vector.aad) };
    return { ...vector, ours, under, sealed: hex(vector.ct + vector.tag) };
  }),
);
const name = ({ tcId }: { readonly tcId: number }): string => `Wycheproof case ${tcId}`;

test("every valid Wycheproof case with our sizes seals and opens as printed", () => {
  const valid = cases.filter(({ ours, result }) => ours && result === "valid");
  assert.equal(valid.length, 39);
  for (const vector of valid) {
    const sealed = gcmSeal(vector.under, hex(vector.msg), NOTHING);
    assert.equal(sealed.toString("hex"), vector.ct + vector.tag, name(vector));
    assert.equal(gcmOpen(vector.under, sealed, 0).toString("hex"), vector.msg, name(vector));
  }
});

test("every invalid Wycheproof case with our sizes is the one decryption failure", () => {
  const invalid = cases.filter(({ ours, result }) => ours && result === "invalid");
  assert.equal(invalid.length, 27);
  for (const { under, sealed, ...vector } of invalid) {
    assert.throws(() => gcmOpen(under, sealed, 0), DecryptionError, name(vector));
  }
});

// 316 - 39 - 27: keys of 128 and 192 bits, and nonces that are not of 96 bits.
test("every Wycheproof case with other key or nonce sizes is refused before any decryption", () => {
  const outside = cases.filter(({ ours }) => !ours);
  assert.equal(outside.length, 250);
  assert.equal(cases.length, wycheproof.numberOfTests);
  for (const { under, sealed, ...vector } of outside) {
    assert.throws(() => gcmOpen(under, sealed, 0), RangeError, name(vector));
    assert.throws(() => gcmSeal(under, hex(vector.msg), NOTHING), RangeError, name(vector));
  }
});

test("a tag cut to any length is refused", () => {
  const under = { key: Buffer.alloc(32, 1), nonce: Buffer.alloc(12, 2), aad: NOTHING };
  const sealed = gcmSeal(under, NOTHING, NOTHING);
  assert.equal(sealed.length, 16);
  for (let length = 0; length < 16; length++) {
    assert.throws(() => gcmOpen(under, sealed.subarray(0, length), 0), DecryptionError);
  }
});

test("the prefix stands before the message and is not part of it", () => {
  const under = { key: Buffer.alloc(32, 1), nonce: Buffer.alloc(12, 2), aad: NOTHING };
  const sealed = gcmSeal(under, Buffer.from("text"), Buffer.from("prefix"));
  assert.equal(sealed.toString("latin1", 0, 6), "prefix");
  assert.equal(gcmOpen(under, sealed, 6).toString(), "text");
});

test("the bare block takes whole blocks and nothing after it was closed", () => {
  const block = blockCipher(AES_256_GCM, Buffer.alloc(32));
  // FIPS 197's zero key and zero block.
  const zero = "dc95c078a2408989ad48a21492842087";
  assert.equal(block.encrypt(Buffer.alloc(16)).toString("hex"), zero);
  assert.equal(block.encrypt(Buffer.alloc(32)).toString("hex"), zero + zero);
  assert.throws(() => block.encrypt(Buffer.alloc(15)), RangeError);
  block.close();
  block.close();
  assert.throws(() => block.encrypt(Buffer.alloc(16)));
  assert.throws(() => blockCipher(AES_256_GCM, Buffer.alloc(16)), RangeError);
});
