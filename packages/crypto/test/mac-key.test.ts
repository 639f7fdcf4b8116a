// Laws of keys for message authentication codes.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { inspect } from "node:util";
import fc from "fast-check";
import type { MacAlgorithm } from "../src/algorithms.ts";
import { findAlgorithm, MacKey, SecretBytes } from "../src/index.ts";

const SPECS = ["HMAC_SHA_224", "HMAC_SHA_256", "HMAC_SHA_384", "HMAC_SHA_512", "HMAC_SM3"];
const ROWS: readonly MacAlgorithm[] = SPECS.map((spec) => {
  const row = findAlgorithm(spec);
  assert.ok(row?.kind === "mac", spec);
  return row;
});
const message = fc.uint8Array({ maxLength: 300 });

for (const row of ROWS) {
  const { spec, hash, keyBytes } = row;
  const newKey = (filling = 7): MacKey =>
    new MacKey(row, SecretBytes.own(Buffer.alloc(keyBytes, filling)));

  test(`${spec}: the code is OpenSSL's, as long as the hash, and verified`, () => {
    const material = fc.uint8Array({ minLength: keyBytes, maxLength: keyBytes });
    fc.assert(
      fc.property(material, message, (secret, bytes) => {
        const key = new MacKey(row, SecretBytes.copyOf(secret));
        const code = key.generate(bytes);
        assert.deepEqual(code, createHmac(hash, secret).update(bytes).digest());
        assert.equal(code.length, keyBytes);
        assert.equal(key.verify(bytes, code), true);
        assert.equal(key.verify(bytes, new Uint8Array(code)), true);
      }),
    );
  });

  test(`${spec}: every bit of the code matters`, () => {
    const key = newKey();
    const code = key.generate(Buffer.from("message"));
    for (let bit = 0; bit < 8 * code.length; bit++) {
      const altered = Buffer.from(code);
      altered.writeUInt8(code.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      assert.equal(key.verify(Buffer.from("message"), altered), false, `bit ${bit}`);
    }
  });

  test(`${spec}: a code cut to any length, or extended, is none`, () => {
    const key = newKey();
    const code = key.generate(Buffer.from("message"));
    for (let length = 0; length < code.length; length++) {
      assert.equal(key.verify(Buffer.from("message"), code.subarray(0, length)), false);
    }
    const extended = Buffer.concat([code, Buffer.of(0)]);
    assert.equal(key.verify(Buffer.from("message"), extended), false);
    assert.equal(key.verify(Buffer.from("message"), Buffer.concat([code, code])), false);
  });

  test(`${spec}: another message or another key has another code`, () => {
    const [key, other] = [newKey(), newKey(8)];
    fc.assert(
      fc.property(message, message, (one, two) => {
        const code = key.generate(one);
        assert.equal(key.verify(two, code), Buffer.compare(one, two) === 0);
        assert.equal(other.verify(one, code), false);
      }),
    );
  });

  test(`${spec}: material of another length is refused, as RFC 2104 would pad or hash it`, () => {
    for (const length of [0, 1, keyBytes - 1, keyBytes + 1, 2 * keyBytes, 200]) {
      const material = SecretBytes.own(Buffer.alloc(length));
      assert.throws(() => new MacKey(row, material), RangeError, `${length} bytes`);
    }
  });

  test(`${spec}: the material may be wiped at once, and the key works on until it is wiped`, () => {
    const material = SecretBytes.own(Buffer.alloc(keyBytes, 7));
    const key = new MacKey(row, material);
    material.wipe();
    assert.deepEqual(key.generate(Buffer.of(1)), newKey().generate(Buffer.of(1)));
    key.wipe();
    key.wipe();
    assert.throws(() => key.generate(Buffer.of(1)), /wiped/);
    assert.throws(() => key.verify(Buffer.of(1), Buffer.alloc(keyBytes)), /wiped/);
  });
}

test("each hash gives codes of its own", () => {
  const codes = ROWS.map((row) => {
    const key = new MacKey(row, SecretBytes.own(Buffer.alloc(row.keyBytes)));
    return key.generate(Buffer.of(1)).toString("hex");
  });
  assert.equal(new Set(codes).size, ROWS.length);
});

test("a key shows no material", () => {
  const [row] = ROWS;
  assert.ok(row);
  const key = new MacKey(row, SecretBytes.fromText("marker".padEnd(row.keyBytes, ".")));
  assert.ok(!inspect(key, { showHidden: true, depth: 9 }).includes("marker"));
  assert.equal(JSON.stringify(key), "{}");
  assert.deepEqual(structuredClone(key), {});
});
