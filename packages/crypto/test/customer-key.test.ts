// Laws of ciphertexts under a customer key.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  CustomerKey,
  canonicalContext,
  DecryptionError,
  readCiphertextPlace,
  SecretBytes,
} from "../src/index.ts";

const PLACE = { keyId: "key-1", versionId: "v-1" };
const MATERIAL = Buffer.alloc(32, 0x2a);
const newKey = (place = PLACE, material: Uint8Array = MATERIAL): CustomerKey =>
  new CustomerKey(place, SecretBytes.copyOf(material));

const id = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 1,
  maxLength: 255,
});
const bytes = fc.uint8Array({ maxLength: 300 });

test("decryption inverts encryption under any key, place and context", () => {
  const material = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const whole = fc.record({ keyId: id, versionId: id, material, plaintext: bytes, context: bytes });
  fc.assert(
    fc.property(whole, ({ keyId, versionId, material: secret, plaintext, context }) => {
      const ciphertext = newKey({ keyId, versionId }, secret).encrypt(plaintext, context);
      const opened = newKey({ keyId, versionId }, secret).decrypt(ciphertext, context);
      assert.deepEqual(opened.reveal(), Buffer.from(plaintext));
      assert.deepEqual(readCiphertextPlace(ciphertext), { keyId, versionId });
      assert.equal(ciphertext.length, 3 + keyId.length + versionId.length + 40 + plaintext.length);
    }),
  );
});

test("any other context fails", () => {
  const key = newKey();
  fc.assert(
    fc.property(bytes, bytes, bytes, (plaintext, context, other) => {
      fc.pre(Buffer.compare(context, other) !== 0);
      const ciphertext = key.encrypt(plaintext, context);
      assert.throws(() => key.decrypt(ciphertext, other), DecryptionError);
    }),
  );
});

test("the context is a map: another order opens, another map does not", () => {
  const key = newKey();
  const ciphertext = key.encrypt(Buffer.from("x"), canonicalContext({ a: "1", b: "2" }));
  assert.equal(key.decrypt(ciphertext, canonicalContext({ b: "2", a: "1" })).length, 1);
  for (const other of [{}, { a: "1" }, { a: "2", b: "1" }, { a: "1", b: "2", c: "" }]) {
    assert.throws(() => key.decrypt(ciphertext, canonicalContext(other)), DecryptionError);
  }
});

test("another key's material fails, also where it claims the same place", () => {
  const ciphertext = newKey().encrypt(Buffer.from("x"), Buffer.alloc(0));
  const other = newKey(PLACE, Buffer.alloc(32, 0x2b));
  assert.throws(() => other.decrypt(ciphertext, Buffer.alloc(0)), DecryptionError);
});

test("the same material under another key id or version fails: ciphertexts cannot be moved", () => {
  const ciphertext = newKey().encrypt(Buffer.from("x"), Buffer.alloc(0));
  const places = [
    { keyId: "key-2", versionId: "v-1" },
    { keyId: "key-1", versionId: "v-2" },
    { keyId: "key-1v", versionId: "-1" },
    { keyId: "v-1", versionId: "key-1" },
  ];
  for (const place of places) {
    const other = newKey(place);
    assert.throws(() => other.decrypt(ciphertext, Buffer.alloc(0)), DecryptionError);
    const renamed = Buffer.from(other.encrypt(Buffer.from("x"), Buffer.alloc(0)));
    const header = 3 + place.keyId.length + place.versionId.length;
    const body = Buffer.from(ciphertext).subarray(3 + 5 + 3);
    const forged = Buffer.concat([renamed.subarray(0, header), body]);
    assert.throws(() => other.decrypt(forged, Buffer.alloc(0)), DecryptionError);
  }
});

test("bytes cannot move between header and context", () => {
  const context = Buffer.from("-context");
  const long = newKey({ keyId: "key-1", versionId: "v-1-context" });
  const ciphertext = Buffer.from(newKey().encrypt(Buffer.from("x"), context));
  const body = ciphertext.subarray(3 + 5 + 3);
  const header = Buffer.concat([Buffer.from("\x01\x05key-1\x0b"), Buffer.from("v-1-context")]);
  const forged = Buffer.concat([header, body]);
  assert.throws(() => long.decrypt(forged, Buffer.alloc(0)), DecryptionError);
});

test("the same plaintext never gives the same ciphertext twice", () => {
  const key = newKey();
  const made = new Set<string>();
  for (let i = 0; i < 500; i++) {
    made.add(Buffer.from(key.encrypt(Buffer.from("x"), Buffer.alloc(0))).toString("hex"));
  }
  assert.equal(made.size, 500);
});

test("the header's reader throws nothing but the decryption failure on arbitrary bytes", () => {
  const key = newKey();
  const nearly = fc
    .tuple(fc.constantFrom(0, 1, 2), fc.nat(6), id, bytes)
    .map(([version, length, text, rest]) =>
      Buffer.concat([Buffer.of(version, length), Buffer.from(text, "latin1"), rest]),
    );
  fc.assert(
    fc.property(fc.oneof(bytes, nearly), (arbitrary) => {
      try {
        const { keyId, versionId } = readCiphertextPlace(arbitrary);
        assert.ok(keyId.length > 0 && versionId.length > 0);
      } catch (error) {
        assert.ok(error instanceof DecryptionError, String(error));
      }
      assert.throws(() => key.decrypt(arbitrary, Buffer.alloc(0)), DecryptionError);
    }),
    { numRuns: 1000 },
  );
});

test("a header is read only where nonce and tag can follow it", () => {
  const least = Buffer.from(newKey().encrypt(Buffer.alloc(0), Buffer.alloc(0)));
  assert.deepEqual(readCiphertextPlace(least), PLACE);
  for (let length = 0; length < least.length; length++) {
    assert.throws(() => readCiphertextPlace(least.subarray(0, length)), DecryptionError);
  }
});

test("the caller's material may be wiped at once, and a wiped key does nothing more", () => {
  const material = SecretBytes.copyOf(MATERIAL);
  const key = new CustomerKey(PLACE, material);
  material.wipe();
  const ciphertext = key.encrypt(Buffer.from("x"), Buffer.alloc(0));
  assert.equal(newKey().decrypt(ciphertext, Buffer.alloc(0)).reveal().toString(), "x");
  key.wipe();
  key.wipe();
  assert.throws(() => key.encrypt(Buffer.from("x"), Buffer.alloc(0)), /wiped/);
  assert.throws(() => key.decrypt(ciphertext, Buffer.alloc(0)), /wiped/);
});

test("material of another length and ids that no header can hold are refused", () => {
  for (const length of [0, 16, 31, 33]) {
    assert.throws(() => newKey(PLACE, Buffer.alloc(length)), RangeError);
  }
  for (const bad of ["", "a".repeat(256), "é", "a b", "a\n", "a\0"]) {
    assert.throws(() => newKey({ keyId: bad, versionId: "v-1" }), RangeError);
    assert.throws(() => newKey({ keyId: "key-1", versionId: bad }), RangeError);
  }
});
