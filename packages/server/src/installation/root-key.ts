// Where the root key comes from: a key file, made at the first start, or a passphrase. The store keeps the
// root key's fingerprint, so that a wrong root key stops the start instead of spoiling anything.
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  createRootKeyFile,
  newPassphraseParameters,
  type PassphraseParameters,
  type RootKey,
  readRootKeyFile,
  rootKeyFromPassphrase,
  SecretBytes,
} from "@coffer/crypto";
import type { ReadStore } from "@coffer/store";
import type { Settings } from "../config/settings.ts";
import { InstallationError } from "./installation-error.ts";

/** The setting of the store that holds salt and cost of the passphrase, as JSON. */
export const PASSPHRASE_SETTING = "root-passphrase-parameters";

export interface FoundRootKey {
  readonly rootKey: RootKey;
  /** Where it was found, for messages. */
  readonly source: string;
  /** To be stored with the installation, when the root key comes from a new passphrase. */
  readonly passphraseParameters?: string;
}

function readPassphrase(settings: Settings): SecretBytes | undefined {
  if (settings.rootPassphrase !== undefined) return SecretBytes.fromText(settings.rootPassphrase);
  const path = settings.rootPassphraseFile;
  if (path === undefined) return undefined;
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts === undefined || !facts.isFile()) {
    throw new InstallationError(`the passphrase file \`${path}\` is not there`);
  }
  if ((facts.mode & 0o077) !== 0) {
    const way = `run \`chmod 600 ${path}\``;
    throw new InstallationError(`others may read the passphrase file \`${path}\`: ${way}`);
  }
  return SecretBytes.fromText(readFileSync(path, "utf8").replace(/\r?\n$/, ""));
}

function fromPassphrase(passphrase: SecretBytes, stored: string | undefined): FoundRootKey {
  const parameters: PassphraseParameters =
    stored === undefined ? newPassphraseParameters() : JSON.parse(stored);
  const rootKey = rootKeyFromPassphrase(passphrase, parameters);
  passphrase.wipe();
  const found = { rootKey, source: "the passphrase" };
  return stored === undefined
    ? { ...found, passphraseParameters: JSON.stringify(parameters) }
    : found;
}

/**
 * Finds the root key, or makes it when `installed` is false. For an existing installation a missing key
 * file is never replaced by a new one: what the old key wrapped would be lost unseen.
 *
 * @throws InstallationError or RootKeyError with the way out
 */
export async function findRootKey(
  settings: Settings,
  store: ReadStore,
  installed: boolean,
): Promise<FoundRootKey> {
  const passphrase = readPassphrase(settings);
  const stored = await store.setting(PASSPHRASE_SETTING);
  if (passphrase !== undefined) {
    if (installed && stored === undefined) {
      const way = "start without the passphrase setting";
      throw new InstallationError(`this installation's root key is in a key file: ${way}`);
    }
    return fromPassphrase(passphrase, stored);
  }
  if (stored !== undefined) {
    const way = "give `root-passphrase-file`";
    throw new InstallationError(`this installation's root key comes from a passphrase: ${way}`);
  }
  const path = settings.rootKeyFile ?? join(settings.dataDir, "root.key");
  if (!installed && !existsSync(path)) return { rootKey: createRootKeyFile(path), source: path };
  return { rootKey: readRootKeyFile(path), source: path };
}
