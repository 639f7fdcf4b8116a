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

/** Makes an installation with secrets `bench/0` … each with version `v1`. Returns its data folder. */
export async function dataWith(secrets: number): Promise<string> {
  const dataDir = temporaryFolder(`data-${secrets}-${Math.round(performance.now())}`);
  const store = await openSqliteStore({ path: join(dataDir, "coffer.db") });
  const settings = readSettings(["--data-dir", dataDir], {
    COFFER_ROOT_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    COFFER_ROOT_ACCESS_KEY_SECRET: CREDENTIALS.accessKeySecret,
  });
  const rootKeys = await openRootKeys(settings, store, undefined);
  const now = Date.now();
  await install({ store, settings, rootKeys, random: systemRandom, now });
  const installation = await readInstallation(store);
  const keyId = await store.setting(DEFAULT_KEY_SETTING);
  if (installation === undefined || keyId === undefined) throw new Error("no installation");
  const { accountId, region } = installation;
  const keyring = createKeyring({ rootKeys, accountId, region, random: systemRandom });
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
  await store.close();
  return dataDir;
}
