// Laws of all pairs of keys and all that can be done with them: every row, every algorithm.
import assert from "node:assert/strict";
import { constants, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { readSignature } from "../../src/asymmetric/ecdsa.ts";
import type { EncryptionScheme, SigningScheme } from "../../src/asymmetric/schemes.ts";
import {
  DecryptionError,
  encryptionScheme,
  findAlgorithm,
  generatePair,
  modulusBytes,
  readPrivateKey,
  readPublicKey,
  signingScheme,
} from "../../src/index.ts";
import { sha256 } from "./signature-vectors.ts";

interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** A new pair as the server has it: read from what is stored. */
async function storedPair(spec: string): Promise<Keys> {
  const row = findAlgorithm(spec);
  assert.ok(row?.kind === "pair", spec);
  const pair = await generatePair(row);
  return { publicKey: readPublicKey(pair.publicKey), privateKey: readPrivateKey(pair.privateKey) };
}

const RSA = {
  signing: ["RSA_PSS_SHA_256", "RSA_PKCS1_SHA_256"],
  encryption: ["RSAES_OAEP_SHA_256", "RSAES_OAEP_SHA_1"],
};
/** The algorithms of each row, a second time. */
const ROWS: Readonly<
  Record<string, { readonly signing: readonly string[]; readonly encryption: readonly string[] }>
> = {
  RSA_2048: RSA,
  RSA_3072: RSA,
  RSA_4096: RSA,
  EC_P256: { signing: ["ECDSA_SHA_256"], encryption: [] },
  EC_P256K: { signing: ["ECDSA_SHA_256"], encryption: [] },
  EC_SM2: { signing: ["SM2DSA"], encryption: ["SM2PKE"] },
  ML_DSA_65: { signing: ["ML_DSA_65"], encryption: [] },
};

/** Bytes of every signature, or at most so many where they are DER. */
const SIGNATURE_BYTES: Readonly<Record<string, number>> = {
  RSA_2048: 256,
  RSA_3072: 384,
  RSA_4096: 512,
  EC_P256: 72,
  EC_P256K: 72,
  EC_SM2: 72,
  ML_DSA_65: 3309,
};

const digests = fc.oneof(
  fc.uint8Array({ minLength: 32, maxLength: 32 }),
  fc.constantFrom(new Uint8Array(32), new Uint8Array(32).fill(0xff)),
);

function flipped(bytes: Uint8Array, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = (bit >> 3) % bytes.length;
  copy.writeUInt8(copy.readUInt8(at) ^ (1 << (bit & 7)), at);
  return copy;
}

interface Signer {
  readonly scheme: SigningScheme;
  readonly keys: Keys;
  readonly other: Keys;
  readonly bytes: number;
}

function testSigning(name: string, { scheme, keys, other, bytes }: Signer): void {
  test(`${name}: a signature of any digest is verified, and of that digest alone`, () => {
    fc.assert(
      fc.property(digests, fc.nat(255), (digest, bit) => {
        const signature = scheme.sign(keys.privateKey, digest);
        assert.ok(signature.length <= bytes);
        assert.equal(scheme.verify(keys.publicKey, digest, signature), true);
        assert.equal(scheme.verify(keys.publicKey, flipped(digest, bit), signature), false);
        assert.equal(scheme.verify(other.publicKey, digest, signature), false);
      }),
      { numRuns: 10 },
    );
  });

  test(`${name}: a signature with any bit altered is refused`, () => {
    const digest = sha256(Buffer.from(name));
    const signature = scheme.sign(keys.privateKey, digest);
    fc.assert(
      fc.property(fc.nat(8 * signature.length - 1), (bit) => {
        const altered = flipped(signature, bit);
        assert.equal(scheme.verify(keys.publicKey, digest, altered), false);
      }),
      { numRuns: 40 },
    );
  });

  test(`${name}: any bytes at all are refused without an exception`, () => {
    const digest = sha256(Buffer.from(name));
    const good = scheme.sign(keys.privateKey, digest);
    const some = fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc.uint8Array({ minLength: bytes, maxLength: bytes }),
      fc.nat(good.length - 1).map((length) => good.subarray(0, length)),
      fc.nat(good.length - 1).map((start) => good.subarray(start + 1)),
      fc.uint8Array({ minLength: 1, maxLength: 9 }).map((more) => Buffer.concat([good, more])),
    );
    fc.assert(
      fc.property(some, (signature) => {
        assert.equal(scheme.verify(keys.publicKey, digest, signature), false);
      }),
      { numRuns: 60 },
    );
  });

  test(`${name}: the public half is enough to verify with, and not enough to sign with`, () => {
    const digest = sha256(Buffer.from(name));
    const derived = createPublicKey(keys.privateKey);
    const signature = scheme.sign(keys.privateKey, digest);
    assert.equal(scheme.verify(derived, digest, signature), true);
    assert.throws(() => scheme.sign(keys.publicKey, digest));
  });

  if (scheme.input.least !== scheme.input.most) return;
  test(`${name}: a digest of another length is neither signed nor verified`, () => {
    assert.deepEqual(scheme.input, { least: 32, most: 32 });
    const signature = scheme.sign(keys.privateKey, Buffer.alloc(32));
    for (const length of [0, 1, 20, 31, 33, 48, 64]) {
      const digest = Buffer.alloc(length);
      assert.throws(() => scheme.sign(keys.privateKey, digest), RangeError);
      assert.throws(() => scheme.verify(keys.publicKey, digest, signature), RangeError);
    }
  });
}

interface Encrypter {
  readonly scheme: EncryptionScheme;
  readonly keys: Keys;
  readonly other: Keys;
  /** Bytes of plaintext. */
  readonly least: number;
}

function testEncryption(name: string, { scheme, keys, other, least }: Encrypter): void {
  const most = scheme.most(modulusBytes(keys.publicKey));
  const plaintexts = fc.oneof(
    fc.uint8Array({ minLength: least, maxLength: Math.min(most, 300) }),
    fc.constantFrom(least, least + 1, most - 1, most).map((length) => new Uint8Array(length)),
  );

  test(`${name}: any plaintext up to the limit comes back, and never as it went`, () => {
    fc.assert(
      fc.property(plaintexts, (plaintext) => {
        const ciphertext = scheme.encrypt(keys.publicKey, plaintext);
        assert.deepEqual(scheme.decrypt(keys.privateKey, ciphertext), Buffer.from(plaintext));
        assert.ok(ciphertext.length <= 6_144);
        assert.notDeepEqual(scheme.encrypt(keys.publicKey, plaintext), ciphertext);
        assert.ok(plaintext.length < 16 || !ciphertext.includes(plaintext));
      }),
      { numRuns: 15 },
    );
    const longest = scheme.encrypt(keys.publicKey, new Uint8Array(most));
    assert.equal(scheme.decrypt(keys.privateKey, longest).length, most);
  });

  test(`${name}: a ciphertext with any bit altered is undecryptable`, () => {
    const ciphertext = scheme.encrypt(keys.publicKey, Buffer.from(name));
    fc.assert(
      fc.property(fc.nat(8 * ciphertext.length - 1), (bit) => {
        const altered = flipped(ciphertext, bit);
        assert.throws(() => scheme.decrypt(keys.privateKey, altered), DecryptionError);
      }),
      { numRuns: 25 },
    );
  });

  test(`${name}: any bytes at all are undecryptable, in one way`, () => {
    const good = scheme.encrypt(keys.publicKey, Buffer.from(name));
    const some = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.uint8Array({ minLength: good.length, maxLength: good.length }),
      fc.nat(good.length - 1).map((length) => good.subarray(0, length)),
      fc.nat(good.length - 1).map((start) => good.subarray(start + 1)),
      fc.uint8Array({ minLength: 1, maxLength: 9 }).map((more) => Buffer.concat([good, more])),
    );
    fc.assert(
      fc.property(some, (bytes) => {
        assert.throws(() => scheme.decrypt(keys.privateKey, bytes), DecryptionError);
      }),
      { numRuns: 25 },
    );
  });

  test(`${name}: another key opens nothing`, () => {
    const ciphertext = scheme.encrypt(keys.publicKey, Buffer.from(name));
    assert.throws(() => scheme.decrypt(other.privateKey, ciphertext), DecryptionError);
  });
}

for (const [spec, expected] of Object.entries(ROWS)) {
  const row = findAlgorithm(spec);
  assert.ok(row?.kind === "pair", spec);
  const keys = await storedPair(spec);
  // Another key of the same modulus length costs seconds for the longest: any other does.
  const other = await storedPair(spec.startsWith("RSA") ? "RSA_2048" : spec);

  test(`${spec}: the row names the algorithms that are tested here`, () => {
    assert.deepEqual([...row.signing], expected.signing);
    assert.deepEqual([...row.encryption], expected.encryption);
  });

  for (const name of row.signing) {
    const bytes = SIGNATURE_BYTES[spec] ?? 0;
    testSigning(`${spec}, ${name}`, { scheme: signingScheme(name), keys, other, bytes });
  }
  for (const name of row.encryption) {
    const least = name === "SM2PKE" ? 1 : 0;
    testEncryption(`${spec}, ${name}`, { scheme: encryptionScheme(name), keys, other, least });
  }
}

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
/** OpenSSL's parameters for what we sign over the SHA-256 of a message. */
const FOREIGN = [
  ["RSA_3072", "RSA_PSS_SHA_256", pss],
  ["RSA_3072", "RSA_PKCS1_SHA_256", {}],
  ["EC_P256", "ECDSA_SHA_256", {}],
  ["EC_P256K", "ECDSA_SHA_256", {}],
] as const;

for (const [spec, name, parameters] of FOREIGN) {
  test(`${spec}, ${name}: OpenSSL verifies what is signed here, and the other way round`, async () => {
    const { publicKey, privateKey } = await storedPair(spec);
    const scheme = signingScheme(name);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (message) => {
        const digest = sha256(message);
        const ours = scheme.sign(privateKey, digest);
        assert.equal(verify("sha256", message, { key: publicKey, ...parameters }, ours), true);
        const theirs = sign("sha256", message, { key: privateKey, ...parameters });
        assert.equal(scheme.verify(publicKey, digest, theirs), true);
      }),
      { numRuns: 10 },
    );
  });
}

test("signatures on the curves are DER of two numbers below the order", async () => {
  const { privateKey } = await storedPair("EC_SM2");
  for (let round = 0; round < 20; round++) {
    const signature = signingScheme("SM2DSA").sign(privateKey, Buffer.alloc(32, round));
    assert.ok(readSignature(signature, 2n ** 256n));
  }
});
