// XAES-256-GCM against the known answers of its specification.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { AES_256_GCM, blockCipher } from "../src/aead.ts";
import { DecryptionError } from "../src/decryption-error.ts";
import { Xaes } from "../src/xaes.ts";
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
