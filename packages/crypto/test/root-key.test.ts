// Laws of wrapping under the root key.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DecryptionError, type RootKey, rootKeyFromBytes, SecretBytes } from "../src/index.ts";

const newRootKey = (byte: number): RootKey =>
  rootKeyFromBytes(SecretBytes.copyOf(Buffer.alloc(32, byte)));
const rootKey = newRootKey(1);
const bytes = fc.uint8Array({ maxLength: 300 });
const contexts = fc.array(fc.string({ unit: "binary", maxLength: 20 }), { maxLength: 4 });

test("unwrapping inverts wrapping in any context, also by a later process", () => {
  fc.assert(
    fc.property(bytes, contexts, (plaintext, context) => {
      const wrapped = rootKey.wrap(SecretBytes.copyOf(plaintext), context);
      assert.deepEqual(newRootKey(1).unwrap(wrapped, context).reveal(), Buffer.from(plaintext));
    }),
  );
});

test("any other context fails: other texts, another order, other borders", () => {
  fc.assert(
    fc.property(contexts, contexts, (context, other) => {
      fc.pre(JSON.stringify(context) !== JSON.stringify(other));
      const wrapped = rootKey.wrap(SecretBytes.fromText("x"), context);
      assert.throws(() => rootKey.unwrap(wrapped, other), DecryptionError);
    }),
  );
  const wrapped = rootKey.wrap(SecretBytes.fromText("x"), ["ab", "c"]);
  for (const other of [["a", "bc"], ["abc"], ["c", "ab"], ["ab", "c", ""], []]) {
    assert.throws(() => rootKey.unwrap(wrapped, other), DecryptionError);
  }
});

test("another root key fails, also with the first one's fingerprint written in", () => {
  const other = newRootKey(2);
  const wrapped = Buffer.from(rootKey.wrap(SecretBytes.fromText("x"), []));
  assert.throws(() => other.unwrap(wrapped, []), DecryptionError);
  wrapped.write(other.fingerprint, 1, "hex");
  assert.throws(() => other.unwrap(wrapped, []), DecryptionError);
});

test("the wrapped bytes name the root key that opens them", () => {
  const wrapped = Buffer.from(rootKey.wrap(SecretBytes.fromText("x"), []));
  assert.equal(wrapped.toString("hex", 1, 9), rootKey.fingerprint);
  assert.equal(wrapped.readUInt8(0), 1);
});

test("the fingerprint is 16 hexadecimal digits, the same for ever and another for each key", () => {
  assert.equal(newRootKey(1).fingerprint, rootKey.fingerprint);
  const fingerprints = Array.from({ length: 256 }, (_, byte) => newRootKey(byte).fingerprint);
  assert.equal(new Set(fingerprints).size, 256);
  for (const fingerprint of fingerprints) assert.match(fingerprint, /^[0-9a-f]{16}$/);
});

test("wrapping leaves the plaintext to its owner; wiping the root key ends its use", () => {
  const key = newRootKey(3);
  const plaintext = SecretBytes.fromText("x");
  const wrapped = key.wrap(plaintext, []);
  assert.equal(plaintext.reveal().toString(), "x");
  key.wipe();
  key.wipe();
  assert.throws(() => key.wrap(plaintext, []), /wiped/);
  assert.throws(() => key.unwrap(wrapped, []), /wiped/);
});

test("a root key of another length is refused", () => {
  for (const length of [0, 16, 31, 33, 64]) {
    assert.throws(() => rootKeyFromBytes(SecretBytes.random(length)), RangeError);
  }
});
