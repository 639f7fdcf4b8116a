// Laws of the first start: made once, whole or not at all, and never for another's data.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { createRootKeyFile, systemRandom } from "@coffer/crypto";
import { MemoryStore } from "@coffer/store";
import { readSettings } from "../../src/config/read-settings.ts";
import {
  checkInstallation,
  install,
  readInstallation,
} from "../../src/installation/installation.ts";
import { InstallationError } from "../../src/installation/installation-error.ts";
import { openRootKeys } from "../../src/installation/root-key.ts";
import { memoryRootKeys, START } from "../support/server.ts";

const parts = (store: MemoryStore, environment: NodeJS.ProcessEnv = {}) => ({
  store,
  settings: readSettings([], environment),
  rootKeys: memoryRootKeys(1),
  random: systemRandom,
  now: START,
});

test("two first starts at once make one installation", async () => {
  const store = new MemoryStore();
  const made = await Promise.all([install(parts(store)), install(parts(store))]);
  assert.equal(made.filter((accessKey) => accessKey !== undefined).length, 1);
  const winner = made.find((accessKey) => accessKey !== undefined);
  assert.ok(await store.accessKey(winner?.id ?? ""));
  assert.equal((await store.keys({ service: true, offset: 0, limit: 9 })).total, 1);
});

test("a first start that fails leaves nothing, so that the next one is a first start", async () => {
  const store = new MemoryStore();
  await store.transaction((transaction) =>
    transaction.insertAccessKey({
      id: "LTAI-taken",
      wrappedSecret: new Uint8Array(),
      status: "Active",
      principal: "root",
      accountId: "1",
      createdAt: 0,
    }),
  );
  await assert.rejects(install(parts(store, { COFFER_ROOT_ACCESS_KEY_ID: "LTAI-taken" })));
  assert.equal(await readInstallation(store), undefined);
  assert.equal((await store.keys({ offset: 0, limit: 9 })).total, 0);
  assert.ok(await install(parts(store)));
});

test("account and AccessKey are drawn anew for each installation", async () => {
  const [one, two] = [new MemoryStore(), new MemoryStore()];
  const keys = [await install(parts(one)), await install(parts(two))];
  assert.notEqual(keys[0]?.id, keys[1]?.id);
  assert.notEqual(keys[0]?.secret, keys[1]?.secret);
  const accounts = [await readInstallation(one), await readInstallation(two)];
  for (const found of accounts) assert.match(found?.accountId ?? "", /^\d{16}$/);
  assert.notEqual(accounts[0]?.accountId, accounts[1]?.accountId);
});

test("another root key stops the start, naming both", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-installation-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const settings = readSettings(["--data-dir", folder], {});
  const store = new MemoryStore();
  const first = await openRootKeys(settings, store, undefined);
  await install({ ...parts(store), rootKeys: first });
  const installation = await readInstallation(store);
  assert.ok(installation);
  const opened = await openRootKeys(settings, store, installation);
  assert.equal(opened.fingerprint, installation.rootKeyFingerprint);
  rmSync(join(folder, "root.key"));
  await assert.rejects(openRootKeys(settings, store, installation), /is not there: restore it/);
  assert.deepEqual(readdirSync(folder), []);
  const other = createRootKeyFile(join(folder, "root.key"));
  await assert.rejects(openRootKeys(settings, store, installation), (error) => {
    assert.ok(error instanceof InstallationError);
    assert.ok(error.message.includes(first.fingerprint));
    assert.ok(error.message.includes(other.fingerprint));
    return true;
  });
});

test("another account or region stops the start, naming both", async () => {
  const store = new MemoryStore();
  await install(parts(store, { COFFER_ACCOUNT_ID: "1234567890123456" }));
  const installation = await readInstallation(store);
  assert.ok(installation);
  const check = (environment: NodeJS.ProcessEnv) =>
    checkInstallation(installation, readSettings([], environment));
  check({});
  check({ COFFER_REGION: "cn-hangzhou", COFFER_ACCOUNT_ID: "1234567890123456" });
  assert.throws(
    () => check({ COFFER_REGION: "cn-beijing" }),
    /region `cn-hangzhou`, not `cn-beijing`/,
  );
  assert.throws(() => check({ COFFER_ACCOUNT_ID: "9999999999999999" }), /belongs to account/);
});
