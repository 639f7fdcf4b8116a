// SecretBytes hides from whatever prints or copies it, and forgets when told.
import assert from "node:assert/strict";
import { test } from "node:test";
import { format, inspect } from "node:util";
import { deserialize, serialize } from "node:v8";
import { CustomerKey, rootKeyFromBytes, SecretBytes, seededRandom } from "../src/index.ts";

const MARKER = "marker-7f3a9c";

/** Whatever way bytes get printed: as text, hexadecimal, base64 or a list of numbers. */
function assertHidden(shown: string): void {
  const bytes = Buffer.from(MARKER);
  const spellings = [MARKER, bytes.toString("hex"), bytes.toString("base64"), bytes.join(",")];
  const found = spellings.filter((spelling) => shown.replace(/\s/g, "").includes(spelling));
  assert.deepEqual(found, []);
  assert.ok(!/6d\s61\s72\s6b/.test(shown), "a hexadecimal dump shows the bytes");
}

test("a secret is masked in every text", () => {
  const secret = SecretBytes.fromText(MARKER);
  const texts = [
    String(secret),
    `${secret}`,
    secret.toString(),
    JSON.stringify({ secret }),
    inspect(secret),
    inspect({ deep: { secret } }, { showHidden: true, depth: 9, getters: true }),
    format("%s %o %O %j", secret, secret, secret, secret),
    `${new Error("failed", { cause: secret }).cause}`,
  ];
  for (const text of texts) {
    assertHidden(text);
    assert.match(text, /\[SecretBytes\]/);
  }
});

test("a copied, cloned or serialised secret holds no bytes", () => {
  const secret = SecretBytes.fromText(MARKER);
  assert.deepEqual(structuredClone(secret), {});
  assert.deepEqual({ ...secret }, {});
  assert.deepEqual(Object.assign({}, secret), {});
  assert.deepEqual(deserialize(serialize(secret)), {});
  assert.ok(!serialize(secret).includes(MARKER));
  const { port1, port2 } = new MessageChannel();
  assert.doesNotThrow(() => port1.postMessage(secret));
  port1.close();
  port2.close();
});

test("keys show no material either", () => {
  const material = (): SecretBytes => SecretBytes.fromText(MARKER.padEnd(32, "."));
  const place = { keyId: "key-1", versionId: "v-1" };
  for (const key of [rootKeyFromBytes(material()), new CustomerKey(place, material())]) {
    assertHidden(inspect(key, { showHidden: true, depth: 9, getters: true }));
    assertHidden(JSON.stringify(key));
  }
});

test("wiping zeroes the very bytes, and revealing them afterwards is an error", () => {
  const bytes = Buffer.from(MARKER);
  const secret = SecretBytes.own(bytes);
  assert.equal(secret.length, MARKER.length);
  assert.equal(secret.reveal(), bytes);
  secret.wipe();
  secret.wipe();
  assert.ok(bytes.every((byte) => byte === 0));
  assert.equal(secret.length, 0);
  assert.throws(() => secret.reveal(), /wiped/);
});

test("what is spent is given once and wiped, also when its use throws", () => {
  const [bytes, other] = [Buffer.from(MARKER), Buffer.from(MARKER)];
  const secret = SecretBytes.own(bytes);
  assert.equal(
    secret.spend((live) => live.toString()),
    MARKER,
  );
  const fails = () => {
    throw new Error("mine");
  };
  assert.throws(() => SecretBytes.own(other).spend(fails), /mine/);
  for (const each of [bytes, other]) assert.ok(each.every((byte) => byte === 0));
  assert.throws(() => secret.spend(String), /wiped/);
});

test("leaving the block of a `using` declaration wipes", () => {
  const bytes = Buffer.from(MARKER);
  {
    using secret = SecretBytes.own(bytes);
    assert.equal(secret.reveal().toString(), MARKER);
  }
  assert.ok(bytes.every((byte) => byte === 0));
});

test("own takes over a plain Uint8Array's memory, copyOf leaves the original alone", () => {
  const original = new Uint8Array([0, 1, 2, 3, 4]).subarray(1, 4);
  const copy = SecretBytes.copyOf(original);
  copy.wipe();
  assert.deepEqual([...original], [1, 2, 3]);
  const owner = SecretBytes.own(original);
  assert.deepEqual([...owner.reveal()], [1, 2, 3]);
  owner.wipe();
  assert.deepEqual([...original], [0, 0, 0]);
});

test("secret text and copies share no memory with strangers", () => {
  for (const secret of [SecretBytes.fromText("ä"), SecretBytes.copyOf(Buffer.from("ä"))]) {
    assert.equal(secret.reveal().buffer.byteLength, secret.length);
    assert.equal(secret.reveal().toString(), "ä");
  }
});

test("text that UTF-8 cannot carry is refused instead of altered", () => {
  assert.throws(() => SecretBytes.fromText("\ud800"), TypeError);
});

test("a random secret has the length asked for and comes from the source given", () => {
  assert.equal(SecretBytes.random(32).length, 32);
  const [one, same] = [1, 1].map((seed) => SecretBytes.random(8, seededRandom(seed)).reveal());
  assert.deepEqual(one, same);
});
