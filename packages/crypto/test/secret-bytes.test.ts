// Laws of `SecretBytes`: nothing that prints shows them, and wiping is final.
import assert from "node:assert/strict";
import test from "node:test";
import { format, inspect } from "node:util";
import { SecretBytes } from "../src/index.ts";

test("nothing that prints shows secret bytes", () => {
  const secret = SecretBytes.fromText("marker-1234");
  const holder = { secret, list: [secret] };
  const printed = [
    String(secret),
    `${secret}`,
    JSON.stringify(holder),
    inspect(holder, { depth: 9, showHidden: true }),
    format("%s %o %j", secret, secret, secret),
    JSON.stringify(Object.entries(secret)),
  ];
  for (const text of printed) {
    assert.doesNotMatch(text, /marker/);
    assert.doesNotMatch(text, /109,\s*97|6d 61/);
  }
});

test("a structured clone of secret bytes carries nothing", () => {
  const clone = structuredClone({ ...SecretBytes.fromText("marker-1234") });
  assert.deepEqual(clone, {});
});

test("wiping overwrites the bytes and ends their use", () => {
  const bytes = Buffer.from("marker-1234");
  const secret = SecretBytes.own(bytes);
  secret.wipe();
  assert.deepEqual(bytes, Buffer.alloc(11));
  assert.throws(() => secret.reveal(), /after they were wiped/);
  secret.wipe();
});

test("`using` wipes at the end of the block, also when it is left by a throw", () => {
  const bytes = Buffer.from("marker-1234");
  assert.throws(() => {
    using secret = SecretBytes.own(bytes);
    throw new Error(`left with ${secret.length} bytes`);
  }, /left with 11 bytes/);
  assert.deepEqual(bytes, Buffer.alloc(11));
});

test("a copy is independent of its source", () => {
  const source = Buffer.from("abc");
  const copy = SecretBytes.copyOf(source);
  source.fill(0);
  assert.equal(copy.reveal().toString(), "abc");
});
