// No nonce is used twice under one key.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gcmSeal } from "../src/aead.ts";
import { ciphertextHeader } from "../src/ciphertext-header.ts";
import {
  CustomerKey,
  findAlgorithm,
  rootKeyFromBytes,
  SecretBytes,
  sealValue,
} from "../src/index.ts";
import { openNonceLedger } from "./nonce-ledger.ts";

test("thousands of messages of every kind use no nonce twice under one key", () => {
  const ledger = openNonceLedger();
  const rootKey = rootKeyFromBytes(SecretBytes.random(32));
  const material = SecretBytes.random(32);
  const key = new CustomerKey({ keyId: "key-1", versionId: "v-1" }, material);
  const place = { accountId: "1", region: "r", secretName: "s", versionId: "v" };
  for (let i = 0; i < 1000; i++) {
    rootKey.wrap(material, ["same", "context"]);
    key.encrypt(Buffer.from("same"), Buffer.alloc(0));
    sealValue(key, Buffer.from("same"), { ...place, dataType: "text" });
  }
  ledger.close();
  // Each seal of a value makes two messages: the data key's and the value's.
  assert.equal(ledger.uses, 4000);
  assert.deepEqual(ledger.repeated, []);
  // One root key; a derived key for each XAES nonce; a data key for each value.
  assert.equal(ledger.keys, 1 + 2000 + 1000);
});

test("all 24 bytes of a ciphertext's nonce are drawn anew for each message", () => {
  for (const spec of ["Aliyun_AES_256", "Aliyun_SM4"]) {
    const row = findAlgorithm(spec);
    assert.ok(row?.kind === "symmetric");
    const place = { keyId: "key-1", versionId: "v-1" };
    const key = new CustomerKey(place, SecretBytes.random(row.keyBytes), row);
    const headerBytes = ciphertextHeader(place).length;
    const seen = Array.from({ length: 24 }, () => new Set<number | undefined>());
    // That one byte is the same forty times over by chance: 1 in 2^312.
    for (let message = 0; message < 40; message += 1) {
      const ciphertext = key.encrypt(Buffer.from("same"), Buffer.alloc(0));
      for (const [at, values] of seen.entries()) values.add(ciphertext[headerBytes + at]);
    }
    assert.ok(
      seen.every(({ size }) => size > 1),
      spec,
    );
  }
});

test("no part of a nonce comes again in another", () => {
  const place = { keyId: "key-1", versionId: "v-1" };
  const key = new CustomerKey(place, SecretBytes.random(32));
  const at = ciphertextHeader(place).length;
  const seen = new Set<string>();
  for (let message = 0; message < 400; message += 1) {
    const nonce = Buffer.from(key.encrypt(Buffer.from("same"), Buffer.alloc(0))).subarray(
      at,
      at + 24,
    );
    // Eight bytes are the same by chance: 1 in 2^39 for all of them.
    for (let from = 0; from <= 16; from += 1) {
      const part = nonce.toString("hex", from, from + 8);
      assert.ok(!seen.has(part), `message ${message}, byte ${from}`);
      seen.add(part);
    }
  }
});

test("keys of every cipher use no nonce twice under one derived key", () => {
  const specs = ["Aliyun_AES_256", "Aliyun_AES_192", "Aliyun_AES_128", "Aliyun_SM4"];
  const ledger = openNonceLedger();
  for (const spec of specs) {
    const row = findAlgorithm(spec);
    assert.ok(row?.kind === "symmetric", spec);
    const material = SecretBytes.random(row.keyBytes);
    const key = new CustomerKey({ keyId: "key-1", versionId: "v-1" }, material, row);
    for (let i = 0; i < 500; i++) key.encrypt(Buffer.from("same"), Buffer.alloc(0));
  }
  ledger.close();
  assert.equal(ledger.uses, 2000);
  assert.deepEqual(ledger.repeated, []);
  assert.equal(ledger.keys, 2000);
});

test("the ledger sees a nonce that is used twice under one key, and only then", () => {
  const ledger = openNonceLedger();
  const nothing = Buffer.alloc(0);
  const under = { key: Buffer.alloc(32), nonce: Buffer.alloc(12), aad: nothing };
  gcmSeal(under, nothing, nothing);
  gcmSeal({ ...under, key: Buffer.alloc(32, 1) }, nothing, nothing);
  gcmSeal({ ...under, nonce: Buffer.alloc(12, 1) }, nothing, nothing);
  assert.deepEqual(ledger.repeated, []);
  gcmSeal(under, Buffer.from("other"), nothing);
  assert.equal(ledger.repeated.length, 1);
  ledger.close();
  gcmSeal(under, nothing, nothing);
  assert.equal(ledger.uses, 4);
});
