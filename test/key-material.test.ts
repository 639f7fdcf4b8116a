// Key material is written nowhere but wrapped, plaintext of cryptographic calls nowhere at all; what was destroyed
// is gone from the disk; a process killed in the middle of what is due does it once, at its next start.
import assert from "node:assert/strict";
import {
  constants,
  createPublicKey,
  generateKeyPairSync,
  privateDecrypt,
  publicEncrypt,
} from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CustomerKey,
  readCiphertextPlace,
  readPrivateKey,
  readRootKeyFile,
  SecretBytes,
  serviceContext,
} from "@coffer/crypto";
import { assertAbsent } from "./support/forms.ts";
import { type Running, startServer, temporaryFolder } from "./support/server.ts";
import { call } from "./support/signed-call.ts";

async function ok(running: Running, action: string, members: Record<string, string> = {}) {
  const { status, body, text } = await call(running.endpoint, action, members);
  assert.equal(status, 200, `${action}: ${text}`);
  return body;
}

async function createKey(running: Running, members: Record<string, string> = {}): Promise<string> {
  const { KeyMetadata } = await ok(running, "CreateKey", members);
  return (KeyMetadata as { KeyId: string }).KeyId;
}

/** Returns the token, which has the private half of the pair that wrapped the material. */
async function importMaterial(
  running: Running,
  KeyId: string,
  material: Uint8Array,
): Promise<string> {
  const WrappingAlgorithm = "RSAES_OAEP_SHA_256";
  const asked = { KeyId, WrappingAlgorithm, WrappingKeySpec: "RSA_2048" };
  const { PublicKey, ImportToken } = await ok(running, "GetParametersForImport", asked);
  const der = Buffer.from(String(PublicKey), "base64");
  const key = createPublicKey({ key: der, format: "der", type: "spki" });
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const wrapped = publicEncrypt({ key, padding, oaepHash: "sha256" }, material);
  await ok(running, "ImportKeyMaterial", {
    KeyId,
    ImportToken: String(ImportToken),
    EncryptedKeyMaterial: wrapped.toString("base64"),
    KeyMaterialExpireUnix: "0",
  });
  return String(ImportToken);
}

interface Wrapped {
  readonly keyId: string;
  readonly versionId: string;
  readonly spec: string;
  readonly bytes: Uint8Array;
}

function wrappedIn(dataDir: string): { account: string; region: string; rows: Wrapped[] } {
  const database = new DatabaseSync(join(dataDir, "coffer.db"), { readOnly: true });
  const setting = database.prepare("SELECT value FROM settings WHERE name = 'installation'").get();
  const { accountId: account, region } = JSON.parse(String(setting?.value));
  const rows = database
    .prepare(
      "SELECT key_id, version_id, spec, wrapped_material FROM key_versions JOIN keys USING (key_id) " +
        "WHERE wrapped_material IS NOT NULL",
    )
    .all()
    .map((row) => ({
      keyId: String(row.key_id),
      versionId: String(row.version_id),
      spec: String(row.spec),
      bytes: row.wrapped_material as Uint8Array,
    }));
  database.close();
  return { account, region, rows };
}

/** A private key as it is stored, and its secret numbers. */
function formsOf(pkcs8: SecretBytes, spec: string): Uint8Array[] {
  const raw = Buffer.from(pkcs8.reveal());
  if (!/^(RSA|EC)_/.test(spec) || spec === "EC_SM2") return [raw];
  const { d, p, q } = readPrivateKey(pkcs8).export({ format: "jwk" });
  const numbers = [d, p, q].filter((each) => each !== undefined);
  return [raw, ...numbers.map((each) => Buffer.from(each, "base64url"))];
}

interface ImportPair {
  readonly keyId: string;
  readonly token: string;
}

/** All that must not be written: the material itself, the secret numbers of pairs, those of an import's pair too. */
function unwrapped(dataDir: string, { keyId: bound, token }: ImportPair): Uint8Array[] {
  const rootKey = readRootKeyFile(join(dataDir, "root.key"));
  const { account, region, rows } = wrappedIn(dataDir);
  const sealed = Buffer.from(token, "base64");
  const place = readCiphertextPlace(sealed);
  return rows.flatMap(({ keyId, versionId, spec, bytes }) => {
    const material = rootKey.unwrap(bytes, ["customer-key", account, region, keyId, versionId]);
    const forms = formsOf(material, spec);
    if (place.versionId !== versionId) return forms;
    const opened = new CustomerKey(place, material).decrypt(
      sealed,
      serviceContext("import-token", [bound]),
    );
    const { privateKey } = JSON.parse(opened.reveal().toString("utf8"));
    const pkcs8 = SecretBytes.own(Buffer.from(privateKey, "base64"));
    return [...forms, ...formsOf(pkcs8, "RSA_2048")];
  });
}

function searchFiles(dataDir: string, secrets: readonly (string | Uint8Array)[]): void {
  for (const name of readdirSync(dataDir)) {
    if (name.startsWith("root.key")) continue;
    assertAbsent(name, readFileSync(join(dataDir, name)), secrets);
  }
}

const MARKER = "MARKER-2c81d5f0";
const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString("base64");

type Members = Record<string, string>;

async function createPair(running: Running, KeySpec: string, KeyUsage: string): Promise<Members> {
  const KeyId = await createKey(running, { KeySpec, KeyUsage });
  const { KeyVersions } = await ok(running, "ListKeyVersions", { KeyId });
  const [version] = (KeyVersions as { KeyVersion: { KeyVersionId: string }[] }).KeyVersion;
  return { KeyId, KeyVersionId: version?.KeyVersionId ?? "" };
}

/** Every pair does what it is for. */
async function usePairs(running: Running): Promise<void> {
  for (const [KeySpec, Algorithm] of [
    ["RSA_2048", "RSA_PSS_SHA_256"],
    ["EC_P256", "ECDSA_SHA_256"],
    ["EC_SM2", "SM2DSA"],
    ["ML_DSA_65", "ML_DSA_65"],
  ] as const) {
    const pair = await createPair(running, KeySpec, "SIGN/VERIFY");
    const asked = { ...pair, Algorithm, Digest: base64(Buffer.alloc(32, 5)) };
    const { Value } = await ok(running, "AsymmetricSign", asked);
    await ok(running, "AsymmetricVerify", { ...asked, Value: String(Value) });
  }
  const Plaintext = base64(`${MARKER} for a pair`);
  for (const [KeySpec, Algorithm] of [
    ["RSA_2048", "RSAES_OAEP_SHA_256"],
    ["EC_SM2", "SM2PKE"],
  ] as const) {
    const pair = { ...(await createPair(running, KeySpec, "ENCRYPT/DECRYPT")), Algorithm };
    const { CiphertextBlob } = await ok(running, "AsymmetricEncrypt", { ...pair, Plaintext });
    const sealed = { ...pair, CiphertextBlob: String(CiphertextBlob) };
    assert.equal((await ok(running, "AsymmetricDecrypt", sealed)).Plaintext, Plaintext);
  }
}

/** What goes from key to key or leaves under another; returns the data keys that were drawn. */
async function passOn(running: Running, KeyId: string): Promise<Uint8Array[]> {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const PublicKeyBlob = publicKey.export({ format: "der", type: "spki" }).toString("base64");
  const names = { WrappingAlgorithm: "RSAES_OAEP_SHA_256", WrappingKeySpec: "RSA_2048" };
  const under = { ...names, PublicKeyBlob };
  const { CiphertextBlob } = await ok(running, "Encrypt", { KeyId, Plaintext: base64(MARKER) });
  const blob = { CiphertextBlob: String(CiphertextBlob) };
  await ok(running, "ReEncrypt", { ...blob, DestinationKeyId: await createKey(running) });
  await ok(running, "ExportDataKey", { ...blob, ...under });
  const silent = await ok(running, "GenerateDataKeyWithoutPlaintext", { KeyId });
  const opened = await ok(running, "Decrypt", { CiphertextBlob: String(silent.CiphertextBlob) });
  const { ExportedDataKey } = await ok(running, "GenerateAndExportDataKey", { KeyId, ...under });
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const exported = Buffer.from(String(ExportedDataKey), "base64");
  return [
    Buffer.from(String(opened.Plaintext), "base64"),
    privateDecrypt({ key: privateKey, padding, oaepHash: "sha256" }, exported),
  ];
}

test("key material and plaintexts are found nowhere", async (t) => {
  const dataDir = join(temporaryFolder(t), "data");
  const environment = { COFFER_LOG_LEVEL: "debug" };
  const running = await startServer({ dataDir, environment, flags: ["--no-profile", "--metrics"] });
  const secrets: (string | Uint8Array)[] = [MARKER];
  const errors: string[] = [];
  const fails = async (action: string, members: Record<string, string>): Promise<void> => {
    const { status, text } = await call(running.endpoint, action, members);
    assert.notEqual(status, 200, action);
    errors.push(text);
  };
  for (const KeySpec of ["Aliyun_AES_256", "Aliyun_AES_128", "Aliyun_SM4"]) {
    const KeyId = await createKey(running, { KeySpec });
    const Plaintext = base64(`${MARKER} of ${KeySpec}`);
    const { CiphertextBlob } = await ok(running, "Encrypt", { KeyId, Plaintext });
    assert.equal(
      (await ok(running, "Decrypt", { CiphertextBlob: String(CiphertextBlob) })).Plaintext,
      Plaintext,
    );
    const data = await ok(running, "GenerateDataKey", { KeyId });
    secrets.push(Buffer.from(String(data.Plaintext), "base64"));
    await fails("Encrypt", { KeyId: "nowhere", Plaintext });
    await fails("Encrypt", { KeyId, Plaintext, EncryptionContext: MARKER });
    await fails("Decrypt", { CiphertextBlob: base64(MARKER) });
  }
  const mac = { KeySpec: "HMAC_SHA_256", KeyUsage: "GENERATE/VERIFY_MAC" };
  const Message = base64(`${MARKER} to be signed`);
  const KeyId = await createKey(running, mac);
  const code = { KeyId, Message, Algorithm: "HMAC_SHA_256" };
  const { Mac } = await ok(running, "GenerateMac", code);
  await ok(running, "VerifyMac", { ...code, Mac: String(Mac) });
  await fails("GenerateMac", { KeyId, Message, Algorithm: "HMAC_SHA_512" });
  await usePairs(running);
  const imported = await createKey(running, { Origin: "EXTERNAL" });
  const material = Buffer.from(`${MARKER}-material`.padEnd(32, "!").slice(0, 32));
  secrets.push(material);
  const token = await importMaterial(running, imported, material);
  secrets.push(...(await passOn(running, imported)));
  await call(running.endpoint, "CreateManagedDataKey", {
    DataKeyName: "mk",
    Version: "2026-11-24",
  });
  const managed = await ok(running, "GetManagedDataKey", { DataKeyName: "mk" });
  secrets.push(Buffer.from(String(managed.Plaintext), "base64"));
  const metrics = await (await fetch(`${running.endpoint}/metrics`)).text();
  running.child.kill("SIGKILL");
  await running.gone;
  const found = unwrapped(dataDir, { keyId: imported, token });
  assert.ok(found.length >= 22, `${found.length} secrets unwrapped`);
  searchFiles(dataDir, [...secrets, ...found]);
  assertAbsent("the logs", Buffer.from(running.output()), [...secrets, ...found]);
  assertAbsent("the metrics", Buffer.from(metrics), [...secrets, ...found]);
  assertAbsent("an error", Buffer.from(errors.join("\n")), [...secrets, ...found]);
  // The search does find what is there.
  assert.throws(
    () => assertAbsent("it", Buffer.from(`x${base64(material)}y`), [material]),
    /it holds/,
  );
});

/** Lets time pass while nothing runs. */
function change(dataDir: string, sql: string): void {
  const database = new DatabaseSync(join(dataDir, "coffer.db"));
  database.exec(sql);
  database.close();
}

async function until(reached: () => boolean): Promise<void> {
  for (let look = 0; look < 1_500; look += 1) {
    if (reached()) return;
    await sleep(10);
  }
  assert.fail("not reached in 15 seconds");
}

test("destroyed material leaves every file while the server runs, also after kills in between", async (t) => {
  const dataDir = join(temporaryFolder(t), "data");
  const first = await startServer({ dataDir });
  const doomed: string[] = [];
  for (const KeySpec of ["Aliyun_AES_256", "RSA_2048", "HMAC_SM3"]) {
    const mac = KeySpec.startsWith("HMAC") ? { KeyUsage: "GENERATE/VERIFY_MAC" } : {};
    const KeyId = await createKey(first, { KeySpec, ...mac });
    await ok(first, "ScheduleKeyDeletion", { KeyId, PendingWindowInDays: "7" });
    doomed.push(KeyId);
  }
  const expiring = await createKey(first, { Origin: "EXTERNAL" });
  await importMaterial(first, expiring, Buffer.alloc(32, 7));
  const deleted = await createKey(first, { Origin: "EXTERNAL" });
  await importMaterial(first, deleted, Buffer.alloc(32, 8));
  const kept = await createKey(first);
  assert.equal(await first.stop(), 0);
  const gone = wrappedIn(dataDir)
    .rows.filter(({ keyId }) => [...doomed, expiring, deleted].includes(keyId))
    .map(({ bytes }) => Buffer.from(bytes));
  assert.equal(gone.length, 5);
  change(
    dataDir,
    `UPDATE keys SET delete_at = 1000, due_at = 1000 WHERE state = 'PendingDeletion';
     UPDATE keys SET material_expires_at = 1000, due_at = 1000 WHERE key_id = '${expiring}'`,
  );
  for (const failpoints of ["keys-due.before=kill@2", "keys-due.after=kill@1"]) {
    const environment = { COFFER_FAILPOINTS: failpoints };
    const cut = await startServer({ dataDir, environment }).catch(() => undefined);
    if (cut !== undefined) assert.equal(await cut.gone, "SIGKILL");
  }
  const last = await startServer({ dataDir });
  t.after(() => last.stop());
  await ok(last, "DeleteKeyMaterial", { KeyId: deleted });
  const present = (): number =>
    ["coffer.db", "coffer.db-wal"]
      .map((name) => join(dataDir, name))
      .filter((path) => existsSync(path))
      .map((path) => readFileSync(path))
      .flatMap((content) => gone.filter((each) => content.includes(each))).length;
  await until(() => present() === 0);
  for (const KeyId of doomed) {
    assert.equal((await call(last.endpoint, "DescribeKey", { KeyId })).status, 404);
  }
  const { KeyMetadata } = await ok(last, "DescribeKey", { KeyId: expiring });
  assert.equal((KeyMetadata as { KeyState: string }).KeyState, "PendingImport");
  await ok(last, "Encrypt", { KeyId: kept, Plaintext: "eA==" });
  const { rows } = wrappedIn(dataDir);
  assert.deepEqual(rows.filter(({ keyId }) => keyId === kept).length, 1);
});

test("rotations that were due while nothing ran happen once each, also after kills in between", async (t) => {
  const dataDir = join(temporaryFolder(t), "data");
  const first = await startServer({ dataDir });
  const keys: string[] = [];
  for (let made = 0; made < 6; made += 1) {
    const rotation = { EnableAutomaticRotation: "true", RotationInterval: "30d" };
    keys.push(await createKey(first, rotation));
  }
  const [KeyId = ""] = keys;
  const { CiphertextBlob } = await ok(first, "Encrypt", { KeyId, Plaintext: "eA==" });
  assert.equal(await first.stop(), 0);
  const month = 31 * 24 * 60 * 60 * 1000;
  change(
    dataDir,
    `UPDATE keys SET created_at = created_at - ${month},
       last_rotated_at = last_rotated_at - ${month}, due_at = due_at - ${month}
       WHERE rotation_interval_seconds IS NOT NULL;
     UPDATE key_versions SET created_at = created_at - ${month}`,
  );
  for (const failpoints of [
    "keys-due.before=kill@3",
    "keys-due.after=kill@2",
    "sqlite.before-commit=kill@3",
  ]) {
    const environment = { COFFER_FAILPOINTS: failpoints };
    const cut = await startServer({ dataDir, environment }).catch(() => undefined);
    if (cut !== undefined) assert.equal(await cut.gone, "SIGKILL");
  }
  const last = await startServer({ dataDir });
  t.after(() => last.stop());
  const versions = (): number[] =>
    keys.map((key) => wrappedIn(dataDir).rows.filter(({ keyId }) => keyId === key).length);
  await until(() => versions().every((count) => count >= 2));
  assert.deepEqual(versions(), [2, 2, 2, 2, 2, 2]);
  const opened = await ok(last, "Decrypt", { CiphertextBlob: String(CiphertextBlob) });
  assert.equal(opened.Plaintext, "eA==");
  const now = await ok(last, "Encrypt", { KeyId, Plaintext: "eA==" });
  assert.notEqual(now.KeyVersionId, opened.KeyVersionId);
});
