// SM2 against the worked example of GM/T 0003.5, and the laws of its signatures and ciphertexts.
import assert from "node:assert/strict";
import { createHash, createPublicKey } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import {
  type Curve,
  curveOf,
  type Drawn,
  drawScalar,
  modulo,
  toBytes,
  toNumber,
} from "../../src/asymmetric/curves.ts";
import { derIntegers } from "../../src/asymmetric/der.ts";
import {
  decryptSm2,
  encryptSm2,
  SM2_OVERHEAD,
  signSm2,
  verifySm2,
} from "../../src/asymmetric/sm2.ts";
import { DecryptionError } from "../../src/decryption-error.ts";
import { hex, vectors } from "../vectors.ts";
import { formOf, POINT_FORMS, privateKeyOf, publicKeyOf } from "./ec-keys.ts";

interface Sm2Vectors {
  readonly signature: Readonly<
    Record<"d" | "x" | "y" | "id" | "message" | "Z" | "e" | "k" | "r" | "s", string>
  >;
  readonly encryption_C1C3C2: Readonly<Record<"d" | "k" | "message" | "C1" | "C3" | "C2", string>>;
  readonly sm3: readonly { readonly message: string; readonly digest: string }[];
}

const known = vectors<Sm2Vectors>("sm2-sm3.json");
const { signature: signed, encryption_C1C3C2: encrypted } = known;
const CURVE = curveOf("SM2");
const POINT = hex(`04${signed.x}${signed.y}`);
const privateKey = privateKeyOf("SM2", hex(signed.d));
const publicKey = publicKeyOf("SM2", POINT);
const DIGEST = hex(signed.e);
const SIGNATURE = derIntegers([BigInt(`0x${signed.r}`), BigInt(`0x${signed.s}`)]);
const MESSAGE = Buffer.from(encrypted.message);
const CIPHERTEXT = hex(encrypted.C1 + encrypted.C3 + encrypted.C2);

/** Draws this number. */
const drawing =
  (scalar: bigint): ((on: Curve) => Drawn) =>
  (on) => ({ scalar, point: Buffer.from(on.base.multiply(scalar).toBytes(false)) });

const sm3 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sm3");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

test("SM3 is the standard's", () => {
  assert.equal(known.sm3.length, 2);
  for (const { message, digest } of known.sm3) {
    assert.equal(sm3(Buffer.from(message)).toString("hex"), digest);
  }
});

test("the example's digest is the hash over Z and the message", () => {
  const a = "fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc";
  const b = "28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93";
  const { x, y } = CURVE.base.toAffine();
  const id = Buffer.from(signed.id);
  const bits = Buffer.of((8 * id.length) >> 8, (8 * id.length) & 0xff);
  const point = POINT.subarray(1);
  const z = sm3(bits, id, hex(a), hex(b), toBytes(x), toBytes(y), point);
  assert.equal(z.toString("hex"), signed.Z.toLowerCase());
  assert.deepEqual(sm3(z, Buffer.from(signed.message)), DIGEST);
});

test("the example's key pair belongs together", () => {
  const der = { format: "der", type: "spki" } as const;
  assert.deepEqual(createPublicKey(privateKey).export(der), publicKey.export(der));
});

test("the example is signed and verified as printed", () => {
  assert.deepEqual(signSm2(privateKey, DIGEST, drawing(BigInt(`0x${signed.k}`))), SIGNATURE);
  assert.equal(verifySm2(publicKey, DIGEST, SIGNATURE), true);
  assert.equal(verifySm2(createPublicKey(privateKey), DIGEST, SIGNATURE), true);
});

test("the example is encrypted and decrypted as printed", () => {
  const draw = drawing(BigInt(`0x${encrypted.k}`));
  assert.deepEqual(encryptSm2(publicKey, MESSAGE, draw), CIPHERTEXT);
  assert.deepEqual(decryptSm2(privateKeyOf("SM2", hex(encrypted.d)), CIPHERTEXT), MESSAGE);
});

for (const form of POINT_FORMS) {
  test(`a public key with a ${form} point verifies and encrypts as any other`, () => {
    const key = publicKeyOf("SM2", formOf("SM2", POINT, form));
    assert.equal(verifySm2(key, DIGEST, SIGNATURE), true);
    assert.deepEqual(decryptSm2(privateKey, encryptSm2(key, MESSAGE)), MESSAGE);
  });
}

test("every bit of the example's signature and digest matters", () => {
  for (let bit = 0; bit < 8 * SIGNATURE.length; bit++) {
    const altered = Buffer.from(SIGNATURE);
    altered.writeUInt8(SIGNATURE.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    assert.equal(verifySm2(publicKey, DIGEST, altered), false, `bit ${bit} of the signature`);
  }
  for (let bit = 0; bit < 256; bit += 5) {
    const altered = Buffer.from(DIGEST);
    altered.writeUInt8(DIGEST.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    assert.equal(verifySm2(publicKey, altered, SIGNATURE), false, `bit ${bit} of the digest`);
  }
});

test("a signature whose numbers add up to the order is none", () => {
  // The public key would not count, and anyone could choose a digest for which the rest is right.
  const { order } = CURVE;
  for (const r of [1n, 2n, order - 1n, BigInt(`0x${signed.r}`)]) {
    const s = order - r;
    const digest = toBytes(modulo(r - CURVE.base.multiply(s).toAffine().x, order));
    assert.equal(verifySm2(publicKey, digest, derIntegers([r, s])), false);
  }
});

test("numbers outside their range are no signature, also where the remainder is right", () => {
  const { order } = CURVE;
  const [r, s] = [BigInt(`0x${signed.r}`), BigInt(`0x${signed.s}`)];
  for (const [one, other] of [
    [r + order, s],
    [r, s + order],
    [0n, s],
    [r, 0n],
    [order, s],
    [r, order],
    [s, r],
  ] as const) {
    assert.equal(verifySm2(publicKey, DIGEST, derIntegers([one, other])), false);
  }
});

test("a number that gives no signature is drawn again", () => {
  // For k = 1: with the digest -x1 the first number would be 0, with -x1 - 1 it would be -k.
  const x = CURVE.base.toAffine().x;
  for (const rest of [0n, -1n]) {
    const digest = toBytes(modulo(rest - x, CURVE.order));
    const draws = [1n, 2n];
    const signature = signSm2(privateKey, digest, (on) => drawing(draws.shift() ?? 0n)(on));
    assert.deepEqual(draws, []);
    assert.equal(verifySm2(publicKey, digest, signature), true);
  }
});

test("the one number that the standard takes for no key cannot sign", () => {
  const last = privateKeyOf("SM2", toBytes(CURVE.order - 1n));
  assert.throws(() => signSm2(last, DIGEST), RangeError);
  const before = privateKeyOf("SM2", toBytes(CURVE.order - 2n));
  assert.equal(verifySm2(createPublicKey(before), DIGEST, signSm2(before, DIGEST)), true);
});

test("any key's signature of any digest is verified by its other half and by no other key", () => {
  const scalar = fc.bigInt({ min: 1n, max: CURVE.order - 2n });
  const digest = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(scalar, digest, (secret, bytes) => {
      const key = privateKeyOf("SM2", toBytes(secret));
      const signature = signSm2(key, bytes);
      assert.equal(verifySm2(createPublicKey(key), bytes, signature), true);
      assert.equal(verifySm2(publicKey, bytes, signature), false);
    }),
    { numRuns: 30 },
  );
});

test("a digest above the order is taken as it is", () => {
  for (const digest of [Buffer.alloc(32), Buffer.alloc(32, 0xff)]) {
    assert.equal(verifySm2(publicKey, digest, signSm2(privateKey, digest)), true);
  }
});

test("decryption inverts encryption at any length", () => {
  const plaintext = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 200 }),
    fc.constantFrom(...[1, 31, 32, 33, 63, 64, 65].map((length) => new Uint8Array(length))),
  );
  fc.assert(
    fc.property(plaintext, (bytes) => {
      const ciphertext = encryptSm2(publicKey, bytes);
      assert.equal(ciphertext.length, SM2_OVERHEAD + bytes.length);
      assert.deepEqual(decryptSm2(privateKey, ciphertext), Buffer.from(bytes));
    }),
    { numRuns: 50 },
  );
});

test("a stream of zeros is drawn again, so that no plaintext travels as it is", () => {
  // One byte of plaintext has such a stream at one number in 256.
  const plain = Buffer.of(0x5a);
  const zero = (() => {
    for (let scalar = 1n; ; scalar++) {
      const { x, y } = CURVE.point(POINT).multiply(scalar).toAffine();
      if (sm3(toBytes(x), toBytes(y), hex("00000001"))[0] === 0) return scalar;
    }
  })();
  const draws = [zero, 5n];
  const ciphertext = encryptSm2(publicKey, plain, (on) => {
    const scalar = draws.shift();
    return scalar === undefined ? drawScalar(on) : drawing(scalar)(on);
  });
  assert.notDeepEqual(ciphertext.subarray(0, 65), drawing(zero)(CURVE).point);
  assert.deepEqual(decryptSm2(privateKey, ciphertext), plain);
  // And a ciphertext made without that step does not open.
  const { x, y } = CURVE.point(POINT).multiply(zero).toAffine();
  const check = sm3(toBytes(x), plain, toBytes(y));
  const bare = Buffer.concat([drawing(zero)(CURVE).point, check, plain]);
  assert.throws(() => decryptSm2(privateKey, bare), DecryptionError);
});

test("an empty plaintext is refused instead of being drawn for without end", () => {
  assert.throws(() => encryptSm2(publicKey, Buffer.alloc(0)), RangeError);
});

test("a ciphertext that holds no plaintext fails, also one with the right hash", () => {
  const scalar = 7n;
  const { x, y } = CURVE.point(POINT).multiply(scalar).toAffine();
  const check = sm3(toBytes(x), toBytes(y));
  const empty = Buffer.concat([drawing(scalar)(CURVE).point, check]);
  assert.equal(empty.length, SM2_OVERHEAD);
  assert.throws(() => decryptSm2(privateKey, empty), DecryptionError);
});

test("every byte of a ciphertext matters, and every cut fails", () => {
  for (let at = 0; at < CIPHERTEXT.length; at++) {
    const altered = Buffer.from(CIPHERTEXT);
    altered.writeUInt8(CIPHERTEXT.readUInt8(at) ^ 0x10, at);
    assert.throws(() => decryptSm2(privateKey, altered), DecryptionError, `byte ${at}`);
    const cut = CIPHERTEXT.subarray(0, at);
    assert.throws(() => decryptSm2(privateKey, cut), DecryptionError, `${at} bytes`);
  }
});

test("ciphertexts in other orders and forms fail", () => {
  const { C1, C2, C3 } = encrypted;
  const point = hex(C1);
  const others = [
    hex(C1 + C2 + C3),
    Buffer.concat([formOf("SM2", point, "compressed"), hex(C3 + C2)]),
    Buffer.concat([formOf("SM2", point, "hybrid"), hex(C3 + C2)]),
    Buffer.concat([Buffer.alloc(65), hex(C3 + C2)]),
    Buffer.concat([CIPHERTEXT, Buffer.of(0)]),
  ];
  for (const other of others) assert.throws(() => decryptSm2(privateKey, other), DecryptionError);
});

test("another key opens nothing", () => {
  const other = privateKeyOf("SM2", toBytes(toNumber(hex(signed.d)) + 1n));
  assert.throws(() => decryptSm2(other, CIPHERTEXT), DecryptionError);
});

test("a decrypted plaintext shares no memory with strangers", () => {
  const plaintext = decryptSm2(privateKey, CIPHERTEXT);
  assert.equal(plaintext.buffer.byteLength, plaintext.length);
});
