// Laws of sealed secret values.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  CustomerKey,
  canonicalContext,
  DecryptionError,
  openValue,
  SecretBytes,
  sealValue,
  type ValuePlace,
} from "../src/index.ts";

const key = new CustomerKey(
  { keyId: "key-1", versionId: "v-1" },
  SecretBytes.copyOf(Buffer.alloc(32, 3)),
);
const PLACE: ValuePlace = {
  accountId: "1234567890123456",
  region: "cn-hangzhou",
  secretName: "db_cred",
  versionId: "v1",
  dataType: "text",
};

const text = fc.string({ unit: "binary", maxLength: 64 });
const place: fc.Arbitrary<ValuePlace> = fc.record({
  accountId: text,
  region: text,
  secretName: text,
  versionId: text,
  dataType: fc.constantFrom("text", "binary"),
});

test("opening inverts sealing at any place", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1000 }), place, (value, where) => {
      const opened = openValue(key, sealValue(key, value, where), where);
      assert.deepEqual(opened.reveal(), Buffer.from(value));
    }),
  );
});

test("the largest value, 30,720 characters of three bytes, is sealed and opened", () => {
  const value = Buffer.from("秘".repeat(30_720));
  const opened = openValue(key, sealValue(key, value, PLACE), PLACE);
  assert.ok(opened.reveal().equals(value));
});

test("a value opens at no other place", () => {
  const sealed = sealValue(key, Buffer.from("x"), PLACE);
  const others: ValuePlace[] = [
    { ...PLACE, accountId: "1234567890123457" },
    { ...PLACE, region: "cn-beijing" },
    { ...PLACE, secretName: "db_creds" },
    { ...PLACE, versionId: "v2" },
    { ...PLACE, dataType: "binary" },
    { ...PLACE, secretName: "db_credv1", versionId: "" },
    { ...PLACE, region: PLACE.secretName, secretName: PLACE.region },
  ];
  for (const other of others) assert.throws(() => openValue(key, sealed, other), DecryptionError);
});

test("any two places that differ do not open each other's values", () => {
  fc.assert(
    fc.property(place, place, (one, other) => {
      fc.pre(JSON.stringify(one) !== JSON.stringify(other));
      const sealed = sealValue(key, Buffer.from("x"), one);
      assert.throws(() => openValue(key, sealed, other), DecryptionError);
    }),
  );
});

test("data key and value of two versions cannot be swapped, nor mixed", () => {
  const second = { ...PLACE, versionId: "v2" };
  const one = sealValue(key, Buffer.from("one"), PLACE);
  const two = sealValue(key, Buffer.from("two"), second);
  assert.throws(() => openValue(key, two, PLACE), DecryptionError);
  assert.throws(() => openValue(key, one, second), DecryptionError);
  for (const where of [PLACE, second]) {
    const mixed = { dataKey: one.dataKey, value: two.value };
    assert.throws(() => openValue(key, mixed, where), DecryptionError);
    const otherwise = { dataKey: two.dataKey, value: one.value };
    assert.throws(() => openValue(key, otherwise, where), DecryptionError);
  }
});

test("two seals of one value share neither data key nor bytes", () => {
  const one = sealValue(key, Buffer.from("x"), PLACE);
  const two = sealValue(key, Buffer.from("x"), PLACE);
  assert.throws(
    () => openValue(key, { dataKey: one.dataKey, value: two.value }, PLACE),
    DecryptionError,
  );
  assert.notDeepEqual(one.value, two.value);
});

test("another key version opens nothing", () => {
  const sealed = sealValue(key, Buffer.from("x"), PLACE);
  const other = new CustomerKey(
    { keyId: "key-1", versionId: "v-2" },
    SecretBytes.copyOf(Buffer.alloc(32, 3)),
  );
  assert.throws(() => openValue(other, sealed, PLACE), DecryptionError);
});

test("no encryption context that a caller can give opens a data key", () => {
  const { dataKey } = sealValue(key, Buffer.from("x"), PLACE);
  const { accountId, region, secretName, versionId, dataType } = PLACE;
  const contexts: Record<string, string>[] = [
    {},
    { [accountId]: region, [secretName]: versionId, [dataType]: "" },
    { "coffer/secret-data-key/v1": accountId, [region]: secretName, [versionId]: dataType },
  ];
  for (const context of contexts) {
    assert.throws(() => key.decrypt(dataKey, canonicalContext(context)), DecryptionError);
  }
});

test("what a caller encrypts is never taken for a data key of the wrong length", () => {
  const sealed = sealValue(key, Buffer.from("x"), PLACE);
  // As if someone had the service's own context at hand and encrypted a short key under it.
  const { accountId, region, secretName, versionId, dataType } = PLACE;
  const list = ["coffer/secret-data-key/v1", accountId, region, secretName, versionId, dataType];
  const context = Buffer.concat(
    list.map((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return Buffer.concat([length, Buffer.from(part)]);
    }),
  );
  assert.equal(key.decrypt(sealed.dataKey, context).length, 32);
  for (const length of [0, 16, 31, 33]) {
    const dataKey = key.encrypt(Buffer.alloc(length), context);
    assert.throws(() => openValue(key, { ...sealed, dataKey }, PLACE), DecryptionError);
  }
});
