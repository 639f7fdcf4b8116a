// Cryptographic operations: what they answer, what they refuse, and the laws between them.
import assert from "node:assert/strict";
import {
  constants,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  verify,
} from "node:crypto";
import test from "node:test";
import fc from "fast-check";
import { type TestServer, testServer } from "../support/server.ts";
import { base64, codeOf, createKey, createPair, ok, versionsOf } from "./kit.ts";

const SYMMETRIC = ["Aliyun_AES_256", "Aliyun_AES_192", "Aliyun_AES_128", "Aliyun_SM4"];

/** The ciphertext of `text` under a key. */
async function encrypt(server: TestServer, KeyId: string, context: object = {}) {
  const EncryptionContext = JSON.stringify(context);
  const members = { KeyId, Plaintext: base64("text"), EncryptionContext };
  return String((await ok(server, "Encrypt", members)).CiphertextBlob);
}

/** The same map, its pairs in another order. */
const turned = (map: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(map).reverse());

test("decryption inverts encryption under any context, whatever the order of its pairs", async () => {
  const server = await testServer();
  const keys = await Promise.all(SYMMETRIC.map((KeySpec) => createKey(server, { KeySpec })));
  const key = fc.constantFrom(...keys);
  const context = fc.dictionary(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), {
    maxKeys: 5,
    noNullPrototype: true,
  });
  const plaintext = fc.uint8Array({ minLength: 1, maxLength: 6_144 });
  await fc.assert(
    fc.asyncProperty(key, plaintext, context, async (KeyId, bytes, pairs) => {
      const Plaintext = base64(bytes);
      const EncryptionContext = JSON.stringify(pairs);
      const made = await ok(server, "Encrypt", { KeyId, Plaintext, EncryptionContext });
      const opened = await ok(server, "Decrypt", {
        CiphertextBlob: String(made.CiphertextBlob),
        EncryptionContext: JSON.stringify(turned(pairs)),
      });
      assert.deepEqual(
        [opened.Plaintext, opened.KeyId, opened.KeyVersionId],
        [Plaintext, KeyId, made.KeyVersionId],
      );
    }),
    { numRuns: 200 },
  );
});

test("another context, another key and any flipped bit fail with the one error, but for the id of no key", async () => {
  const server = await testServer();
  const messages = new Set<unknown>();
  for (const KeySpec of SYMMETRIC) {
    const KeyId = await createKey(server, { KeySpec });
    const other = await createKey(server, { KeySpec });
    const blob = Buffer.from(await encrypt(server, KeyId, { a: "1" }), "base64");
    const refuse = async (bytes: Uint8Array, context: object) => {
      const { code, body } = await server.call("Decrypt", {
        CiphertextBlob: base64(bytes),
        EncryptionContext: JSON.stringify(context),
      });
      return [code, body.Message];
    };
    for (const context of [{}, { a: "2" }, { b: "1" }, { a: "1", b: "2" }, { A: "1" }]) {
      const [code, message] = await refuse(blob, context);
      assert.equal(code, "InvalidParameter");
      messages.add(message);
    }
    const flip = async (at: number, bits: number): Promise<void> => {
      const flipped = Buffer.from(blob);
      flipped.writeUInt8(flipped.readUInt8(at) ^ bits, at);
      const [code, message] = await refuse(flipped, { a: "1" });
      const named = flipped.toString("latin1", 2, 2 + flipped.readUInt8(1));
      // What names another key, in the form of an id, is answered as upstream answers it: there is no such key.
      const namesAnother = named !== KeyId && /^[!-~]+$/.test(named);
      if (namesAnother && code === "Forbidden.KeyNotFound") return;
      assert.equal(code, "InvalidParameter", `byte ${at}`);
      messages.add(message);
    };
    const anywhere = fc.nat({ max: blob.length - 1 });
    const bits = fc.integer({ min: 1, max: 255 });
    await fc.assert(fc.asyncProperty(anywhere, bits, flip), { numRuns: 300 });
    for (let at = 2 + KeyId.length; at < blob.length; at += 1) await flip(at, 1 << (at % 8));
    const renamed = Buffer.from(blob);
    Buffer.from(other).copy(renamed, 2);
    assert.equal((await refuse(renamed, { a: "1" }))[0], "InvalidParameter");
    for (const end of [1, 2, 30, blob.length - 1]) {
      const [code] = await refuse(blob.subarray(0, end), { a: "1" });
      assert.equal(code, "InvalidParameter", `cut to ${end}`);
    }
  }
  assert.equal(messages.size, 1);
  assert.deepEqual(server.unexpected, []);
});

test("text that is no Base64 comes back as it was, through re-encryption too, and bytes as Base64", async () => {
  const server = await testServer();
  const KeyId = await createKey(server);
  const DestinationKeyId = await createKey(server);
  const texts = ["not base64", "eA", "eB==", "eAA=", "eAB=", "ä &+%", "x".repeat(6_143), "===="];
  for (const Plaintext of texts) {
    for (const EncryptionContext of ["{}", '{"a":"1"}']) {
      const made = (await server.call("Encrypt", { KeyId, Plaintext, EncryptionContext })).body;
      const blob = { CiphertextBlob: String(made.CiphertextBlob), EncryptionContext };
      assert.equal((await server.call("Decrypt", blob)).body.Plaintext, Plaintext);
      const { CiphertextBlob } = blob;
      const moving = { CiphertextBlob, SourceEncryptionContext: EncryptionContext };
      const moved = (await server.call("ReEncrypt", { ...moving, DestinationKeyId })).body;
      const again = { CiphertextBlob: String(moved.CiphertextBlob) };
      assert.equal((await server.call("Decrypt", again)).body.Plaintext, Plaintext);
      const other = { CiphertextBlob, EncryptionContext: '{"a":"2"}' };
      assert.equal((await server.call("Decrypt", other)).code, "InvalidParameter");
    }
  }
  assert.deepEqual(server.unexpected, []);
});

test("what a parameter may hold is checked, and its name is told", async () => {
  const server = await testServer();
  const KeyId = await createKey(server);
  const plain = { KeyId, Plaintext: base64("x") };
  const cases: [string, Record<string, string>, string][] = [
    ["Encrypt", { KeyId, Plaintext: "ä".repeat(3_073) }, "Plaintext"],
    ["Encrypt", { KeyId, Plaintext: "" }, "Plaintext"],
    ["Encrypt", { KeyId, Plaintext: base64(Buffer.alloc(6_145)) }, "Plaintext"],
    ["Encrypt", { ...plain, EncryptionContext: "[1]" }, "EncryptionContext"],
    ["Encrypt", { ...plain, EncryptionContext: '{"a":1}' }, "EncryptionContext"],
    [
      "Encrypt",
      { ...plain, EncryptionContext: JSON.stringify({ a: "x".repeat(8_192) }) },
      "EncryptionContext",
    ],
    ["Decrypt", { CiphertextBlob: "%%%" }, "CiphertextBlob"],
    ["GenerateDataKey", { KeyId, NumberOfBytes: "1025" }, "NumberOfBytes"],
    ["GenerateDataKey", { KeyId, KeySpec: "AES_512" }, "KeySpec"],
  ];
  for (const [action, members, name] of cases) {
    const { code, body } = await server.call(action, members);
    const expected = members[name] === "" ? /Parameter$/ : /^InvalidParameter$/;
    assert.match(code, expected, JSON.stringify(members).slice(0, 80));
    assert.match(String(body.Message), new RegExp(`\`${name}\``));
  }
  const whole = { KeyId, Plaintext: base64(randomBytes(6_144)) };
  const { CiphertextBlob } = await ok(server, "Encrypt", whole);
  const { Plaintext } = await ok(server, "Decrypt", { CiphertextBlob: String(CiphertextBlob) });
  assert.equal(Plaintext, whole.Plaintext);
});

test("data keys have the length asked for, and decrypt to what was shown", async () => {
  const server = await testServer();
  const KeyId = await createKey(server);
  const cases: [Record<string, string>, number][] = [
    [{}, 32],
    [{ KeySpec: "AES_128" }, 16],
    [{ KeySpec: "AES_256" }, 32],
    [{ NumberOfBytes: "0" }, 32],
    [{ NumberOfBytes: "0", KeySpec: "AES_128" }, 16],
    [{ NumberOfBytes: "1" }, 1],
    [{ NumberOfBytes: "1024", KeySpec: "AES_128" }, 1024],
  ];
  for (const [members, length] of cases) {
    const all = { KeyId, ...members, EncryptionContext: '{"a":"b"}' };
    const made = await ok(server, "GenerateDataKey", all);
    assert.equal(Buffer.from(String(made.Plaintext), "base64").length, length);
    const opened = await ok(server, "Decrypt", {
      CiphertextBlob: String(made.CiphertextBlob),
      EncryptionContext: '{"a":"b"}',
    });
    assert.equal(opened.Plaintext, made.Plaintext);
    const blind = await ok(server, "GenerateDataKeyWithoutPlaintext", all);
    assert.equal("Plaintext" in blind, false);
    const shown = await ok(server, "Decrypt", {
      CiphertextBlob: String(blind.CiphertextBlob),
      EncryptionContext: '{"a":"b"}',
    });
    assert.equal(Buffer.from(String(shown.Plaintext), "base64").length, length);
    assert.notEqual(shown.Plaintext, opened.Plaintext);
  }
});

test("ReEncrypt keeps the plaintext and tells the key that decrypted", async () => {
  const server = await testServer();
  const [from = "", to = ""] = await Promise.all([createKey(server), createKey(server)]);
  const blob = await encrypt(server, from, { a: "1" });
  const made = await ok(server, "ReEncrypt", {
    CiphertextBlob: blob,
    SourceEncryptionContext: '{"a":"1"}',
    DestinationKeyId: to,
    DestinationEncryptionContext: '{"b":"2"}',
  });
  assert.deepEqual([made.KeyId, made.KeyVersionId], [from, (await versionsOf(server, from))[0]]);
  const CiphertextBlob = String(made.CiphertextBlob);
  const opened = await ok(server, "Decrypt", { CiphertextBlob, EncryptionContext: '{"b":"2"}' });
  assert.deepEqual([opened.Plaintext, opened.KeyId], [base64("text"), to]);
  const bare = { CiphertextBlob: blob, DestinationKeyId: to };
  assert.equal(await codeOf(server, "ReEncrypt", bare), "InvalidParameter");
  await ok(server, "CreateAlias", { AliasName: "alias/to", KeyId: to });
  const aliased = { ...bare, DestinationKeyId: "alias/to" };
  assert.equal(await codeOf(server, "ReEncrypt", aliased), "Unsupported.Alias");
});

test("ReEncrypt takes what a public key encrypted, with all three members that name it", async () => {
  const server = await testServer();
  const DestinationKeyId = await createKey(server);
  const pair = await createPair(server, "RSA_2048", "ENCRYPT/DECRYPT");
  const { PublicKey } = await ok(server, "GetPublicKey", pair);
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const key = String(PublicKey);
  const encrypted = publicEncrypt({ key, padding, oaepHash: "sha256" }, Buffer.from("text"));
  const members = {
    CiphertextBlob: base64(encrypted),
    DestinationKeyId,
    SourceKeyId: pair.KeyId,
    SourceKeyVersionId: pair.KeyVersionId,
    SourceEncryptionAlgorithm: "RSAES_OAEP_SHA_256",
  };
  const { CiphertextBlob } = await ok(server, "ReEncrypt", members);
  const { Plaintext } = await ok(server, "Decrypt", { CiphertextBlob: String(CiphertextBlob) });
  assert.equal(Plaintext, base64("text"));
  const { SourceKeyVersionId: _, ...two } = members;
  assert.equal(await codeOf(server, "ReEncrypt", two), "MissingParameter");
  const other = { ...members, SourceEncryptionAlgorithm: "RSAES_OAEP_SHA_1" };
  assert.equal(await codeOf(server, "ReEncrypt", other), "InvalidParameter");
});

test("a data key is exported under somebody's public key", async () => {
  const server = await testServer();
  const KeyId = await createKey(server);
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const PublicKeyBlob = base64(publicKey.export({ format: "der", type: "spki" }));
  const WrappingKeySpec = "RSA_2048";
  for (const [WrappingAlgorithm, oaepHash] of [
    ["RSAES_OAEP_SHA_256", "sha256"],
    ["RSAES_OAEP_SHA_1", "sha1"],
  ] as const) {
    const wrapping = { PublicKeyBlob, WrappingKeySpec, WrappingAlgorithm };
    const made = await ok(server, "GenerateAndExportDataKey", { KeyId, ...wrapping });
    const CiphertextBlob = String(made.CiphertextBlob);
    const again = await ok(server, "ExportDataKey", { CiphertextBlob, ...wrapping });
    const { Plaintext } = await ok(server, "Decrypt", { CiphertextBlob });
    for (const { ExportedDataKey } of [made, again]) {
      const padding = constants.RSA_PKCS1_OAEP_PADDING;
      const exported = Buffer.from(String(ExportedDataKey), "base64");
      const opened = privateDecrypt({ key: privateKey, padding, oaepHash }, exported);
      assert.equal(base64(opened), Plaintext);
    }
  }
  const good = { KeyId, PublicKeyBlob, WrappingKeySpec, WrappingAlgorithm: "RSAES_OAEP_SHA_256" };
  const other = generateKeyPairSync("rsa", { modulusLength: 3072 }).publicKey;
  const wrong: Record<string, string>[] = [
    { PublicKeyBlob: base64("nonsense") },
    { PublicKeyBlob: base64(other.export({ format: "der", type: "spki" })) },
    { WrappingKeySpec: "EC_SM2" },
    { WrappingAlgorithm: "SM2PKE" },
    { WrappingKeySpec: "EC_SM2", WrappingAlgorithm: "SM2PKE" },
    { NumberOfBytes: "191" },
  ];
  for (const change of wrong) {
    const code = await codeOf(server, "GenerateAndExportDataKey", { ...good, ...change });
    assert.equal(code, "InvalidParameter", JSON.stringify(change).slice(0, 60));
  }
  assert.deepEqual(server.unexpected, []);
});

test("signatures verify here and with OpenSSL, and nothing else verifies", async () => {
  const server = await testServer();
  const message = Buffer.from("message");
  const digest = createHash("sha256").update(message).digest();
  const cases = [
    ["RSA_2048", "RSA_PSS_SHA_256"],
    ["RSA_2048", "RSA_PKCS1_SHA_256"],
    ["EC_P256", "ECDSA_SHA_256"],
    ["EC_P256K", "ECDSA_SHA_256"],
    ["EC_SM2", "SM2DSA"],
    ["ML_DSA_65", "ML_DSA_65"],
  ] as const;
  for (const [spec, Algorithm] of cases) {
    const pair = await createPair(server, spec, "SIGN/VERIFY");
    const other = await createPair(server, spec, "SIGN/VERIFY");
    const call = { ...pair, Algorithm, Digest: base64(digest) };
    const { Value } = await ok(server, "AsymmetricSign", call);
    const check = async (change: object) =>
      (await ok(server, "AsymmetricVerify", { ...call, Value: String(Value), ...change })).Value;
    assert.equal(await check({}), true, Algorithm);
    assert.equal(await check({ Digest: base64(randomBytes(32)) }), false);
    assert.equal(await check(other), false);
    const flipped = Buffer.from(String(Value), "base64");
    flipped.writeUInt8(flipped.readUInt8(20) ^ 1, 20);
    assert.equal(await check({ Value: base64(flipped) }), false);
    assert.equal(await check({ Value: base64("x") }), false);
    const key = createPublicKey(String((await ok(server, "GetPublicKey", pair)).PublicKey));
    const signature = Buffer.from(String(Value), "base64");
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    if (Algorithm === "RSA_PSS_SHA_256") {
      assert.ok(verify("sha256", message, { key, padding, saltLength: 32 }, signature));
    } else if (Algorithm === "ML_DSA_65") assert.ok(verify(null, digest, key, signature));
    else if (Algorithm !== "SM2DSA") assert.ok(verify("sha256", message, key, signature));
  }
  assert.deepEqual(server.unexpected, []);
});

test("a key takes its own algorithms and usage only, and digests of their length", async () => {
  const server = await testServer();
  const signing = await createPair(server, "RSA_2048", "SIGN/VERIFY");
  const encrypting = await createPair(server, "RSA_2048", "ENCRYPT/DECRYPT");
  const KeyId = await createKey(server);
  const Digest = base64(randomBytes(32));
  const refused = "Rejected.UnsupportedOperation";
  const pss = { Algorithm: "RSA_PSS_SHA_256", Digest };
  const oaep = { Algorithm: "RSAES_OAEP_SHA_256", Plaintext: base64("x") };
  const cases: [string, Record<string, string>, string][] = [
    ["AsymmetricSign", { ...encrypting, ...pss }, refused],
    ["AsymmetricEncrypt", { ...signing, ...oaep }, refused],
    ["AsymmetricSign", { ...signing, ...pss, Algorithm: "ECDSA_SHA_256" }, refused],
    ["AsymmetricSign", { ...signing, ...pss, Algorithm: "none" }, "InvalidParameter"],
    ["AsymmetricSign", { ...signing, ...pss, Digest: base64(randomBytes(31)) }, "InvalidParameter"],
    ["AsymmetricSign", { KeyId, KeyVersionId: "x", ...pss }, refused],
    ["AsymmetricSign", { ...signing, KeyVersionId: "x", ...pss }, "Forbidden.KeyVersionNotFound"],
    ["AsymmetricSign", { ...pss, KeyId: signing.KeyId }, "MissingParameter"],
    ["AsymmetricEncrypt", { ...encrypting, ...oaep, Algorithm: "SM2PKE" }, refused],
    ["Encrypt", { KeyId: signing.KeyId, Plaintext: base64("x") }, "UnsupportedOperation"],
    ["GenerateDataKey", { KeyId: encrypting.KeyId }, "UnsupportedOperation"],
    ["GenerateMac", { KeyId, Algorithm: "HMAC_SHA_256", Message: base64("x") }, refused],
    ["Encrypt", { KeyId: "key-none", Plaintext: base64("x") }, "Forbidden.KeyNotFound"],
    ["Encrypt", { KeyId: "alias/none", Plaintext: base64("x") }, "Forbidden.AliasNotFound"],
    ["Decrypt", { CiphertextBlob: base64("x"), Recipient: "{}" }, "UnsupportedOperation"],
    ["GenerateDataKey", { KeyId, Recipient: "{}" }, "UnsupportedOperation"],
  ];
  for (const [action, members, code] of cases) {
    assert.equal(
      await codeOf(server, action, members),
      code,
      `${action} ${JSON.stringify(members)}`,
    );
  }
  const named = { SecretName: "s", SecretData: "x", VersionId: "v1" };
  const secret = { ...named, EncryptionKeyId: signing.KeyId };
  assert.equal(await codeOf(server, "CreateSecret", secret), "UnsupportedOperation");
  assert.deepEqual(server.unexpected, []);
});

test("public-key encryption decrypts up to its longest plaintext, and fails in one way", async () => {
  const server = await testServer();
  const cases = [
    ["RSA_2048", "RSAES_OAEP_SHA_256", 190, 256],
    ["RSA_2048", "RSAES_OAEP_SHA_1", 214, 256],
    ["EC_SM2", "SM2PKE", 6_047, 6_144],
  ] as const;
  for (const [spec, Algorithm, most, length] of cases) {
    const pair = { ...(await createPair(server, spec, "ENCRYPT/DECRYPT")), Algorithm };
    const Plaintext = base64(randomBytes(most));
    const { CiphertextBlob } = await ok(server, "AsymmetricEncrypt", { ...pair, Plaintext });
    const blob = Buffer.from(String(CiphertextBlob), "base64");
    assert.equal(blob.length, length);
    const opened = await ok(server, "AsymmetricDecrypt", { ...pair, CiphertextBlob: base64(blob) });
    assert.equal(opened.Plaintext, Plaintext);
    const tooLong = { ...pair, Plaintext: base64(randomBytes(most + 1)) };
    assert.equal(await codeOf(server, "AsymmetricEncrypt", tooLong), "InvalidParameter");
    const messages = new Set<unknown>();
    for (const at of [0, 1, 40, 70, 100, length - 1]) {
      const flipped = Buffer.from(blob);
      flipped.writeUInt8(flipped.readUInt8(at) ^ 1, at);
      const members = { ...pair, CiphertextBlob: base64(flipped) };
      const { code, body } = await server.call("AsymmetricDecrypt", members);
      assert.equal(code, "InvalidParameter", `${Algorithm} byte ${at}`);
      messages.add(body.Message);
    }
    assert.equal(messages.size, 1);
  }
});

test("codes are HMAC's, fit only their message and key, and are compared whole", async () => {
  const server = await testServer();
  const Message = base64("message");
  const lengths = { 224: 28, 256: 32, 384: 48, 512: 64 };
  for (const [size, length] of Object.entries(lengths)) {
    const Algorithm = `HMAC_SHA_${size}`;
    const KeyId = await createKey(server, { KeySpec: Algorithm });
    const made = await ok(server, "GenerateMac", { KeyId, Algorithm, Message });
    const Mac = String(made.Mac);
    assert.equal(Buffer.from(Mac, "base64").length, length);
    assert.deepEqual([made.KeyId, made.Algorithm], [KeyId, Algorithm]);
    const fits = async (change: object) =>
      (await ok(server, "VerifyMac", { KeyId, Algorithm, Message, Mac, ...change })).Value;
    assert.equal(await fits({}), true);
    assert.equal(await fits({ Message: base64("other") }), false);
    assert.equal(await fits({ Mac: base64(Buffer.from(Mac, "base64").subarray(0, -1)) }), false);
    const other = await createKey(server, { KeySpec: Algorithm });
    assert.equal(await fits({ KeyId: other }), false);
    const wrong = { KeyId, Algorithm: "HMAC_SM3", Message };
    assert.equal(await codeOf(server, "GenerateMac", wrong), "Rejected.UnsupportedOperation");
    const long = { KeyId, Algorithm, Message: base64(Buffer.alloc(4_097)) };
    assert.equal(await codeOf(server, "GenerateMac", long), "InvalidParameter");
  }
  const KeyId = await createKey(server, { KeySpec: "HMAC_SM3" });
  const sm3 = { KeyId, Algorithm: "HMAC_SM3", Message };
  assert.equal(
    Buffer.from(String((await ok(server, "GenerateMac", sm3)).Mac), "base64").length,
    32,
  );
});

test("a dry run always fails, does nothing and says what would have been", async () => {
  const server = await testServer();
  const KeyId = await createKey(server);
  const DryRun = "true";
  const blob = await encrypt(server, KeyId);
  const signing = await createPair(server, "EC_P256", "SIGN/VERIFY");
  const digest = { Algorithm: "ECDSA_SHA_256", Digest: base64(randomBytes(32)) };
  const calls: [string, Record<string, string>, string][] = [
    ["Encrypt", { KeyId, Plaintext: base64("x") }, "DryRunOperationError"],
    ["Encrypt", { KeyId, Plaintext: "%".repeat(6_145) }, "ValidationError"],
    ["Encrypt", { KeyId: "key-none", Plaintext: base64("x") }, "Forbidden.KeyNotFound"],
    ["Decrypt", { CiphertextBlob: blob }, "DryRunOperationError"],
    ["Decrypt", { CiphertextBlob: base64("x") }, "ValidationError"],
    ["ReEncrypt", { CiphertextBlob: blob, DestinationKeyId: KeyId }, "DryRunOperationError"],
    ["GenerateDataKey", { KeyId }, "DryRunOperationError"],
    ["GenerateDataKeyWithoutPlaintext", { KeyId }, "DryRunOperationError"],
    ["AsymmetricSign", { ...signing, ...digest }, "DryRunOperationError"],
    ["AsymmetricVerify", { ...signing, ...digest, Value: base64("x") }, "DryRunOperationError"],
    ["GetPublicKey", { ...signing }, "DryRunOperationError"],
  ];
  for (const [action, members, code] of calls) {
    const answer = await server.call(action, { ...members, DryRun });
    assert.equal(answer.code, code, action);
    assert.deepEqual(Object.keys(answer.body).sort(), [
      "Code",
      "HostId",
      "Message",
      "Recommend",
      "RequestId",
    ]);
  }
  await ok(server, "DisableKey", { KeyId });
  const disabled = { KeyId, Plaintext: base64("x"), DryRun };
  assert.equal(await codeOf(server, "Encrypt", disabled), "Rejected.Disabled");
});

test("a secret follows the key that it names", async () => {
  const server = await testServer();
  const EncryptionKeyId = await createKey(server, { KeySpec: "Aliyun_SM4" });
  const v1 = { SecretName: "s", SecretData: "one", VersionId: "v1" };
  await ok(server, "CreateSecret", { ...v1, EncryptionKeyId });
  await ok(server, "DisableKey", { KeyId: EncryptionKeyId });
  const read = { SecretName: "s" };
  assert.equal(await codeOf(server, "GetSecretValue", read), "Rejected.Disabled");
  await ok(server, "EnableKey", { KeyId: EncryptionKeyId });
  assert.equal((await ok(server, "GetSecretValue", read)).SecretData, "one");
  await ok(server, "CreateKeyVersion", { KeyId: EncryptionKeyId });
  await ok(server, "PutSecretValue", { ...v1, SecretData: "two", VersionId: "v2" });
  assert.equal((await ok(server, "GetSecretValue", read)).SecretData, "two");
  const old = await ok(server, "GetSecretValue", { ...read, VersionId: "v1" });
  assert.equal(old.SecretData, "one");
  const [newest = "", first = ""] = await versionsOf(server, EncryptionKeyId);
  const secret = await server.store.secret("s");
  const sealedUnder = async (versionId: string) => {
    const version = await server.store.secretVersion(secret?.id ?? 0, versionId);
    return Buffer.from(version?.dataKey ?? []).toString("latin1");
  };
  assert.ok((await sealedUnder("v1")).includes(first));
  assert.ok((await sealedUnder("v2")).includes(newest));
});
