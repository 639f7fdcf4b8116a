// Which root keys an installation needs, and where they come from: a key file, made at the first start, or a
// passphrase. The store keeps their fingerprints, so that a wrong root key stops the start instead of spoiling
// anything.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { SecretBytes } from "@coffer/crypto";
import type { ReadStore } from "@coffer/store";
import type { Settings } from "../config/settings.ts";
import {
  type RootKeyFacts,
  type RootKeySource,
  RootKeys,
  readRotation,
} from "../keyring/root-keys.ts";
import { InstallationError } from "./installation-error.ts";
import { fileSource, passphraseSource } from "./root-key-sources.ts";

/** The setting of the store that holds salt and cost of the first passphrase, as JSON. */
export const PASSPHRASE_SETTING = "root-passphrase-parameters";

function readPassphraseFile(path: string): SecretBytes {
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

/** What gives the passphrase, where the settings name one. */
function passphraseOf(settings: Settings): (() => SecretBytes) | undefined {
  const { rootPassphrase, rootPassphraseFile } = settings;
  if (rootPassphrase !== undefined) return () => SecretBytes.fromText(rootPassphrase);
  if (rootPassphraseFile === undefined) return undefined;
  return () => readPassphraseFile(rootPassphraseFile);
}

function sourceOf(
  settings: Settings,
  { stored, installed }: { readonly stored: string | undefined; readonly installed: boolean },
): RootKeySource {
  const passphrase = passphraseOf(settings);
  if (passphrase !== undefined) {
    if (installed && stored === undefined) {
      const way = "start without the passphrase setting";
      throw new InstallationError(`this installation's root key is in a key file: ${way}`);
    }
    return passphraseSource(passphrase, stored);
  }
  if (stored !== undefined) {
    const way = "give `root-passphrase-file`";
    throw new InstallationError(`this installation's root key comes from a passphrase: ${way}`);
  }
  return fileSource(settings.rootKeyFile ?? join(settings.dataDir, "root.key"));
}

function foreign(wanted: RootKeyFacts, source: RootKeySource): InstallationError {
  const found = source.present(wanted).join("`, `");
  return new InstallationError(
    `the root key does not fit this data: expected fingerprint \`${wanted.fingerprint}\`, ` +
      `found \`${found}\` in ${source.name}`,
  );
}

/**
 * Finds the root keys, or makes the first when nothing is installed. For an existing installation a missing key
 * file is never replaced by a new one: what the old key wrapped would be lost unseen. In the middle of a rotation
 * both root keys must be there.
 *
 * @throws InstallationError or RootKeyError with the way out
 */
export async function openRootKeys(
  settings: Settings,
  store: ReadStore,
  installation: { readonly rootKeyFingerprint: string } | undefined,
): Promise<RootKeys> {
  const stored = await store.setting(PASSPHRASE_SETTING);
  const source = sourceOf(settings, { stored, installed: installation !== undefined });
  if (installation === undefined) return new RootKeys(source, source.first());
  const rotation = await readRotation(store);
  const wanted: RootKeyFacts =
    rotation === undefined
      ? { fingerprint: installation.rootKeyFingerprint }
      : rotation.endedAt === undefined
        ? rotation.from
        : rotation.to;
  const first = source.find(wanted);
  if (first === undefined) throw foreign(wanted, source);
  const rootKeys = new RootKeys(source, first);
  if (rotation !== undefined && rotation.endedAt === undefined) {
    const next = source.find(rotation.to);
    if (next === undefined) {
      const { fingerprint } = rotation.to;
      throw new InstallationError(
        `the root key is being rotated and the new one, fingerprint \`${fingerprint}\`, is not in ` +
          `${source.name}.next: restore it from your backup`,
      );
    }
    rootKeys.learn(next);
  }
  return rootKeys;
}
