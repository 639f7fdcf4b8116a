// Data folders for a bench run: an installation with a given number of secrets, written through the store
// as the server writes them, only many to a transaction.
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sealValue, systemRandom } from "@coffer/crypto";
import { openSqliteStore } from "@coffer/store";
import { readSettings } from "../packages/server/src/config/read-settings.ts";
import { install, readInstallation } from "../packages/server/src/installation/installation.ts";
import { openRootKeys } from "../packages/server/src/installation/root-key.ts";
import { createKeyring } from "../packages/server/src/keyring/keyring.ts";
import { drawKey, newKeyRecord, storeNewKey } from "../packages/server/src/keyring/new-key.ts";
import { CREDENTIALS } from "./processes.ts";

const ROWS_PER_TRANSACTION = 2_000;
const DEFAULT_KEY_SETTING = "default-key-id";

export function temporaryFolder(name: string): string {
  const path = join(tmpdir(), `coffer-bench-${process.pid}`, name);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

export function removeTemporaryFolders(): void {
  rmSync(join(tmpdir(), `coffer-bench-${process.pid}`), { recursive: true, force: true });
}

/** A new installation, open. */
async function installed(name: string) {
  const dataDir = temporaryFolder(`${name}-${Math.round(performance.now())}`);
  const store = await openSqliteStore({ path: join(dataDir, "coffer.db") });
  const settings = readSettings(["--data-dir", dataDir], {
    COFFER_ROOT_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    COFFER_ROOT_ACCESS_KEY_SECRET: CREDENTIALS.accessKeySecret,
  });
  const rootKeys = await openRootKeys(settings, store, undefined);
  await install({ store, settings, rootKeys, random: systemRandom, now: Date.now() });
  const installation = await readInstallation(store);
  if (installation === undefined) throw new Error("no installation");
  const { accountId, region } = installation;
  const keyring = createKeyring({ rootKeys, accountId, region, random: systemRandom });
  return { dataDir, store, keyring, rootKeys, accountId, region };
}

/** An installation that is open for writing. */
export type Open = Awaited<ReturnType<typeof installed>>;

/** Makes an installation with keys that have the aliases `alias/bench/0` … Returns its data folder. */
export async function dataWithKeys(count: number): Promise<string> {
  const { dataDir, store, keyring, accountId } = await installed(`keys-${count}`);
  const now = Date.now();
  const plan = {
    spec: "Aliyun_AES_256",
    usage: "ENCRYPT/DECRYPT",
    origin: "Aliyun_KMS",
    protectionLevel: "SOFTWARE",
    description: "",
    creator: accountId,
  };
  for (let first = 0; first < count; first += ROWS_PER_TRANSACTION) {
    const indexes = Array.from(
      { length: Math.min(ROWS_PER_TRANSACTION, count - first) },
      (_, index) => first + index,
    );
    const drawn = await Promise.all(
      indexes.map(() =>
        drawKey({ keyring, random: systemRandom, now, spec: plan.spec, imported: false }),
      ),
    );
    await store.transaction(async (transaction) => {
      for (const [index, each] of drawn.entries()) {
        await storeNewKey({ store: transaction, keyring }, newKeyRecord(plan, each, now), each);
        const name = `alias/bench/${first + index}`;
        await transaction.insertAlias({ name, keyId: each.keyId, createdAt: now });
      }
    });
  }
  keyring.close();
  await store.close();
  return dataDir;
}

/**
 * Makes an installation with secrets `bench/0` … each with version `v1`, and with what `more` adds. Returns its
 * data folder.
 */
export async function dataWith(
  secrets: number,
  more: (open: Open) => Promise<void> = async () => {},
): Promise<string> {
  const open = await installed(`data-${secrets}`);
  const { dataDir, store, keyring, accountId, region } = open;
  const now = Date.now();
  const keyId = await store.setting(DEFAULT_KEY_SETTING);
  if (keyId === undefined) throw new Error("no default key");
  const key = await store.key(keyId);
  const versionId = key?.primaryVersionId ?? "";
  const place = { keyId, versionId, spec: key?.spec ?? "" };
  const customerKey = await keyring.customerKey(store, place);
  for (let first = 0; first < secrets; first += ROWS_PER_TRANSACTION) {
    await store.transaction(async (transaction) => {
      const end = Math.min(first + ROWS_PER_TRANSACTION, secrets);
      for (let index = first; index < end; index += 1) {
        const name = `bench/${index}`;
        const secretId = await transaction.insertSecret({
          name,
          type: "Generic",
          description: "",
          keyId,
          keyNamed: false,
          creator: accountId,
          createdAt: now,
          updatedAt: now,
          stages: { ACSCurrent: "v1" },
        });
        const value = Buffer.from(`{"user":"app","password":"${index}-0123456789abcdef"}`);
        const place = { accountId, region, secretName: name, versionId: "v1", dataType: "text" };
        const sealed = sealValue(customerKey, value, { ...place, dataType: "text" });
        const version = { secretId, versionId: "v1", createdAt: now, dataType: "text" as const };
        await transaction.insertSecretVersion({ ...version, ...sealed });
      }
    });
  }
  await more(open);
  await store.close();
  return dataDir;
}
