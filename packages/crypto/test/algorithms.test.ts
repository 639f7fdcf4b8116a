// The table of key specs answers for its rows and for nothing else.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { findAlgorithm } from "../src/index.ts";

test("a key spec is found by its upstream name", () => {
  const row = findAlgorithm("Aliyun_AES_256");
  assert.deepEqual(
    [row?.spec, row?.kind, row?.usages],
    ["Aliyun_AES_256", "symmetric", ["ENCRYPT/DECRYPT"]],
  );
});

/** Kind, bytes of material where its length is fixed, and usages by their initials. */
const ROWS: Readonly<Record<string, string>> = {
  Aliyun_AES_256: "symmetric 32 E",
  Aliyun_AES_192: "symmetric 24 E",
  Aliyun_AES_128: "symmetric 16 E",
  Aliyun_SM4: "symmetric 16 E",
  RSA_2048: "pair S E",
  RSA_3072: "pair S E",
  RSA_4096: "pair S E",
  EC_P256: "pair S",
  EC_P256K: "pair S",
  EC_SM2: "pair S E",
  ML_DSA_65: "pair S",
  HMAC_SHA_224: "mac 28 G",
  HMAC_SHA_256: "mac 32 G",
  HMAC_SHA_384: "mac 48 G",
  HMAC_SHA_512: "mac 64 G",
  HMAC_SM3: "mac 32 G",
};

for (const [spec, expected] of Object.entries(ROWS)) {
  test(`${spec} is of the kind, length and usages written here a second time`, () => {
    const row = findAlgorithm(spec);
    assert.ok(row);
    const size = row.kind === "pair" ? [] : [row.keyBytes];
    const usages = row.usages.map((usage) => usage.charAt(0));
    assert.equal([row.kind, ...size, ...usages].join(" "), expected);
    assert.equal(row.spec, spec);
  });
}

test("a code is as long as the material that HMAC is keyed with", () => {
  for (const spec of Object.keys(ROWS)) {
    const row = findAlgorithm(spec);
    if (row?.kind !== "mac") continue;
    assert.equal(createHash(row.hash).digest().length, row.keyBytes, spec);
    assert.equal(row.name, spec);
  }
});

test("names of object members and other spellings are no key specs", () => {
  const names = ["constructor", "__proto__", "toString", "", "aliyun_aes_256", "Aliyun_AES_256 "];
  for (const name of names) assert.equal(findAlgorithm(name), undefined, name);
});
