// XAES-256-GCM against the known answers of its specification, and the same derivation for the other ciphers
// against a second writing of it.
import assert from "node:assert/strict";
import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import {
  AES_128_GCM,
  AES_192_GCM,
  AES_256_GCM,
  blockCipher,
  type GcmSuite,
  gcmOpen,
  gcmSeal,
  SM4_GCM,
} from "../src/aead.ts";
import { DecryptionError } from "../src/decryption-error.ts";
import { CustomerKey, findAlgorithm, SecretBytes } from "../src/index.ts";
import { XAES_NONCE_BYTES, Xaes } from "../src/xaes.ts";
import { hex, vectors } from "./vectors.ts";

interface XaesVectors {
  readonly vectors: readonly {
    readonly key: string;
    readonly nonceAscii: string;
    readonly L: string;
    readonly plaintextAscii: string;
    readonly aadAscii: string;
    readonly ciphertext: string;
  }[];
  readonly accumulated: { readonly rounds10000: string };
}

const known = vectors<XaesVectors>("xaes-256-gcm.json");
const NOTHING = Buffer.alloc(0);

for (const [index, vector] of known.vectors.entries()) {
  test(`vector ${index + 1} of the specification seals and opens as printed`, () => {
    const key = hex(vector.key);
    const block = blockCipher(AES_256_GCM, key);
    assert.equal(block.encrypt(Buffer.alloc(16)).toString("hex"), vector.L);
    block.close();
    const under = { nonce: Buffer.from(vector.nonceAscii), aad: Buffer.from(vector.aadAscii) };
    const xaes = new Xaes(key);
    const sealed = xaes.seal(under, Buffer.from(vector.plaintextAscii), NOTHING);
    assert.equal(sealed.toString("hex"), vector.ciphertext);
    assert.equal(xaes.open(under, sealed, 0).toString(), vector.plaintextAscii);
  });
}

test("the two vectors together cover both ways to double the subkey", () => {
  const leadingBits = known.vectors.map(({ L }) => hex(L).readUInt8(0) >> 7);
  assert.deepEqual(leadingBits, [0, 1]);
});

test("10,000 accumulated rounds give the specification's digest and all open again", () => {
  const rounds = 10_000;
  const most = rounds * (32 + 24 + 1 + 255 + 1 + 255);
  const stream = createHash("shake128", { outputLength: most }).digest();
  assert.equal(stream.toString("hex", 0, 16), "7f9c2ba4e88f827d616045507605853e");
  let at = 0;
  const take = (length: number): Buffer => {
    at += length;
    return stream.subarray(at - length, at);
  };
  const seen = createHash("shake128", { outputLength: 32 });
  for (let round = 0; round < rounds; round++) {
    const xaes = new Xaes(take(32));
    const nonce = take(24);
    const plaintext = take(take(1).readUInt8());
    const aad = take(take(1).readUInt8());
    const sealed = xaes.seal({ nonce, aad }, plaintext, NOTHING);
    seen.update(sealed);
    if (!xaes.open({ nonce, aad }, sealed, 0).equals(plaintext)) {
      assert.fail(`round ${round} does not open to what was sealed`);
    }
  }
  assert.equal(seen.digest("hex"), known.accumulated.rounds10000);
});

const SUITES = [AES_128_GCM, AES_192_GCM, AES_256_GCM, SM4_GCM];

/** One block of the bare cipher, without `blockCipher`. */
function encryptBlock({ block }: GcmSuite, key: Uint8Array, text: Uint8Array): Buffer {
  const cipher = createCipheriv(block, key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(text), cipher.final()]);
}

/** The derived key, written a second time: CMAC of whole single blocks, the first bytes of two of them. */
function derivedKey(suite: GcmSuite, key: Uint8Array, nonce: Uint8Array): Buffer {
  const zero = BigInt(`0x${encryptBlock(suite, key, Buffer.alloc(16)).toString("hex")}`);
  const reduction = zero >> 127n === 1n ? 0x87n : 0n;
  const k1 = ((zero << 1n) & ((1n << 128n) - 1n)) ^ reduction;
  const blocks = [1, 2].map((counter) => {
    const message = Buffer.concat([Buffer.of(0, counter, 0x58, 0), nonce.subarray(0, 12)]);
    const mixed = BigInt(`0x${message.toString("hex")}`) ^ k1;
    return encryptBlock(suite, key, hex(mixed.toString(16).padStart(32, "0")));
  });
  return Buffer.concat(blocks).subarray(0, suite.keyBytes);
}

for (const suite of SUITES) {
  const exactly = (length: number): fc.Arbitrary<Uint8Array> =>
    fc.uint8Array({ minLength: length, maxLength: length });
  const whole = fc.record({
    key: exactly(suite.keyBytes),
    nonce: exactly(XAES_NONCE_BYTES),
    aad: fc.uint8Array({ maxLength: 100 }),
    plaintext: fc.uint8Array({ maxLength: 100 }),
  });

  test(`${suite.gcm}: a message under an extended nonce is one of GCM under the derived key`, () => {
    fc.assert(
      fc.property(whole, ({ key, nonce, aad, plaintext }) => {
        const sealed = new Xaes(key, suite).seal({ nonce, aad }, plaintext, Buffer.from("before"));
        const derived = derivedKey(suite, key, nonce);
        const under = { suite, key: derived, nonce: nonce.subarray(12), aad };
        assert.deepEqual(gcmSeal(under, plaintext, Buffer.from("before")), sealed);
        assert.deepEqual(gcmOpen(under, sealed, 6), Buffer.from(plaintext));
        const opened = new Xaes(key, suite).open({ nonce, aad }, sealed, 6);
        assert.deepEqual(opened, Buffer.from(plaintext));
      }),
    );
  });

  test(`${suite.gcm}: derivations one after the other leave nothing behind`, () => {
    const key = Buffer.alloc(suite.keyBytes, 3);
    const xaes = new Xaes(key, suite);
    fc.assert(
      fc.property(fc.array(exactly(XAES_NONCE_BYTES), { maxLength: 5 }), (nonces) => {
        for (const nonce of nonces) {
          const under = { nonce, aad: NOTHING };
          const fresh = new Xaes(key, suite).seal(under, NOTHING, NOTHING);
          assert.deepEqual(xaes.seal(under, NOTHING, NOTHING), fresh);
        }
      }),
    );
  });

  test(`${suite.gcm}: altered bytes, keys and authenticated data fail`, () => {
    const key = Buffer.alloc(suite.keyBytes, 9);
    const xaes = new Xaes(key, suite);
    const nonce = Buffer.alloc(XAES_NONCE_BYTES, 1);
    const sealed = xaes.seal({ nonce, aad: NOTHING }, Buffer.from("text"), NOTHING);
    for (let at = 0; at < sealed.length; at++) {
      const altered = Buffer.from(sealed);
      altered.writeUInt8(sealed.readUInt8(at) ^ 1, at);
      assert.throws(() => xaes.open({ nonce, aad: NOTHING }, altered, 0), DecryptionError);
    }
    for (let at = 0; at < key.length; at++) {
      const other = Buffer.from(key);
      other.writeUInt8(key.readUInt8(at) ^ 1, at);
      const under = { nonce, aad: NOTHING };
      assert.throws(() => new Xaes(other, suite).open(under, sealed, 0), DecryptionError);
    }
    assert.throws(() => xaes.open({ nonce, aad: Buffer.of(0) }, sealed, 0), DecryptionError);
  });

  test(`${suite.gcm}: a key of another length is refused`, () => {
    for (const length of [0, 15, 16, 17, 24, 31, 32, 33]) {
      if (length === suite.keyBytes) continue;
      assert.throws(() => new Xaes(Buffer.alloc(length), suite), RangeError);
    }
  });
}

test("both ways to double the subkey occur under each cipher", () => {
  for (const suite of SUITES) {
    const bits = new Set<number>();
    for (let filling = 0; filling < 32; filling++) {
      const key = Buffer.alloc(suite.keyBytes, filling);
      bits.add(encryptBlock(suite, key, Buffer.alloc(16)).readUInt8(0) >> 7);
      const nonce = Buffer.alloc(XAES_NONCE_BYTES, filling);
      const sealed = new Xaes(key, suite).seal({ nonce, aad: NOTHING }, NOTHING, NOTHING);
      const derived = derivedKey(suite, key, nonce);
      const under = { suite, key: derived, nonce: nonce.subarray(12), aad: NOTHING };
      assert.deepEqual(gcmSeal(under, NOTHING, NOTHING), sealed);
    }
    assert.equal(bits.size, 2, suite.gcm);
  }
});

const SPECS = ["Aliyun_AES_256", "Aliyun_AES_192", "Aliyun_AES_128", "Aliyun_SM4"];
const PLACE = { keyId: "key-1", versionId: "v-1" };

for (const spec of SPECS) {
  const row = findAlgorithm(spec);
  assert.ok(row?.kind === "symmetric", spec);

  test(`${spec}: a key encrypts data keys under extended nonces of its own cipher`, () => {
    const material = randomBytes(row.keyBytes);
    const key = new CustomerKey(PLACE, SecretBytes.copyOf(material), row);
    const dataKey = randomBytes(32);
    const context = Buffer.from("context");
    const ciphertext = key.encrypt(dataKey, context);
    // Version, both lengths and both ids.
    const header = ciphertext.subarray(0, 3 + 5 + 3);
    const bodyAt = header.length + XAES_NONCE_BYTES;
    const nonce = ciphertext.subarray(header.length, bodyAt);
    const derived = derivedKey(row.suite, material, nonce);
    const aad = Buffer.concat([header, context]);
    const under = { suite: row.suite, key: derived, nonce: nonce.subarray(12), aad };
    assert.deepEqual(gcmOpen(under, ciphertext, bodyAt), dataKey);
    assert.deepEqual(key.decrypt(ciphertext, context).reveal(), dataKey);
    assert.throws(() => key.decrypt(ciphertext, NOTHING), DecryptionError);
  });

  test(`${spec}: material of another length is refused`, () => {
    for (const length of [0, 16, 24, 32, 48].filter((one) => one !== row.keyBytes)) {
      const material = SecretBytes.own(Buffer.alloc(length));
      assert.throws(() => new CustomerKey(PLACE, material, row), RangeError);
    }
  });
}

test("a nonce of another length is refused", () => {
  const xaes = new Xaes(Buffer.alloc(32));
  for (const length of [0, 12, 23, 25]) {
    const under = { nonce: Buffer.alloc(length), aad: NOTHING };
    assert.throws(() => xaes.seal(under, NOTHING, NOTHING), RangeError);
    assert.throws(() => xaes.open(under, Buffer.alloc(16), 0), RangeError);
  }
});

test("another half of the nonce does not open", () => {
  const xaes = new Xaes(Buffer.alloc(32, 7));
  const nonce = Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWX");
  const sealed = xaes.seal({ nonce, aad: NOTHING }, Buffer.from("text"), NOTHING);
  for (const at of [0, 11, 12, 23]) {
    const other = Buffer.from(nonce);
    other.writeUInt8(nonce.readUInt8(at) ^ 1, at);
    assert.throws(() => xaes.open({ nonce: other, aad: NOTHING }, sealed, 0), DecryptionError);
  }
});

test("after wiping, nothing is sealed", () => {
  const xaes = new Xaes(Buffer.alloc(32, 7));
  xaes.wipe();
  xaes.wipe();
  const under = { nonce: Buffer.alloc(24), aad: NOTHING };
  assert.throws(() => xaes.seal(under, NOTHING, NOTHING));
});
