// RSAES-OAEP without a label against every case of Wycheproof.
import assert from "node:assert/strict";
import {
  constants,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  privateDecrypt,
} from "node:crypto";
import { test } from "node:test";
import { decryptOaep, encryptOaep, type OaepHash } from "../../src/asymmetric/rsa.ts";
import { DecryptionError } from "../../src/decryption-error.ts";
import { readPrivateKey } from "../../src/key-pair.ts";
import { SecretBytes } from "../../src/secret-bytes.ts";
import { caseName, hex, type Verdict, vectors } from "../vectors.ts";

interface OaepVectors {
  readonly numberOfTests: number;
  readonly testGroups: readonly {
    readonly privateKeyPkcs8: string;
    readonly tests: readonly {
      readonly tcId: number;
      readonly msg: string;
      readonly ct: string;
      readonly label: string;
      readonly result: Verdict;
    }[];
  }[];
}

const FILES: readonly { bits: number; hash: OaepHash; hashBytes: number; labelled: number }[] = [
  { bits: 2048, hash: "sha1", hashBytes: 20, labelled: 7 },
  { bits: 2048, hash: "sha256", hashBytes: 32, labelled: 8 },
  { bits: 3072, hash: "sha256", hashBytes: 32, labelled: 8 },
  { bits: 4096, hash: "sha256", hashBytes: 32, labelled: 8 },
];

for (const { bits, hash, hashBytes, labelled } of FILES) {
  const file = vectors<OaepVectors>(`wycheproof/rsa_oaep_${bits}_${hash}_mgf1${hash}_test.json`);
  const cases = file.testGroups.flatMap(({ privateKeyPkcs8, tests }) => {
    const privateKey = readPrivateKey(SecretBytes.own(hex(privateKeyPkcs8)));
    return tests.map(({ tcId, result, label, msg, ct }) => ({
      ...{ tcId, result, label, privateKey },
      plaintext: hex(msg),
      ciphertext: hex(ct),
    }));
  });
  const name = `${bits} bits, ${hash}`;

  test(`${name}: every valid Wycheproof case without a label opens as printed`, () => {
    const valid = cases.filter(({ result, label }) => result === "valid" && label === "");
    assert.equal(valid.length, 10);
    for (const { privateKey, plaintext, ciphertext, tcId } of valid) {
      assert.deepEqual(decryptOaep(privateKey, ciphertext, hash), plaintext, caseName({ tcId }));
    }
  });

  // No operation takes a label, so one that was encrypted with is none of ours.
  test(`${name}: every valid Wycheproof case with a label is undecryptable`, () => {
    const others = cases.filter(({ result, label }) => result === "valid" && label !== "");
    assert.equal(others.length, labelled);
    for (const { privateKey, ciphertext, tcId } of others) {
      const open = (): Buffer => decryptOaep(privateKey, ciphertext, hash);
      assert.throws(open, DecryptionError, caseName({ tcId }));
    }
  });

  test(`${name}: every invalid Wycheproof case is undecryptable`, () => {
    const invalid = cases.filter(({ result }) => result === "invalid");
    assert.equal(invalid.length, 19);
    assert.equal(cases.length, 10 + labelled + 19);
    assert.equal(cases.length, file.numberOfTests);
    for (const { privateKey, ciphertext, tcId } of invalid) {
      const open = (): Buffer => decryptOaep(privateKey, ciphertext, hash);
      assert.throws(open, DecryptionError, caseName({ tcId }));
    }
  });

  test(`${name}: plaintexts up to the limit of RFC 8017 are encrypted, and none beyond`, () => {
    const [one] = cases;
    assert.ok(one);
    const publicKey = createPublicKey(one.privateKey);
    const most = bits / 8 - 2 * hashBytes - 2;
    for (const length of [0, 1, most - 1, most]) {
      const plaintext = Buffer.alloc(length, 0x2a);
      const ciphertext = encryptOaep(publicKey, plaintext, hash);
      assert.equal(ciphertext.length, bits / 8);
      assert.deepEqual(decryptOaep(one.privateKey, ciphertext, hash), plaintext);
    }
    assert.throws(() => encryptOaep(publicKey, Buffer.alloc(most + 1), hash), RangeError);
  });
}

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PLAINTEXT = Buffer.from("text");

function mixed(bytes: Uint8Array, seed: Uint8Array, hash: string): Buffer {
  const stream: Buffer[] = [];
  for (let at = 0; Buffer.concat(stream).length < bytes.length; at++) {
    stream.push(
      createHash(hash)
        .update(seed)
        .update(Buffer.of(0, 0, 0, at))
        .digest(),
    );
  }
  const whole = Buffer.concat(stream);
  return Buffer.from(bytes.map((byte, at) => byte ^ whole.readUInt8(at)));
}

/** RFC 8017, 7.1.2, a second time, over the bare arithmetic. */
function decode(ciphertext: Uint8Array, hash: string): Buffer {
  const hashed = createHash(hash).digest();
  const raw = { key: privateKey, padding: constants.RSA_NO_PADDING };
  const encoded = privateDecrypt(raw, ciphertext);
  assert.equal(encoded[0], 0);
  const maskedData = encoded.subarray(1 + hashed.length);
  const seed = mixed(encoded.subarray(1, 1 + hashed.length), maskedData, hash);
  const data = mixed(maskedData, seed, hash);
  assert.deepEqual(data.subarray(0, hashed.length), hashed);
  const start = data.indexOf(1, hashed.length);
  assert.ok(data.subarray(hashed.length, start).every((byte) => byte === 0));
  return data.subarray(start + 1);
}

for (const hash of ["sha256", "sha1"] as const) {
  test(`${hash}: what is encrypted is encoded as the standard says, with the hash in both places`, () => {
    for (const length of [0, 1, 100, 190]) {
      const plaintext = Buffer.alloc(length, 0x2a);
      assert.deepEqual(decode(encryptOaep(publicKey, plaintext, hash), hash), plaintext);
    }
  });
}

test("two ciphertexts of one plaintext differ", () => {
  const [one, two] = [1, 2].map(() => encryptOaep(publicKey, PLAINTEXT, "sha256"));
  assert.notDeepEqual(one, two);
});

test("the other hash opens nothing", () => {
  const ciphertext = encryptOaep(publicKey, PLAINTEXT, "sha256");
  assert.throws(() => decryptOaep(privateKey, ciphertext, "sha1"), DecryptionError);
});

test("bytes that are no ciphertext of the key's size are undecryptable", () => {
  const good = encryptOaep(publicKey, PLAINTEXT, "sha256");
  const bad = [
    Buffer.alloc(0),
    good.subarray(1),
    good.subarray(0, -1),
    Buffer.concat([Buffer.of(0), good]),
    Buffer.concat([good, Buffer.of(0)]),
    Buffer.alloc(256),
    Buffer.alloc(256, 0xff),
  ];
  for (const bytes of bad) {
    assert.throws(() => decryptOaep(privateKey, bytes, "sha256"), DecryptionError);
  }
});

test("a ciphertext without the zero that it begins with is undecryptable", () => {
  // One in 256 begins so.
  let ciphertext = encryptOaep(publicKey, PLAINTEXT, "sha256");
  while (ciphertext[0] !== 0) ciphertext = encryptOaep(publicKey, PLAINTEXT, "sha256");
  assert.deepEqual(decryptOaep(privateKey, ciphertext, "sha256"), PLAINTEXT);
  const shorter = ciphertext.subarray(1);
  assert.throws(() => decryptOaep(privateKey, shorter, "sha256"), DecryptionError);
});

test("a key of whole bytes less some bits encrypts and decrypts as any other", () => {
  const odd = generateKeyPairSync("rsa", { modulusLength: 1027 });
  const ciphertext = encryptOaep(odd.publicKey, PLAINTEXT, "sha256");
  assert.equal(ciphertext.length, 129);
  assert.deepEqual(decryptOaep(odd.privateKey, ciphertext, "sha256"), PLAINTEXT);
});

test("a decrypted plaintext shares no memory with strangers", () => {
  const plaintext = decryptOaep(privateKey, encryptOaep(publicKey, PLAINTEXT, "sha1"), "sha1");
  assert.equal(plaintext.buffer.byteLength, plaintext.length);
});
