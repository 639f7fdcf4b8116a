// Laws of the rotation of the root key: at every moment everything opens, in this process and after a restart;
// at its end nothing needs the old root key any more.
import assert from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { readRootKeyFile, wrappingFingerprint } from "@coffer/crypto";
import { type KeyVersionRecord, MemoryStore, type Store } from "@coffer/store";
import { readSettings } from "../../src/config/read-settings.ts";
import type { Settings } from "../../src/config/settings.ts";
import { readInstallation } from "../../src/installation/installation.ts";
import { openRootKeys } from "../../src/installation/root-key.ts";
import { AUDIT_KEY_SETTING } from "../../src/keyring/audit-key.ts";
import { insertVersion } from "../../src/keyring/store-version.ts";
import { describe } from "../../src/observe/problem.ts";
import { base64, createKey, createPair, importMaterial, ok } from "../keys/kit.ts";
import { type TestServer, testServer } from "../support/server.ts";

const ADMIN = { Version: "2026-11-24" };

interface Fingerprints {
  readonly FromFingerprint: string;
  readonly ToFingerprint: string;
}

interface World {
  readonly store: Store;
  readonly settings: Settings;
  readonly folder: string;
  /** A server over the same store and folder, as after a restart. */
  start(): Promise<TestServer>;
}

function world(
  t: TestContext,
  environment: NodeJS.ProcessEnv = {},
  store: Store = new MemoryStore(),
): World {
  const folder = mkdtempSync(join(tmpdir(), "coffer-root-key-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const settings = readSettings(["--data-dir", folder], environment);
  return {
    store,
    settings,
    folder,
    async start() {
      const rootKeys = await openRootKeys(settings, store, await readInstallation(store));
      return testServer({ store, rootKeys });
    },
  };
}

const rotate = async (server: TestServer): Promise<Fingerprints> =>
  (await ok(server, "RotateRootKey", ADMIN)) as unknown as Fingerprints;

async function runJobs(server: TestServer): Promise<void> {
  for (const work of server.work) await work.run(server.now);
}

/** One of everything that a root key wraps; returns what checks that all of it still opens. */
async function fill(server: TestServer): Promise<(other: TestServer) => Promise<void>> {
  const KeyId = await createKey(server);
  const { CiphertextBlob } = await ok(server, "Encrypt", { KeyId, Plaintext: base64("text") });
  await ok(server, "CreateKeyVersion", { KeyId });
  const mac = {
    KeyId: await createKey(server, { KeySpec: "HMAC_SHA_256", KeyUsage: "GENERATE/VERIFY_MAC" }),
  };
  const message = { ...mac, Message: base64("message"), Algorithm: "HMAC_SHA_256" };
  const { Mac } = await ok(server, "GenerateMac", message);
  const pair = await createPair(server, "EC_P256", "SIGN/VERIFY");
  const signing = { ...pair, Algorithm: "ECDSA_SHA_256", Digest: base64(Buffer.alloc(32, 5)) };
  const imported = await createKey(server, { Origin: "EXTERNAL" });
  const material = Buffer.alloc(32, 9);
  assert.equal(await importMaterial(server, { KeyId: imported, material }), "OK");
  const empty = await createKey(server, { Origin: "EXTERNAL" });
  assert.equal(await importMaterial(server, { KeyId: empty, material }), "OK");
  await ok(server, "DeleteKeyMaterial", { KeyId: empty });
  await ok(server, "CreateSecret", { SecretName: "s", SecretData: "value", VersionId: "1" });
  return async (other) => {
    const opened = await ok(other, "Decrypt", { CiphertextBlob: String(CiphertextBlob) });
    assert.equal(opened.Plaintext, base64("text"));
    const verified = await ok(other, "VerifyMac", { ...message, Mac: String(Mac) });
    assert.equal(verified.Value, true);
    await ok(other, "AsymmetricSign", signing);
    await ok(other, "Encrypt", { KeyId: imported, Plaintext: base64("x") });
    assert.equal(
      await importMaterial(other, { KeyId: empty, material: Buffer.alloc(32) }),
      "InvalidKeyMaterial",
    );
    assert.equal(await importMaterial(other, { KeyId: empty, material }), "OK");
    await ok(other, "DeleteKeyMaterial", { KeyId: empty });
    assert.equal((await ok(other, "GetSecretValue", { SecretName: "s" })).SecretData, "value");
  };
}

/** Fingerprints of the root keys that wrapped what is stored now. */
async function wrappedUnder(store: Store): Promise<Set<string>> {
  const found = new Set<string>();
  for (const { wrappedSecret } of await store.accessKeys(undefined, 1_000)) {
    found.add(wrappingFingerprint(wrappedSecret));
  }
  for (const { wrappedMaterial, wrappedCheck } of await store.keyVersions(undefined, 1_000)) {
    for (const each of [wrappedMaterial, wrappedCheck])
      if (each) found.add(wrappingFingerprint(each));
  }
  return found;
}

const inFile = (path: string): string => readRootKeyFile(path).fingerprint;

test("a rotation wraps everything anew, keeps the old file, and survives restarts at each moment", async (t) => {
  const { store, folder, start } = world(t);
  const first = await start();
  const check = await fill(first);
  const path = join(folder, "root.key");
  const before = inFile(path);
  assert.equal((await ok(first, "GetRootKeyStatus", ADMIN)).Fingerprint, before);

  const { FromFingerprint, ToFingerprint: after } = await rotate(first);
  assert.equal(FromFingerprint, before);
  assert.deepEqual([inFile(path), inFile(`${path}.next`)], [before, after]);
  await check(first);
  await check(await start());
  const going = await ok(first, "GetRootKeyStatus", ADMIN);
  assert.deepEqual(Object.keys(going.Rotation as object).sort(), [
    "FromFingerprint",
    "StartTime",
    "ToFingerprint",
  ]);

  await runJobs(first);
  assert.deepEqual(await wrappedUnder(store), new Set([after]));
  assert.deepEqual(readdirSync(folder).sort(), ["root.key", `root.key.${before}`]);
  assert.deepEqual([inFile(path), inFile(`${path}.${before}`)], [after, before]);
  await check(first);
  await check(await start());
  const status = await ok(first, "GetRootKeyStatus", ADMIN);
  assert.equal(status.Fingerprint, after);
  assert.ok((status.Rotation as { EndTime?: string }).EndTime);

  const again = await start();
  const second = await rotate(again);
  assert.equal(second.FromFingerprint, after);
  await runJobs(again);
  assert.equal(inFile(path), second.ToFingerprint);
  await check(again);
  await check(await start());
});

test("what proves material that was deleted is wrapped anew too: it can come back without the old root key", async (t) => {
  const { store, folder, start } = world(t);
  const server = await start();
  const KeyId = await createKey(server, { Origin: "EXTERNAL" });
  const material = Buffer.alloc(32, 9);
  assert.equal(await importMaterial(server, { KeyId, material }), "OK");
  await ok(server, "DeleteKeyMaterial", { KeyId });
  const { FromFingerprint, ToFingerprint } = await rotate(server);
  await runJobs(server);
  assert.deepEqual(await wrappedUnder(store), new Set([ToFingerprint]));
  rmSync(join(folder, `root.key.${FromFingerprint}`));
  const later = await start();
  const other = { KeyId, material: Buffer.alloc(32) };
  assert.equal(await importMaterial(later, other), "InvalidKeyMaterial");
  assert.equal(await importMaterial(later, { KeyId, material }), "OK");
});

/** A store in which a row comes back as it was when the walk, past the versions of keys, looks at the audit's key. */
class RestoringStore extends MemoryStore {
  row: KeyVersionRecord | undefined;

  override async setting(name: string): Promise<string | undefined> {
    const { row } = this;
    if (name === AUDIT_KEY_SETTING && row !== undefined) {
      this.row = undefined;
      await this.transaction((write) => write.updateKeyVersion(row));
    }
    return super.setting(name);
  }
}

test("a row under the old root key that appears behind the walk is wrapped anew before the end", async (t) => {
  const store = new RestoringStore();
  const { start } = world(t, {}, store);
  const server = await start();
  const KeyId = await createKey(server);
  const versionId = (await store.key(KeyId))?.primaryVersionId ?? "";
  const before = await store.keyVersion(KeyId, versionId);
  assert.ok(before);
  const { ToFingerprint } = await rotate(server);
  store.row = before;
  await runJobs(server);
  assert.equal(store.row, undefined);
  assert.deepEqual(await wrappedUnder(store), new Set([ToFingerprint]));
  const { Rotation } = await ok(server, "GetRootKeyStatus", ADMIN);
  assert.ok((Rotation as { EndTime?: string }).EndTime);
});

test("while a rotation goes on, whatever is stored is wrapped under the new root key", async (t) => {
  const { store, start } = world(t);
  const server = await start();
  const early = await server.keyring.newVersion({
    ...{ keyId: await createKey(server), versionId: "drawn-before", spec: "Aliyun_AES_256" },
    now: server.now,
  });
  const { FromFingerprint, ToFingerprint } = await rotate(server);
  assert.equal(wrappingFingerprint(early.wrappedMaterial ?? Buffer.alloc(0)), FromFingerprint);
  await store.transaction((transaction) => insertVersion(transaction, server.keyring, early));
  const late = await createKey(server);
  const { rows } = await store.keyVersionsOf(late, { offset: 0, limit: 1 });
  const places = [
    [early.keyId, early.versionId],
    [late, rows[0]?.versionId ?? ""],
  ] as const;
  for (const [keyId, versionId] of places) {
    const version = await store.keyVersion(keyId, versionId);
    assert.ok(version?.wrappedMaterial);
    assert.equal(wrappingFingerprint(version.wrappedMaterial), ToFingerprint);
  }
});

test("a process that did not see the announcement stores nothing under the old root key", async (t) => {
  const { store, start } = world(t);
  const [one, other] = [await start(), await start()];
  const { ToFingerprint } = await rotate(one);
  const keyId = await createKey(other);
  for (const version of await store.keyVersions(undefined, 100)) {
    if (version.keyId !== keyId) continue;
    assert.equal(wrappingFingerprint(version.wrappedMaterial ?? Buffer.alloc(0)), ToFingerprint);
  }
  assert.equal((await wrappedUnder(store)).size, 2);
});

test("another process opens what was wrapped anew, without a restart", async (t) => {
  for (const environment of [{}, { COFFER_ROOT_PASSPHRASE: "correct horse battery staple" }]) {
    const { start } = world(t, environment);
    const [one, other] = [await start(), await start()];
    const check = await fill(one);
    await check(other);
    await rotate(one);
    await runJobs(one);
    await check(other);
    await runJobs(other);
    await rotate(other);
    await runJobs(other);
    await check(one);
    assert.deepEqual([one.unexpected, other.unexpected], [[], []]);
  }
});

test("a process that missed a whole rotation opens everything in the middle of the next", async (t) => {
  const { start } = world(t);
  const [one, idle] = [await start(), await start()];
  const check = await fill(one);
  await rotate(one);
  await runJobs(one);
  await rotate(one);
  await check(idle);
  await runJobs(idle);
  await check(one);
  await check(await start());
});

test("the key in use is never the next one, also before any rotation", async (t) => {
  const { folder, start } = world(t);
  const server = await start();
  copyFileSync(join(folder, "root.key"), join(folder, "root.key.next"));
  const { code, body } = await server.call("RotateRootKey", ADMIN);
  assert.equal(code, "UnsupportedOperation");
  assert.match(String(body.Message), /the one that is in use: move it away/);
});

test("an earlier root key is never the next one", async (t) => {
  const { folder, start } = world(t);
  const server = await start();
  await rotate(server);
  await runJobs(server);
  const path = join(folder, "root.key");
  const [kept = ""] = readdirSync(folder).filter((name) => /^root\.key\.[0-9a-f]+$/.test(name));
  copyFileSync(join(folder, kept), `${path}.next`);
  const { code, body } = await server.call("RotateRootKey", ADMIN);
  assert.equal(code, "UnsupportedOperation");
  assert.match(String(body.Message), /holds an earlier root key: move it away/);
});

test("asked twice at once or while it goes on, there is one rotation", async (t) => {
  const { folder, start } = world(t);
  const server = await start();
  const [one, other] = await Promise.all([rotate(server), rotate(server)]);
  assert.deepEqual(one.ToFingerprint, other.ToFingerprint);
  assert.equal((await rotate(server)).ToFingerprint, one.ToFingerprint);
  await runJobs(server);
  assert.equal((await ok(server, "GetRootKeyStatus", ADMIN)).Fingerprint, one.ToFingerprint);
  assert.equal(existsSync(join(folder, "root.key.next")), false);
  assert.notEqual((await rotate(server)).ToFingerprint, one.ToFingerprint);
});

test("rows deleted or changed while the job works stay deleted or changed", async (t) => {
  const { store, start } = world(t);
  const server = await start();
  const keys = [];
  for (let made = 0; made < 250; made += 1) keys.push(await createKey(server));
  const { ToFingerprint } = await rotate(server);
  const changing = keys.map(async (KeyId, index) => {
    if (index % 3 === 0) await ok(server, "CreateKeyVersion", { KeyId });
    if (index % 3 === 1) await store.transaction((each) => each.deleteKey(KeyId));
  });
  await Promise.all([runJobs(server), ...changing]);
  assert.deepEqual(await wrappedUnder(store), new Set([ToFingerprint]));
  const { total } = await store.keys({ service: false, offset: 0, limit: 1 });
  assert.equal(total, 250 - 83);
  const versions = await store.keyVersions(undefined, 1_000);
  assert.equal(versions.length, 1 + 84 * 2 + 83);
});

test("without either of its root keys the middle of a rotation does not start, and says why", async (t) => {
  const { folder, start } = world(t);
  const server = await start();
  const check = await fill(server);
  await rotate(server);
  const path = join(folder, "root.key");
  renameSync(`${path}.next`, join(folder, "elsewhere"));
  await assert.rejects(start(), /is being rotated and the new one.*root\.key\.next: restore it/);
  renameSync(join(folder, "elsewhere"), `${path}.next`);
  renameSync(path, join(folder, "elsewhere"));
  await assert.rejects(start(), /root\.key` is not there: restore it/);
  assert.equal(existsSync(path), false);
  renameSync(join(folder, "elsewhere"), path);
  await check(await start());
});

test("data restored from before a rotation opens with the kept root key", async (t) => {
  const { settings, start, folder } = world(t);
  const server = await start();
  const rootKeyFingerprint = inFile(join(folder, "root.key"));
  await rotate(server);
  await runJobs(server);
  assert.notEqual(inFile(join(folder, "root.key")), rootKeyFingerprint);
  const restored = await openRootKeys(settings, new MemoryStore(), { rootKeyFingerprint });
  assert.equal(restored.fingerprint, rootKeyFingerprint);
});

test("a root key file that cannot be written is told to the caller, and nothing begins", async (t) => {
  const { folder, start } = world(t);
  const server = await start();
  mkdirSync(join(folder, "root.key.next"));
  const { code, body } = await server.call("RotateRootKey", ADMIN);
  assert.equal(code, "UnsupportedOperation");
  assert.match(String(body.Message), /root\.key\.next` is not a regular file/);
  assert.equal((await ok(server, "GetRootKeyStatus", ADMIN)).Rotation, undefined);
  assert.deepEqual(server.unexpected, []);
});

test("a passphrase rotates to a fresh salt, again and again", async (t) => {
  const passphrase = { COFFER_ROOT_PASSPHRASE: "correct horse battery staple" };
  const { start, folder, store } = world(t, passphrase);
  const server = await start();
  const check = await fill(server);
  const { FromFingerprint, ToFingerprint } = await rotate(server);
  assert.notEqual(FromFingerprint, ToFingerprint);
  const middle = await start();
  await check(middle);
  await runJobs(middle);
  assert.deepEqual(await wrappedUnder(store), new Set([ToFingerprint]));
  const after = await start();
  await check(after);
  const second = await rotate(after);
  assert.equal(second.FromFingerprint, ToFingerprint);
  await check(await start());
  const last = await start();
  await runJobs(last);
  assert.deepEqual(await wrappedUnder(store), new Set([second.ToFingerprint]));
  await check(await start());
  assert.deepEqual(readdirSync(folder), []);
});

test("a spoilt row stops the rotation before its end, and is named", async (t) => {
  const { store, folder, start } = world(t);
  const server = await start();
  const keyId = await createKey(server);
  const { rows } = await store.keyVersionsOf(keyId, { offset: 0, limit: 1 });
  const version = await store.keyVersion(keyId, rows[0]?.versionId ?? "");
  assert.ok(version?.wrappedMaterial);
  const spoilt = Buffer.from(version.wrappedMaterial);
  spoilt.writeUInt8(spoilt.readUInt8(40) ^ 1, 40);
  await store.transaction((each) => each.updateKeyVersion({ ...version, wrappedMaterial: spoilt }));
  await rotate(server);
  const names = new RegExp(`version ${version.versionId} of ${keyId} cannot`);
  await assert.rejects(runJobs(server), (failure) => {
    // As the log has it.
    assert.match(String((describe(failure) as { message?: string }).message), names);
    return true;
  });
  const { Rotation } = await ok(server, "GetRootKeyStatus", ADMIN);
  assert.equal((Rotation as { EndTime?: string }).EndTime, undefined);
  assert.ok(existsSync(join(folder, "root.key.next")));
});

test("after a rotation another passphrase stops the start, and the old one still opens", async (t) => {
  const right = { COFFER_ROOT_PASSPHRASE: "correct horse battery staple" };
  const { start, store } = world(t, right);
  const server = await start();
  const { ToFingerprint } = await rotate(server);
  await runJobs(server);
  const installation = await readInstallation(store);
  const wrong = readSettings([], { COFFER_ROOT_PASSPHRASE: "wrong horse battery staple" });
  await assert.rejects(openRootKeys(wrong, store, installation), new RegExp(ToFingerprint));
  assert.equal(
    (await openRootKeys(readSettings([], right), store, installation)).fingerprint,
    ToFingerprint,
  );
});
