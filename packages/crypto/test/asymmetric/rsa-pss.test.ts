// RSASSA-PSS with SHA-256 and salts of 32 bytes, against every case of Wycheproof and against OpenSSL.
import assert from "node:assert/strict";
import { constants, generateKeyPairSync, privateEncrypt, sign, verify } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { verifyPss } from "../../src/asymmetric/rsa.ts";
import { signingScheme } from "../../src/asymmetric/schemes.ts";
import { assertVerified, sha256, signatureCases } from "./signature-vectors.ts";

const { sign: signPss } = signingScheme("RSA_PSS_SHA_256");

for (const bits of [2048, 3072]) {
  const cases = signatureCases(`rsa_pss_${bits}_sha256_mgf1_32_test.json`);
  const of = (result: string) => cases.filter((one) => one.result === result);

  test(`${bits} bits: every valid Wycheproof case is verified`, () => {
    assertVerified(verifyPss, of("valid"), { outcome: true, count: 63 });
  });

  test(`${bits} bits: every invalid Wycheproof case is refused`, () => {
    assertVerified(verifyPss, of("invalid"), { outcome: false, count: 45 });
    assert.equal(cases.length, 63 + 45);
  });
}

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const padding = constants.RSA_PKCS1_PSS_PADDING;

test("OpenSSL verifies what is signed here, and the other way round", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (message) => {
      const ours = signPss(privateKey, sha256(message));
      const key = { key: publicKey, padding, saltLength: 32 };
      assert.equal(verify("sha256", message, key, ours), true);
      const theirs = sign("sha256", message, { key: privateKey, padding, saltLength: 32 });
      assert.equal(verifyPss(publicKey, sha256(message), theirs), true);
    }),
    { numRuns: 20 },
  );
});

test("signatures with salts of other lengths are refused", () => {
  const message = Buffer.from("message");
  for (const saltLength of [0, 20, 31, 33, 64, 222]) {
    const signature = sign("sha256", message, { key: privateKey, padding, saltLength });
    assert.equal(verifyPss(publicKey, sha256(message), signature), false, `${saltLength} bytes`);
  }
});

test("signatures over other hashes are refused", () => {
  const message = Buffer.from("message");
  const key = { key: privateKey, padding, saltLength: 32 };
  for (const hash of ["sha512", "sha384", "sha1"]) {
    assert.equal(verifyPss(publicKey, sha256(message), sign(hash, message, key)), false, hash);
  }
});

test("two signatures of one digest differ in their salt", () => {
  const digest = sha256(Buffer.from("message"));
  assert.notDeepEqual(signPss(privateKey, digest), signPss(privateKey, digest));
});

test("bytes that are no signature of the key's size are refused", () => {
  const digest = sha256(Buffer.from("message"));
  const good = signPss(privateKey, digest);
  const bad = [
    Buffer.alloc(0),
    good.subarray(1),
    good.subarray(0, -1),
    Buffer.concat([Buffer.of(0), good]),
    Buffer.concat([good, Buffer.of(0)]),
    Buffer.alloc(256),
    // Not below the modulus.
    Buffer.alloc(256, 0xff),
  ];
  for (const signature of bad) assert.equal(verifyPss(publicKey, digest, signature), false);
  assert.equal(verifyPss(publicKey, digest, good), true);
});

test("a signature without the zero that it begins with is refused", () => {
  const digest = sha256(Buffer.from("message"));
  // One in 256 begins so.
  let signature = signPss(privateKey, digest);
  while (signature[0] !== 0) signature = signPss(privateKey, digest);
  assert.equal(verifyPss(publicKey, digest, signature), true);
  assert.equal(verifyPss(publicKey, digest, signature.subarray(1)), false);
});

test("encoded messages of all zeros and of one bit are no signature", () => {
  const digest = sha256(Buffer.from("message"));
  const none = { key: privateKey, padding: constants.RSA_NO_PADDING };
  for (const [at, byte] of [
    [0, 0],
    [255, 1],
    [255, 0xbc],
    [0, 0x40],
  ] as const) {
    const encoded = Buffer.alloc(256);
    encoded.writeUInt8(byte, at);
    assert.equal(verifyPss(publicKey, digest, privateEncrypt(none, encoded)), false);
  }
});
