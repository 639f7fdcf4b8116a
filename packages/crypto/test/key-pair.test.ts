// Pairs of keys on their way to the store and back: the same key, in the standard's spelling, as secret as it was.
import assert from "node:assert/strict";
import { createPublicKey, type KeyObject } from "node:crypto";
import { test } from "node:test";
import { curveOf, publicPoint } from "../src/asymmetric/curves.ts";
import { rsaPair } from "../src/asymmetric/schemes.ts";
import {
  curveOfPublicKey,
  findAlgorithm,
  generatePair,
  modulusBytes,
  type PairAlgorithm,
  publicKeyPem,
  readPrivateKey,
  readPublicKey,
  SecretBytes,
} from "../src/index.ts";

const SPKI = { format: "der", type: "spki" } as const;
const PKCS8 = { format: "der", type: "pkcs8" } as const;

function rowOf(spec: string): PairAlgorithm {
  const row = findAlgorithm(spec);
  assert.ok(row?.kind === "pair", spec);
  return row;
}

interface Expected {
  readonly type: string | undefined;
  readonly details: object;
  readonly curve?: string;
}

const rsa = (modulusLength: number): Expected => ({
  type: "rsa",
  details: { modulusLength, publicExponent: 65537n },
});
const ec = (namedCurve: string): Expected => ({
  type: "ec",
  details: { namedCurve },
  curve: namedCurve,
});

const EXPECTED: Readonly<Record<string, Expected>> = {
  RSA_2048: rsa(2048),
  RSA_3072: rsa(3072),
  EC_P256: ec("prime256v1"),
  EC_P256K: ec("secp256k1"),
  // Node.js does not know its type once it was read: `curveOfPublicKey` does.
  EC_SM2: { type: undefined, details: {}, curve: "SM2" },
  ML_DSA_65: { type: "ml-dsa-65", details: {} },
};

function details(key: KeyObject): Expected {
  return { type: key.asymmetricKeyType, details: key.asymmetricKeyDetails ?? {} };
}

for (const [spec, { type, details: known, curve }] of Object.entries(EXPECTED)) {
  const pair = await generatePair(rowOf(spec));

  test(`${spec}: both halves come back from their DER and belong together`, () => {
    const privateKey = readPrivateKey(pair.privateKey);
    const publicKey = readPublicKey(pair.publicKey);
    assert.deepEqual(privateKey.export(PKCS8), pair.privateKey.reveal());
    assert.deepEqual(publicKey.export(SPKI), pair.publicKey);
    assert.deepEqual(createPublicKey(privateKey).export(SPKI), pair.publicKey);
    assert.equal(privateKey.type, "private");
    assert.equal(publicKey.type, "public");
  });

  test(`${spec}: the key is of the kind asked for`, () => {
    assert.deepEqual(details(readPublicKey(pair.publicKey)), { type, details: known });
    assert.deepEqual(details(readPrivateKey(pair.privateKey)), { type, details: known });
    assert.equal(curveOfPublicKey(pair.publicKey), curve);
  });

  test(`${spec}: the private half shares no memory with strangers, and can be wiped at once`, () => {
    const copy = SecretBytes.copyOf(pair.privateKey.reveal());
    const bytes = pair.privateKey.reveal();
    assert.equal(bytes.buffer.byteLength, bytes.length);
    const privateKey = readPrivateKey(copy);
    copy.wipe();
    assert.deepEqual(privateKey.export(PKCS8), bytes);
  });

  test(`${spec}: PEM is the DER in Base64 between its two lines`, () => {
    const lines = publicKeyPem(pair.publicKey).split("\n");
    assert.equal(lines.shift(), "-----BEGIN PUBLIC KEY-----");
    assert.equal(lines.pop(), "");
    assert.equal(lines.pop(), "-----END PUBLIC KEY-----");
    assert.ok(lines.slice(0, -1).every((line) => line.length === 64));
    assert.equal(lines.join(""), pair.publicKey.toString("base64"));
  });

  test(`${spec}: another pair is another pair`, async () => {
    const other = await generatePair(rowOf(spec));
    assert.ok(!other.publicKey.equals(pair.publicKey));
    assert.ok(!other.privateKey.equals(pair.privateKey));
  });

  test(`${spec}: each half is refused where the other belongs, and so is what is cut`, () => {
    assert.throws(() => readPublicKey(pair.privateKey.reveal()));
    assert.throws(() => readPrivateKey(SecretBytes.copyOf(pair.publicKey)));
    assert.throws(() => readPublicKey(pair.publicKey.subarray(0, -1)));
    assert.throws(() => readPublicKey(Buffer.alloc(0)));
    assert.throws(() => readPrivateKey(SecretBytes.copyOf(Buffer.alloc(0))));
    assert.throws(() => readPublicKey(Buffer.from(publicKeyPem(pair.publicKey))));
  });
}

test("the modulus has as many bytes as the ciphertexts, and other keys have none", async () => {
  for (const [spec, bytes] of [
    ["RSA_2048", 256],
    ["EC_P256", 0],
    ["EC_SM2", 0],
  ] as const) {
    const { publicKey } = await generatePair(rowOf(spec));
    assert.equal(modulusBytes(readPublicKey(publicKey)), bytes, spec);
  }
});

test("a modulus that does not end with a byte counts as whole bytes", async () => {
  const { publicKey } = await rsaPair(1027).generate();
  assert.equal(modulusBytes(publicKey), 129);
});

test("the public half of a stored SM2 key is its point", async () => {
  const { publicKey } = await generatePair(rowOf("EC_SM2"));
  const point = publicPoint(readPublicKey(publicKey), curveOf("SM2"));
  assert.deepEqual(Buffer.from(point.toBytes(false)), publicKey.subarray(-65));
});
