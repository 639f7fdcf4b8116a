// Laws of the ciphertext formats: what opens, what does not, and that every failure is the same.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { observeNonces } from "../src/aead.ts";
import {
  canonicalContext,
  DecryptionError,
  openValue,
  readCiphertextPlace,
  SecretBytes,
  sealValue,
} from "../src/index.ts";
import { customerKey, PLACE, rootKey } from "./support.ts";

const CONTEXT = canonicalContext({ app: "web" });
const bytes = fc.uint8Array({ maxLength: 200 });
const context = fc.dictionary(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), {
  maxKeys: 4,
});

/** Every single-bit damage, every shorter length and one longer. */
function* damaged(whole: Uint8Array): Generator<Uint8Array> {
  for (let index = 0; index < whole.length; index += 1) {
    const copy = Buffer.from(whole);
    copy[index] = (copy[index] ?? 0) ^ (1 << (index % 8));
    yield copy;
  }
  for (let length = 0; length < whole.length; length += 1) yield whole.subarray(0, length);
  yield Buffer.concat([whole, Buffer.of(0)]);
}

function assertOneFailure(open: (bytes: Uint8Array) => unknown, whole: Uint8Array): void {
  const messages = new Set<string>();
  for (const wrong of damaged(whole)) {
    assert.throws(
      () => open(wrong),
      (error) => {
        assert.ok(error instanceof DecryptionError);
        assert.equal(error.cause, undefined);
        messages.add(error.message);
        return true;
      },
    );
  }
  assert.equal(messages.size, 1);
}

test("any damage to a key's ciphertext is the one decryption error", () => {
  const key = customerKey(1);
  const whole = key.encrypt(Buffer.from("plaintext"), CONTEXT);
  assert.equal(key.decrypt(whole, CONTEXT).reveal().toString(), "plaintext");
  assertOneFailure((wrong) => key.decrypt(wrong, CONTEXT), whole);
});

test("any damage to a sealed value or its data key is the one decryption error", () => {
  const key = customerKey(1);
  const { dataKey, value } = sealValue(key, Buffer.from("plaintext"), PLACE);
  assertOneFailure((wrong) => openValue(key, { dataKey, value: wrong }, PLACE), value);
  assertOneFailure((wrong) => openValue(key, { dataKey: wrong, value }, PLACE), dataKey);
});

test("any damage to wrapped material is the one decryption error", () => {
  const root = rootKey(1);
  const place = ["key-version", "k", "v"];
  const whole = root.wrap(SecretBytes.own(Buffer.from("material")), place);
  assert.equal(root.unwrap(whole, place).reveal().toString(), "material");
  assertOneFailure((wrong) => root.unwrap(wrong, place), whole);
});

test("another root key, another context, another place open nothing", () => {
  const wrapped = rootKey(1).wrap(SecretBytes.own(Buffer.from("m")), ["a", "b"]);
  assert.throws(() => rootKey(2).unwrap(wrapped, ["a", "b"]), DecryptionError);
  for (const other of [["a"], ["ab"], ["a", "b", ""], ["b", "a"], ["", "ab"]]) {
    assert.throws(() => rootKey(1).unwrap(wrapped, other), DecryptionError);
  }
  const sealed = sealValue(customerKey(1), Buffer.from("v"), PLACE);
  assert.throws(() => openValue(customerKey(2), sealed, PLACE), DecryptionError);
  for (const member of ["accountId", "region", "secretName", "versionId"] as const) {
    const place = { ...PLACE, [member]: `${PLACE[member]}x` };
    assert.throws(() => openValue(customerKey(1), sealed, place), DecryptionError);
  }
  const binary = { ...PLACE, dataType: "binary" } as const;
  assert.throws(() => openValue(customerKey(1), sealed, binary), DecryptionError);
});

test("the data key of one version does not open another version's value", () => {
  const key = customerKey(1);
  const one = sealValue(key, Buffer.from("one"), PLACE);
  const two = sealValue(key, Buffer.from("two"), { ...PLACE, versionId: "v2" });
  const mixed = { dataKey: one.dataKey, value: two.value };
  assert.throws(() => openValue(key, mixed, { ...PLACE, versionId: "v2" }), DecryptionError);
});

test("decryption inverts encryption under any context, and no other context opens it", () => {
  const key = customerKey(3);
  fc.assert(
    fc.property(bytes, context, context, (plaintext, right, wrong) => {
      const ciphertext = key.encrypt(plaintext, canonicalContext(right));
      const opened = key.decrypt(ciphertext, canonicalContext(right)).reveal();
      assert.deepEqual(new Uint8Array(opened), plaintext);
      const same =
        JSON.stringify(Object.entries(right).sort()) ===
        JSON.stringify(Object.entries(wrong).sort());
      if (!same)
        assert.throws(() => key.decrypt(ciphertext, canonicalContext(wrong)), DecryptionError);
    }),
  );
});

test("canonical bytes of a context are equal exactly when the maps are", () => {
  fc.assert(
    fc.property(context, context, (one, two) => {
      const sorted = (map: Record<string, string>) => JSON.stringify(Object.entries(map).sort());
      const reversed = Object.fromEntries(Object.entries(one).reverse());
      assert.deepEqual(canonicalContext(reversed), canonicalContext(one));
      const equal = Buffer.compare(canonicalContext(one), canonicalContext(two)) === 0;
      assert.equal(equal, sorted(one) === sorted(two));
    }),
  );
});

test("reading the place of arbitrary bytes gives a place or the one error", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (arbitrary) => {
      try {
        const { keyId, versionId } = readCiphertextPlace(arbitrary);
        assert.ok(keyId.length > 0 && versionId.length > 0);
      } catch (error) {
        assert.ok(error instanceof DecryptionError);
      }
    }),
  );
});

test("no nonce comes twice under one key, and each value has a key of its own", (t) => {
  const seen = new Set<string>();
  const keys = new Set<string>();
  let heard = 0;
  observeNonces((key, nonce) => {
    heard += 1;
    keys.add(Buffer.from(key).toString("hex"));
    seen.add(`${Buffer.from(key).toString("hex")} ${Buffer.from(nonce).toString("hex")}`);
  });
  t.after(() => observeNonces(undefined));
  const key = customerKey(4);
  for (let count = 0; count < 1_000; count += 1) sealValue(key, Buffer.from("v"), PLACE);
  // Each sealing: the value under its data key, XAES under the customer key, GCM under XAES's derived key.
  assert.equal(heard, 3_000);
  assert.equal(seen.size, 3_000);
  assert.equal(keys.size, 2_001);
});
