// AES-GCM with keys of each length against every case of Wycheproof, and the sizes it refuses.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AES_128_GCM,
  AES_192_GCM,
  AES_256_GCM,
  blockCipher,
  type GcmSuite,
  gcmOpen,
  gcmSeal,
  NONCE_BYTES,
  SM4_GCM,
} from "../src/aead.ts";
import { DecryptionError } from "../src/decryption-error.ts";
import { aeadCases, caseName } from "./vectors.ts";

const NOTHING = Buffer.alloc(0);
const CASES = aeadCases("aes_gcm_test.json");

/** How many cases of each kind Wycheproof has for 96-bit nonces. */
const SUITES: readonly (readonly [suite: GcmSuite, valid: number, invalid: number])[] = [
  [AES_128_GCM, 40, 27],
  [AES_192_GCM, 37, 27],
  [AES_256_GCM, 39, 27],
];
const ALL = [AES_128_GCM, AES_192_GCM, AES_256_GCM, SM4_GCM];

for (const [suite, valid, invalid] of SUITES) {
  const bits = 8 * suite.keyBytes;
  const cases = CASES.filter((one) => one.keySize === bits && one.ivSize === 8 * NONCE_BYTES);

  test(`${suite.gcm}: every valid Wycheproof case seals and opens as printed`, () => {
    const good = cases.filter(({ result }) => result === "valid");
    assert.equal(good.length, valid);
    for (const { key, nonce, aad, plaintext, sealed, tcId } of good) {
      const under = { suite, key, nonce, aad };
      assert.deepEqual(gcmSeal(under, plaintext, NOTHING), sealed, caseName({ tcId }));
      assert.deepEqual(gcmOpen(under, sealed, 0), plaintext, caseName({ tcId }));
    }
  });

  test(`${suite.gcm}: every invalid Wycheproof case is the one decryption failure`, () => {
    const bad = cases.filter(({ result }) => result === "invalid");
    assert.equal(bad.length, invalid);
    assert.equal(cases.length, valid + invalid);
    for (const { key, nonce, aad, sealed, tcId } of bad) {
      const open = (): Buffer => gcmOpen({ suite, key, nonce, aad }, sealed, 0);
      assert.throws(open, DecryptionError, caseName({ tcId }));
    }
  });

  test(`${suite.gcm}: every Wycheproof case of another key length is refused`, () => {
    const others = CASES.filter(({ keySize }) => keySize !== bits);
    assert.ok(others.length > 200);
    for (const { key, nonce, aad, sealed, plaintext, tcId } of others) {
      const under = { suite, key, nonce, aad };
      assert.throws(() => gcmOpen(under, sealed, 0), RangeError, caseName({ tcId }));
      assert.throws(() => gcmSeal(under, plaintext, NOTHING), RangeError, caseName({ tcId }));
    }
  });
}

// 316 - (40 + 27) - (37 + 27) - (39 + 27).
test("every Wycheproof case with another nonce length is refused before any decryption", () => {
  const outside = CASES.filter(({ ivSize }) => ivSize !== 8 * NONCE_BYTES);
  assert.equal(outside.length, 119);
  assert.equal(CASES.length, 316);
  for (const { key, nonce, aad, sealed, plaintext, tcId } of outside) {
    const suite = SUITES.map(([one]) => one).find(({ keyBytes }) => keyBytes === key.length);
    assert.ok(suite, caseName({ tcId }));
    const under = { suite, key, nonce, aad };
    assert.throws(() => gcmOpen(under, sealed, 0), RangeError, caseName({ tcId }));
    assert.throws(() => gcmSeal(under, plaintext, NOTHING), RangeError, caseName({ tcId }));
  }
});

test("without a suite named it is AES with 256 bits", () => {
  const under = { key: Buffer.alloc(32, 1), nonce: Buffer.alloc(12, 2), aad: NOTHING };
  const sealed = gcmSeal(under, Buffer.from("text"), NOTHING);
  assert.deepEqual(gcmSeal({ ...under, suite: AES_256_GCM }, Buffer.from("text"), NOTHING), sealed);
});

test("ciphers with keys of one length open nothing of each other's", () => {
  const under = { key: Buffer.alloc(16, 1), nonce: Buffer.alloc(12, 2), aad: NOTHING };
  const sealed = gcmSeal({ ...under, suite: SM4_GCM }, Buffer.from("text"), NOTHING);
  assert.throws(() => gcmOpen({ ...under, suite: AES_128_GCM }, sealed, 0), DecryptionError);
});

for (const suite of ALL) {
  test(`${suite.gcm}: a tag cut to any length is refused`, () => {
    const key = Buffer.alloc(suite.keyBytes, 1);
    const under = { suite, key, nonce: Buffer.alloc(12, 2), aad: NOTHING };
    const sealed = gcmSeal(under, NOTHING, NOTHING);
    assert.equal(sealed.length, 16);
    for (let length = 0; length < 16; length++) {
      assert.throws(() => gcmOpen(under, sealed.subarray(0, length), 0), DecryptionError);
    }
  });
}

test("the prefix stands before the message and is not part of it", () => {
  const under = { key: Buffer.alloc(32, 1), nonce: Buffer.alloc(12, 2), aad: NOTHING };
  const sealed = gcmSeal(under, Buffer.from("text"), Buffer.from("prefix"));
  assert.equal(sealed.toString("latin1", 0, 6), "prefix");
  assert.equal(gcmOpen(under, sealed, 6).toString(), "text");
});

/** A block of zeros under a key of zeros. */
const ZERO_BLOCKS: readonly (readonly [suite: GcmSuite, encrypted: string])[] = [
  [AES_128_GCM, "66e94bd4ef8a2c3b884cfa59ca342b2e"],
  [AES_192_GCM, "aae06992acbf52a3e8f4a96ec9300bd7"],
  [AES_256_GCM, "dc95c078a2408989ad48a21492842087"],
  [SM4_GCM, "9f1f7bff6f5511384d9430531e538fd3"],
];

for (const [suite, zero] of ZERO_BLOCKS) {
  test(`${suite.block}: the bare block takes whole blocks and nothing after it was closed`, () => {
    const block = blockCipher(suite, Buffer.alloc(suite.keyBytes));
    assert.equal(block.encrypt(Buffer.alloc(16)).toString("hex"), zero);
    assert.equal(block.encrypt(Buffer.alloc(32)).toString("hex"), zero + zero);
    assert.throws(() => block.encrypt(Buffer.alloc(15)), RangeError);
    block.close();
    block.close();
    assert.throws(() => block.encrypt(Buffer.alloc(16)));
    for (const length of [0, 15, 16, 24, 32, 33]) {
      if (length === suite.keyBytes) continue;
      assert.throws(() => blockCipher(suite, Buffer.alloc(length)), RangeError);
    }
  });
}
