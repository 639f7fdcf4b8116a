// The table of key specs answers for its rows and for nothing else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findAlgorithm } from "../src/index.ts";

test("a key spec is found by its upstream name", () => {
  const row = findAlgorithm("Aliyun_AES_256");
  assert.deepEqual(
    [row?.spec, row?.kind, row?.usages],
    ["Aliyun_AES_256", "symmetric", ["ENCRYPT/DECRYPT"]],
  );
});

test("names of object members and other spellings are no key specs", () => {
  const names = ["constructor", "__proto__", "toString", "", "aliyun_aes_256", "Aliyun_AES_256 "];
  for (const name of names) assert.equal(findAlgorithm(name), undefined, name);
});
