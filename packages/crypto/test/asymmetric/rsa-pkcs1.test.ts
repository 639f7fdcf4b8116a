// RSASSA-PKCS1-v1_5 with SHA-256 against every case of Wycheproof and against OpenSSL, and decryption with the
// padding of the same version, which key material on its way in may have.
import assert from "node:assert/strict";
import {
  constants,
  generateKeyPairSync,
  type KeyObject,
  publicEncrypt,
  sign,
  verify,
} from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { decryptPkcs1, verifyPkcs1 } from "../../src/asymmetric/rsa.ts";
import { signingScheme } from "../../src/asymmetric/schemes.ts";
import { DecryptionError } from "../../src/decryption-error.ts";
import { assertVerified, sha256, signatureCases } from "./signature-vectors.ts";

for (const { bits, valid, invalid } of [
  { bits: 2048, valid: 9, invalid: 249 },
  { bits: 3072, valid: 8, invalid: 250 },
]) {
  const cases = signatureCases(`rsa_signature_${bits}_sha256_test.json`);
  const of = (result: string) => cases.filter((one) => one.result === result);

  test(`${bits} bits: every valid Wycheproof case is verified`, () => {
    assertVerified(verifyPkcs1, of("valid"), { outcome: true, count: valid });
  });

  test(`${bits} bits: every invalid Wycheproof case is refused`, () => {
    assertVerified(verifyPkcs1, of("invalid"), { outcome: false, count: invalid });
    assert.equal(cases.length, valid + invalid + 1);
  });

  // Old signers left the NULL of the DigestInfo out. One digest has one encoding here.
  test(`${bits} bits: the one acceptable Wycheproof case, without NULL, is refused`, () => {
    const acceptable = of("acceptable");
    assertVerified(verifyPkcs1, acceptable, { outcome: false, count: 1 });
    assert.deepEqual(acceptable[0]?.flags, ["MissingNull"]);
  });
}

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

test("what is signed here is what OpenSSL signs, and each verifies the other's", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (message) => {
      const ours = signingScheme("RSA_PKCS1_SHA_256").sign(privateKey, sha256(message));
      assert.deepEqual(ours, sign("sha256", message, privateKey));
      assert.equal(verify("sha256", message, publicKey, ours), true);
      assert.equal(verifyPkcs1(publicKey, sha256(message), ours), true);
    }),
    { numRuns: 20 },
  );
});

test("signatures over other hashes are refused, also where the digests are as long", () => {
  const message = Buffer.from("message");
  for (const hash of ["sha1", "sha384", "sha512", "sha512-256", "sha3-256"]) {
    const signature = sign(hash, message, privateKey);
    assert.equal(verifyPkcs1(publicKey, sha256(message), signature), false, hash);
  }
});

test("bytes that are no signature of the key's size are refused", () => {
  const digest = sha256(Buffer.from("message"));
  const good = signingScheme("RSA_PKCS1_SHA_256").sign(privateKey, digest);
  const bad = [
    Buffer.alloc(0),
    good.subarray(1),
    good.subarray(0, -1),
    Buffer.concat([Buffer.of(0), good]),
    Buffer.alloc(256),
    Buffer.alloc(256, 0xff),
  ];
  for (const signature of bad) assert.equal(verifyPkcs1(publicKey, digest, signature), false);
  assert.equal(verifyPkcs1(publicKey, digest, good), true);
});

const encrypt = (key: KeyObject, plaintext: Uint8Array): Buffer =>
  publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, plaintext);

test("decryption gives back what OpenSSL encrypted, at any length", () => {
  for (const length of [0, 1, 16, 32, 245]) {
    const plaintext = Buffer.alloc(length, 0x2a);
    assert.deepEqual(decryptPkcs1(privateKey, encrypt(publicKey, plaintext)), plaintext);
  }
});

test("broken padding gives other bytes, always the same, and no failure to learn from", () => {
  const raw = { key: publicKey, padding: constants.RSA_NO_PADDING };
  const paddings = [
    Buffer.alloc(256, 1),
    // The type of signatures; no zero at the end of the padding; too short a padding.
    Buffer.concat([Buffer.of(0, 1), Buffer.alloc(221, 0xff), Buffer.alloc(33)]),
    Buffer.concat([Buffer.of(0, 2), Buffer.alloc(254, 0xff)]),
    Buffer.concat([Buffer.of(0, 2), Buffer.alloc(7, 0xff), Buffer.of(0), Buffer.alloc(246, 1)]),
  ];
  for (const padded of paddings) {
    const ciphertext = publicEncrypt(raw, padded);
    const bytes = decryptPkcs1(privateKey, ciphertext);
    assert.deepEqual(decryptPkcs1(privateKey, ciphertext), bytes);
    assert.ok(bytes.length <= 245);
    assert.ok(bytes.length === 0 || !padded.includes(bytes));
  }
});

test("a ciphertext without the zero that it begins with is undecryptable", () => {
  // One in 256 begins so.
  let ciphertext = encrypt(publicKey, Buffer.from("material"));
  while (ciphertext[0] !== 0) ciphertext = encrypt(publicKey, Buffer.from("material"));
  assert.equal(decryptPkcs1(privateKey, ciphertext).toString(), "material");
  assert.throws(() => decryptPkcs1(privateKey, ciphertext.subarray(1)), DecryptionError);
});

test("bytes that are no ciphertext of the key's size are undecryptable", () => {
  const good = encrypt(publicKey, Buffer.from("material"));
  const bad = [
    Buffer.alloc(0),
    good.subarray(1),
    Buffer.concat([good, Buffer.of(0)]),
    Buffer.alloc(256, 0xff),
  ];
  for (const bytes of bad) assert.throws(() => decryptPkcs1(privateKey, bytes), DecryptionError);
});
