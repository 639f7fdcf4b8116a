// Imported key material: only the same may come again, and when it goes nothing opens.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import test from "node:test";
import { seededRandom } from "@coffer/crypto";
import { lookAfterDueKeys } from "../../src/jobs/look-after-due-keys.ts";
import { START, testServer } from "../support/server.ts";
import {
  base64,
  codeOf,
  createKey,
  describeKey,
  importMaterial,
  importMembers,
  ok,
  versionsOf,
} from "./kit.ts";

const HOUR = 60 * 60 * 1000;
const EXTERNAL = { Origin: "EXTERNAL" };

test("material is imported by every wrapping, for every symmetric spec", async () => {
  const server = await testServer();
  const lengths = { Aliyun_AES_256: 32, Aliyun_AES_192: 24, Aliyun_AES_128: 16, Aliyun_SM4: 16 };
  for (const [KeySpec, length] of Object.entries(lengths)) {
    for (const wrapping of [
      "RSAES_OAEP_SHA_256",
      "RSAES_OAEP_SHA_1",
      "RSAES_PKCS1_V1_5",
      "SM2PKE",
    ] as const) {
      const KeyId = await createKey(server, { ...EXTERNAL, KeySpec });
      const before = await describeKey(server, KeyId);
      assert.equal(before.KeyState, "PendingImport");
      assert.equal("PrimaryKeyVersion" in before || "LastRotationDate" in before, false);
      const material = randomBytes(length);
      assert.equal(await importMaterial(server, { KeyId, material, wrapping }), "OK");
      assert.equal((await describeKey(server, KeyId)).KeyState, "Enabled");
      const { CiphertextBlob } = await ok(server, "Encrypt", { KeyId, Plaintext: base64("x") });
      await ok(server, "Decrypt", { CiphertextBlob: String(CiphertextBlob) });
    }
  }
  assert.deepEqual(server.unexpected, []);
});

test("deleted material closes the key, the same material opens it, and no other does", async () => {
  const server = await testServer();
  const KeyId = await createKey(server, EXTERNAL);
  const material = randomBytes(32);
  await importMaterial(server, { KeyId, material });
  const [version] = await versionsOf(server, KeyId);
  const { CiphertextBlob } = await ok(server, "Encrypt", { KeyId, Plaintext: base64("x") });
  const decrypt = { CiphertextBlob: String(CiphertextBlob) };
  for (let round = 0; round < 2; round += 1) await ok(server, "DeleteKeyMaterial", { KeyId });
  assert.equal(await codeOf(server, "Decrypt", decrypt), "Rejected.PendingImport");
  const stored = await server.store.keyVersion(KeyId, version ?? "");
  assert.equal(stored?.wrappedMaterial, undefined);
  assert.equal(server.keyring.kept().includes(KeyId), false);
  const other = await importMaterial(server, { KeyId, material: randomBytes(32) });
  assert.equal(other, "InvalidKeyMaterial");
  assert.equal((await describeKey(server, KeyId)).KeyState, "PendingImport");
  assert.equal(await importMaterial(server, { KeyId, material }), "OK");
  assert.equal((await ok(server, "Decrypt", decrypt)).Plaintext, base64("x"));
  assert.deepEqual(await versionsOf(server, KeyId), [version]);
});

test("equal material in two keys does not open one's ciphertext with the other", async () => {
  const server = await testServer();
  const material = randomBytes(32);
  const [one = "", two = ""] = await Promise.all([
    createKey(server, EXTERNAL),
    createKey(server, EXTERNAL),
  ]);
  for (const KeyId of [one, two]) await importMaterial(server, { KeyId, material });
  const { CiphertextBlob } = await ok(server, "Encrypt", { KeyId: one, Plaintext: base64("x") });
  const blob = Buffer.from(String(CiphertextBlob), "base64");
  const [ofOne = "", ofTwo = ""] = [
    (await versionsOf(server, one))[0],
    (await versionsOf(server, two))[0],
  ];
  const text = blob.toString("latin1").replace(one, two).replace(ofOne, ofTwo);
  const moved = { CiphertextBlob: base64(Buffer.from(text, "latin1")) };
  assert.equal(await codeOf(server, "Decrypt", moved), "InvalidParameter");
});

test("material expires at its time, also before the job has run, and can be imported again", async () => {
  const server = await testServer();
  const KeyId = await createKey(server, EXTERNAL);
  const material = randomBytes(32);
  const expires = START / 1000 + 3600;
  assert.equal(await importMaterial(server, { KeyId, material, expires }), "OK");
  assert.equal((await describeKey(server, KeyId)).MaterialExpireTime, "2026-11-24T09:00:00Z");
  const { CiphertextBlob } = await ok(server, "Encrypt", { KeyId, Plaintext: base64("x") });
  const decrypt = { CiphertextBlob: String(CiphertextBlob) };
  server.now = START + HOUR - 1;
  await ok(server, "Decrypt", decrypt);
  server.now = START + HOUR;
  assert.equal(await codeOf(server, "Decrypt", decrypt), "Rejected.PendingImport");
  assert.equal((await describeKey(server, KeyId)).KeyState, "PendingImport");
  const { store, keyring } = server;
  const job = lookAfterDueKeys({ store, keyring, random: seededRandom("job") });
  assert.equal(await job.run(server.now), 1);
  const [version = ""] = await versionsOf(server, KeyId);
  assert.equal((await store.keyVersion(KeyId, version))?.wrappedMaterial, undefined);
  assert.equal(await codeOf(server, "Decrypt", decrypt), "Rejected.PendingImport");
  const later = server.now / 1000 + 60;
  assert.equal(await importMaterial(server, { KeyId, material, expires: later }), "OK");
  await ok(server, "Decrypt", decrypt);
  assert.equal(await importMaterial(server, { KeyId, material }), "OK");
  assert.equal((await describeKey(server, KeyId)).MaterialExpireTime, "");
  assert.equal(await store.nextKeyDue(), undefined);
});

test("material that expired in the deletion's window does not come back with the key", async () => {
  const server = await testServer();
  const KeyId = await createKey(server, EXTERNAL);
  const material = randomBytes(32);
  const expires = START / 1000 + 3600;
  assert.equal(await importMaterial(server, { KeyId, material, expires }), "OK");
  await ok(server, "ScheduleKeyDeletion", { KeyId, PendingWindowInDays: "7" });
  server.now = START + 2 * HOUR;
  await ok(server, "CancelKeyDeletion", { KeyId });
  assert.equal((await server.store.key(KeyId))?.state, "PendingImport");
  assert.equal((await describeKey(server, KeyId)).KeyState, "PendingImport");
});

test("a token is for its key, its algorithm and 24 hours, and may be used again in that time", async () => {
  const server = await testServer();
  const KeyId = await createKey(server, EXTERNAL);
  const other = await createKey(server, EXTERNAL);
  const material = randomBytes(32);
  const members = await importMembers(server, { KeyId, material });
  const call = (change: object) => codeOf(server, "ImportKeyMaterial", { ...members, ...change });
  assert.equal(await call({ KeyId: other }), "InvalidImportToken");
  assert.equal(await call({ ImportToken: base64("nonsense") }), "InvalidImportToken");
  assert.equal(await call({ ImportToken: "%" }), "InvalidImportToken");
  const token = Buffer.from(String(members.ImportToken), "base64");
  token.writeUInt8(token.readUInt8(token.length - 1) ^ 1, token.length - 1);
  assert.equal(await call({ ImportToken: base64(token) }), "InvalidImportToken");
  const fresh = await importMembers(server, { KeyId, material });
  const mixed = { EncryptedKeyMaterial: String(fresh.EncryptedKeyMaterial) };
  assert.equal(await call(mixed), "InvalidKeyMaterial");
  assert.equal(await call({ KeyMaterialExpireUnix: "1" }), "InvalidParameter");
  assert.equal(await call({}), "OK");
  assert.equal(await call({}), "OK");
  server.now += 24 * HOUR;
  assert.equal(await call({}), "ExpiredImportToken");
  const wrongLength = await importMaterial(server, { KeyId, material: randomBytes(31) });
  assert.equal(wrongLength, "InvalidKeyMaterial");
  assert.deepEqual(server.unexpected, []);
});

test("only keys of external origin take material, and only by pairs that fit", async () => {
  const server = await testServer();
  const own = await createKey(server);
  const external = await createKey(server, EXTERNAL);
  const way = { WrappingKeySpec: "RSA_2048", WrappingAlgorithm: "RSAES_OAEP_SHA_256" };
  const origin = "Unsupported.Origin";
  assert.equal(await codeOf(server, "GetParametersForImport", { KeyId: own, ...way }), origin);
  assert.equal(await codeOf(server, "DeleteKeyMaterial", { KeyId: own }), origin);
  const members = await importMembers(server, { KeyId: external, material: randomBytes(32) });
  assert.equal(await codeOf(server, "ImportKeyMaterial", { ...members, KeyId: own }), origin);
  const crossed = { KeyId: external, WrappingKeySpec: "EC_SM2" };
  const algorithm = { WrappingAlgorithm: "RSAES_OAEP_SHA_256" };
  const code = await codeOf(server, "GetParametersForImport", { ...crossed, ...algorithm });
  assert.equal(code, "InvalidParameter");
});

test("a key whose material went while its deletion was pending waits for it when that is cancelled", async () => {
  const server = await testServer();
  const KeyId = await createKey(server, EXTERNAL);
  const material = randomBytes(32);
  await importMaterial(server, { KeyId, material });
  const week = { KeyId, PendingWindowInDays: "7" };
  await ok(server, "ScheduleKeyDeletion", week);
  await ok(server, "DeleteKeyMaterial", { KeyId });
  assert.equal((await describeKey(server, KeyId)).KeyState, "PendingDeletion");
  await ok(server, "CancelKeyDeletion", { KeyId });
  assert.equal((await describeKey(server, KeyId)).KeyState, "PendingImport");
  assert.equal(await importMaterial(server, { KeyId, material }), "OK");
  await ok(server, "ScheduleKeyDeletion", week);
  await ok(server, "CancelKeyDeletion", { KeyId });
  assert.equal((await describeKey(server, KeyId)).KeyState, "Enabled");
});

test("importing into a disabled key leaves it disabled", async () => {
  const server = await testServer();
  const KeyId = await createKey(server, EXTERNAL);
  const material = randomBytes(32);
  await importMaterial(server, { KeyId, material });
  await ok(server, "DisableKey", { KeyId });
  assert.equal(await importMaterial(server, { KeyId, material }), "OK");
  assert.equal((await describeKey(server, KeyId)).KeyState, "Disabled");
});
