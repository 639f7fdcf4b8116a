// Data keys under a public key that the caller gives: whoever holds its private half gets the data key, and what is
// not a key of the named kind is refused.
import assert from "node:assert/strict";
import {
  constants,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
} from "node:crypto";
import test from "node:test";
import { encryptionScheme, findAlgorithm, generatePair, readPrivateKey } from "@coffer/crypto";
import { type TestServer, testServer } from "../support/server.ts";
import { base64, codeOf, createKey, ok } from "./kit.ts";

interface Wrapping {
  readonly WrappingKeySpec: string;
  readonly WrappingAlgorithm: string;
  readonly PublicKeyBlob: string;
}

interface Way {
  readonly wrapping: Wrapping & Record<string, string>;
  unwrap(exported: Buffer): Buffer;
  /** Bytes of a data key at most. */
  readonly most: number;
}

const spki = (key: KeyObject): Buffer => key.export({ format: "der", type: "spki" });

function rsaWay(WrappingAlgorithm: string, oaepHash: string, most: number): Way {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  return {
    wrapping: {
      WrappingKeySpec: "RSA_2048",
      WrappingAlgorithm,
      PublicKeyBlob: base64(spki(publicKey)),
    },
    unwrap: (exported) => privateDecrypt({ key: privateKey, padding, oaepHash }, exported),
    most,
  };
}

async function sm2Pair() {
  const algorithm = findAlgorithm("EC_SM2");
  if (algorithm?.kind !== "pair") throw new Error("no algorithm");
  return generatePair(algorithm);
}

async function sm2Way(): Promise<Way> {
  const { publicKey, privateKey } = await sm2Pair();
  const key = readPrivateKey(privateKey);
  return {
    wrapping: {
      WrappingKeySpec: "EC_SM2",
      WrappingAlgorithm: "SM2PKE",
      PublicKeyBlob: base64(publicKey),
    },
    unwrap: (exported) => encryptionScheme("SM2PKE").decrypt(key, exported),
    most: 6_047,
  };
}

const ways = async (): Promise<Way[]> => [
  rsaWay("RSAES_OAEP_SHA_256", "sha256", 190),
  rsaWay("RSAES_OAEP_SHA_1", "sha1", 214),
  await sm2Way(),
];

const bytesOf = (text: unknown): Buffer => Buffer.from(String(text), "base64");

/** Both operations with the same members, on one data key; they must answer alike. */
async function codesOf(server: TestServer, wrapping: Record<string, string>): Promise<string[]> {
  const KeyId = await createKey(server);
  const { CiphertextBlob } = await ok(server, "GenerateDataKey", { KeyId });
  const blob = { CiphertextBlob: String(CiphertextBlob) };
  return [
    await codeOf(server, "GenerateAndExportDataKey", { KeyId, ...wrapping }),
    await codeOf(server, "ExportDataKey", { ...blob, ...wrapping }),
  ];
}

test("the private half opens the exported data key, which is the one that Decrypt shows", async () => {
  const server = await testServer();
  const KeyId = await createKey(server);
  const EncryptionContext = '{"a":"b"}';
  for (const { wrapping, unwrap, most } of await ways()) {
    for (const NumberOfBytes of ["1", "16", "32", String(Math.min(most, 1_024))]) {
      const members = { KeyId, NumberOfBytes, EncryptionContext, ...wrapping };
      const made = await ok(server, "GenerateAndExportDataKey", members);
      assert.equal("Plaintext" in made, false);
      const blob = { CiphertextBlob: String(made.CiphertextBlob), EncryptionContext };
      const again = await ok(server, "ExportDataKey", { ...blob, ...wrapping });
      const { Plaintext } = await ok(server, "Decrypt", blob);
      assert.equal(bytesOf(Plaintext).length, Number(NumberOfBytes));
      for (const { ExportedDataKey, ...rest } of [made, again]) {
        assert.equal(base64(unwrap(bytesOf(ExportedDataKey))), Plaintext);
        assert.deepEqual([rest.KeyId, rest.KeyVersionId], [KeyId, made.KeyVersionId]);
      }
      assert.notEqual(made.ExportedDataKey, again.ExportedDataKey);
    }
  }
  assert.deepEqual(server.unexpected, []);
});

test("a data key goes out after rotation as before, and only with its context", async () => {
  const server = await testServer();
  const KeyId = await createKey(server);
  const EncryptionContext = '{"a":"b"}';
  const made = await ok(server, "GenerateDataKey", { KeyId, EncryptionContext });
  await ok(server, "CreateKeyVersion", { KeyId });
  const CiphertextBlob = String(made.CiphertextBlob);
  for (const { wrapping, unwrap } of await ways()) {
    const members = { CiphertextBlob, ...wrapping };
    const answer = await ok(server, "ExportDataKey", { ...members, EncryptionContext });
    assert.equal(base64(unwrap(bytesOf(answer.ExportedDataKey))), made.Plaintext);
    assert.equal(answer.KeyVersionId, made.KeyVersionId);
    assert.equal(await codeOf(server, "ExportDataKey", members), "InvalidParameter");
  }
  assert.deepEqual(server.unexpected, []);
});

test("what is too long for the public key is refused, and what just fits is not", async () => {
  const server = await testServer();
  const KeyId = await createKey(server);
  for (const { wrapping, unwrap, most } of await ways()) {
    for (const [length, expected] of [
      [most, "OK"],
      [most + 1, "InvalidParameter"],
    ] as const) {
      const Plaintext = base64(Buffer.alloc(length, 7));
      const { CiphertextBlob } = await ok(server, "Encrypt", { KeyId, Plaintext });
      const members = { CiphertextBlob: String(CiphertextBlob), ...wrapping };
      const { code, body } = await server.call("ExportDataKey", members);
      assert.equal(code, expected, `${wrapping.WrappingAlgorithm} ${length}`);
      if (code === "OK") assert.equal(base64(unwrap(bytesOf(body.ExportedDataKey))), Plaintext);
      if (most > 1_024) continue;
      const drawn = { KeyId, NumberOfBytes: String(length), ...wrapping };
      assert.equal(await codeOf(server, "GenerateAndExportDataKey", drawn), expected);
    }
  }
  assert.deepEqual(server.unexpected, []);
});

test("spec, algorithm and key must fit together", async () => {
  const server = await testServer();
  const [rsa, , sm2] = await ways();
  assert.ok(rsa && sm2);
  const wrong: Record<string, string>[] = [
    { ...rsa.wrapping, WrappingAlgorithm: "SM2PKE" },
    { ...rsa.wrapping, WrappingKeySpec: "EC_SM2" },
    { ...rsa.wrapping, WrappingKeySpec: "EC_SM2", WrappingAlgorithm: "SM2PKE" },
    { ...sm2.wrapping, WrappingAlgorithm: "RSAES_OAEP_SHA_256" },
    { ...sm2.wrapping, WrappingAlgorithm: "RSAES_OAEP_SHA_1" },
    { ...sm2.wrapping, WrappingKeySpec: "RSA_2048" },
    { ...sm2.wrapping, WrappingKeySpec: "RSA_2048", WrappingAlgorithm: "RSAES_OAEP_SHA_256" },
    { ...rsa.wrapping, WrappingKeySpec: "RSA_3072" },
    { ...rsa.wrapping, WrappingKeySpec: "EC_P256" },
    { ...rsa.wrapping, WrappingAlgorithm: "RSAES_PKCS1_V1_5" },
    { ...rsa.wrapping, WrappingAlgorithm: "rsaes_oaep_sha_256" },
  ];
  for (const wrapping of wrong) {
    const { WrappingKeySpec, WrappingAlgorithm } = wrapping;
    const codes = await codesOf(server, wrapping);
    const expected = ["InvalidParameter", "InvalidParameter"];
    assert.deepEqual(codes, expected, `${WrappingKeySpec} ${WrappingAlgorithm}`);
  }
  for (const name of ["PublicKeyBlob", "WrappingKeySpec", "WrappingAlgorithm"]) {
    const { [name]: _, ...rest } = rsa.wrapping as Record<string, string>;
    assert.deepEqual(await codesOf(server, rest), ["MissingParameter", "MissingParameter"]);
  }
  assert.deepEqual(server.unexpected, []);
});

const OAEP = { WrappingKeySpec: "RSA_2048", WrappingAlgorithm: "RSAES_OAEP_SHA_256" };
const SM2 = { WrappingKeySpec: "EC_SM2", WrappingAlgorithm: "SM2PKE" };

/** Blobs that are no RSA key of 2,048 bits, by what they are. */
function notRsa(): Record<string, string> {
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const der = spki(pair.publicKey);
  const rsaOf = (modulusLength: number): string =>
    base64(spki(generateKeyPairSync("rsa", { modulusLength }).publicKey));
  const withExponent = (e: string): string => {
    const jwk = { ...pair.publicKey.export({ format: "jwk" }), e };
    return base64(spki(createPublicKey({ key: jwk, format: "jwk" })));
  };
  const pss = generateKeyPairSync("rsa-pss", { modulusLength: 2048 }).publicKey;
  const dsa = generateKeyPairSync("dsa", { modulusLength: 2048, divisorLength: 256 }).publicKey;
  return {
    "no key": base64("nonsense"),
    "no Base64": "%%%",
    "a key cut short": base64(der.subarray(0, -1)),
    "a key with something behind it": base64(Buffer.concat([der, Buffer.of(0)])),
    "1,024 bits": rsaOf(1_024),
    "2,040 bits": rsaOf(2_040),
    "3,072 bits": rsaOf(3_072),
    "the exponent 1, which leaves everything readable": withExponent("AQ"),
    "an even exponent": withExponent("AQAA"),
    "a private key": base64(pair.privateKey.export({ format: "der", type: "pkcs8" })),
    PEM: base64(pair.publicKey.export({ format: "pem", type: "spki" }).toString()),
    "for signatures by PSS": base64(spki(pss)),
    "for signatures by DSA": base64(spki(dsa)),
    Ed25519: base64(spki(generateKeyPairSync("ed25519").publicKey)),
  };
}

/** Blobs that are no key on the curve of SM2, by what they are. */
async function notSm2(): Promise<Record<string, string>> {
  const { publicKey } = await sm2Pair();
  const offCurve = Buffer.from(publicKey);
  offCurve.writeUInt8(offCurve.readUInt8(offCurve.length - 1) ^ 1, offCurve.length - 1);
  const curveOf = (namedCurve: string): string =>
    base64(spki(generateKeyPairSync("ec", { namedCurve }).publicKey));
  return {
    "no key": base64("nonsense"),
    "a key cut short": base64(publicKey.subarray(0, -1)),
    "a key with something behind it": base64(Buffer.concat([publicKey, Buffer.of(0)])),
    "a point off the curve": base64(offCurve),
    "the bare point": base64(publicKey.subarray(-65)),
    "P-256": curveOf("P-256"),
    secp256k1: curveOf("secp256k1"),
    "P-384": curveOf("P-384"),
    RSA: base64(spki(generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey)),
    X25519: base64(spki(generateKeyPairSync("x25519").publicKey)),
  };
}

test("an SM2 key is understood however its point is written", async () => {
  const server = await testServer();
  const { publicKey } = await sm2Pair();
  const [header, point] = [publicKey.subarray(0, -65), publicKey.subarray(-64)];
  const odd = point.readUInt8(63) & 1;
  const compressed = Buffer.concat([header, Buffer.of(2 + odd), point.subarray(0, 32)]);
  compressed.writeUInt8(57, 1);
  compressed.writeUInt8(34, header.length - 2);
  const hybrid = Buffer.concat([header, Buffer.of(6 + odd), point]);
  for (const spelling of [compressed, hybrid]) {
    const wrapping = { ...SM2, PublicKeyBlob: base64(spelling) };
    assert.deepEqual(await codesOf(server, wrapping), ["OK", "OK"]);
  }
});

test("what is no public key of the named spec is refused, whatever else it is", async () => {
  const server = await testServer();
  const messages = new Set<unknown>();
  const KeyId = await createKey(server);
  for (const [names, blobs] of [
    [OAEP, notRsa()],
    [SM2, await notSm2()],
  ] as const) {
    for (const [what, PublicKeyBlob] of Object.entries(blobs)) {
      const wrapping = { ...names, PublicKeyBlob };
      const codes = await codesOf(server, wrapping);
      assert.deepEqual(codes, ["InvalidParameter", "InvalidParameter"], what);
      const { body } = await server.call("GenerateAndExportDataKey", { KeyId, ...wrapping });
      assert.match(String(body.Message), /`PublicKeyBlob`/, what);
      messages.add(body.Message);
    }
  }
  // Besides the one for each spec: Base64 itself.
  assert.equal(messages.size, 3);
  assert.deepEqual(server.unexpected, []);
});
