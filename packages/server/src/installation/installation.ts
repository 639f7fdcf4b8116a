// What makes a store an installation: account, region, root key fingerprint, the root AccessKey and the
// service's default key. The first start makes all of it in one transaction, so that a start cut short
// leaves nothing but, at most, a root key file, which the next start then uses.
import type { Random } from "@coffer/crypto";
import type { Store } from "@coffer/store";
import type { Settings } from "../config/settings.ts";
import { newAccountId } from "../domain/identity/identity-ids.ts";
import {
  type AccessKeyPair,
  drawAccessKey,
  wrapAccessKeySecret,
} from "../keyring/access-key-secret.ts";
import { DEFAULT_KEY_SPEC, ensureDefaultKey } from "../keyring/default-key.ts";
import { createKeyring } from "../keyring/keyring.ts";
import { drawKey } from "../keyring/new-key.ts";
import type { RootKeys } from "../keyring/root-keys.ts";
import { InstallationError } from "./installation-error.ts";
import { PASSPHRASE_SETTING } from "./root-key.ts";

const INSTALLATION_SETTING = "installation";

export interface Installation {
  readonly accountId: string;
  readonly region: string;
  /** Of the first root key; what rotated it is a setting of its own. */
  readonly rootKeyFingerprint: string;
}

export async function readInstallation(
  store: Pick<Store, "setting">,
): Promise<Installation | undefined> {
  const text = await store.setting(INSTALLATION_SETTING);
  return text === undefined ? undefined : (JSON.parse(text) as Installation); // written below
}

function newRootAccessKey(settings: Settings, random: Random): AccessKeyPair {
  const drawn = drawAccessKey(random);
  return {
    id: settings.rootAccessKeyId ?? drawn.id,
    secret: settings.rootAccessKeySecret ?? drawn.secret,
  };
}

/** Makes the installation. Returns undefined when another process was faster. */
export async function install(parts: {
  readonly store: Store;
  readonly settings: Settings;
  readonly rootKeys: RootKeys;
  readonly random: Random;
  readonly now: number;
}): Promise<AccessKeyPair | undefined> {
  const { store, settings, rootKeys, random, now } = parts;
  const accountId = settings.accountId ?? newAccountId(random);
  const accessKey = newRootAccessKey(settings, random);
  const { rootKey, passphraseParameters } = rootKeys.first;
  const region = settings.region ?? "cn-hangzhou";
  const keyring = createKeyring({ rootKeys, accountId, region, random });
  const drawn = await drawKey({ keyring, random, now, spec: DEFAULT_KEY_SPEC, imported: false });
  const installation: Installation = { accountId, region, rootKeyFingerprint: rootKey.fingerprint };
  const made = await store.transaction(async (transaction) => {
    if ((await transaction.setting(INSTALLATION_SETTING)) !== undefined) return false;
    await transaction.putSetting(INSTALLATION_SETTING, JSON.stringify(installation));
    if (passphraseParameters !== undefined) {
      await transaction.putSetting(PASSPHRASE_SETTING, passphraseParameters);
    }
    await transaction.insertAccessKey({
      id: accessKey.id,
      wrappedSecret: wrapAccessKeySecret(rootKey, { accountId, ...accessKey }),
      status: "Active",
      principal: "root",
      accountId,
      createdAt: now,
    });
    await ensureDefaultKey({ store: transaction, keyring }, drawn, now);
    return true;
  });
  keyring.close();
  return made ? accessKey : undefined;
}

/** Stops a start whose settings are not those of the installation. */
export function checkInstallation(installation: Installation, settings: Settings): void {
  const { accountId, region } = settings;
  if (region !== undefined && region !== installation.region) {
    throw new InstallationError(
      `this data is of region \`${installation.region}\`, not \`${region}\``,
    );
  }
  if (accountId !== undefined && accountId !== installation.accountId) {
    const own = installation.accountId;
    throw new InstallationError(`this data belongs to account \`${own}\`, not \`${accountId}\``);
  }
}
