// Where root keys are kept: in files, nowhere but in a passphrase, or in memory for servers that forget all.
import { existsSync, realpathSync } from "node:fs";
import {
  createRootKeyFile,
  keepRootKeyFile,
  newPassphraseParameters,
  type PassphraseParameters,
  type RootKey,
  RootKeyError,
  readRootKeyFile,
  replaceRootKeyFile,
  rootKeyFromBytes,
  rootKeyFromPassphrase,
  SecretBytes,
} from "@coffer/crypto";
import { failpoint } from "@coffer/store";
import type { KnownRootKey, RootKeySource } from "../keyring/root-keys.ts";

function fingerprintIn(path: string): string {
  const rootKey = readRootKeyFile(path);
  rootKey.wipe();
  return rootKey.fingerprint;
}

/** Reads the file if its key is the one, else forgets it. */
function keyIn(path: string, fingerprint: string): KnownRootKey | undefined {
  const rootKey = readRootKeyFile(path);
  if (rootKey.fingerprint === fingerprint) return { rootKey };
  rootKey.wipe();
  return undefined;
}

/**
 * `path` holds the current root key, `path.next` the one that a rotation leads to, `path.<fingerprint>` those of
 * before.
 */
export function fileSource(path: string): RootKeySource {
  // Beside the file itself, not beside a symbolic link to it, which a rename would replace.
  const place = (): string => (existsSync(path) ? realpathSync(path) : path);
  return {
    name: path,
    first: () => ({ rootKey: existsSync(path) ? readRootKeyFile(path) : createRootKeyFile(path) }),
    find({ fingerprint }) {
      const real = place();
      const others = [`${real}.next`, `${real}.${fingerprint}`].filter((each) => existsSync(each));
      // Without any other file, the missing one is the error to tell.
      const current = existsSync(real) || others.length === 0 ? [real] : [];
      for (const each of [...current, ...others]) {
        const found = keyIn(each, fingerprint);
        if (found !== undefined) return found;
      }
      // Throws what there is to say: it is not there.
      if (current.length === 0) readRootKeyFile(real).wipe();
      return undefined;
    },
    present: () =>
      [place(), `${place()}.next`].filter((each) => existsSync(each)).map(fingerprintIn),
    next() {
      const real = place();
      const next = `${real}.next`;
      if (!existsSync(next)) return { rootKey: createRootKeyFile(next) };
      const rootKey = readRootKeyFile(next);
      if (!existsSync(`${real}.${rootKey.fingerprint}`)) return { rootKey };
      rootKey.wipe();
      const way = "move it away";
      throw new RootKeyError("Unusable", `\`${next}\` holds an earlier root key: ${way}`);
    },
    promote(fingerprint) {
      const real = place();
      const next = `${real}.next`;
      if (!existsSync(next) || keyIn(next, fingerprint) === undefined) return;
      if (existsSync(real)) keepRootKeyFile(real);
      failpoint("root-key.kept");
      replaceRootKeyFile(real, next);
      failpoint("root-key.replaced");
    },
  };
}

/**
 * @param read gives the passphrase, which is wiped after use
 * @param stored salt and cost as JSON, of an installation that has them
 */
export function passphraseSource(
  read: () => SecretBytes,
  stored: string | undefined,
): RootKeySource {
  const derive = (passphraseParameters: string): KnownRootKey => {
    using passphrase = read();
    const parameters: PassphraseParameters = JSON.parse(passphraseParameters);
    return { rootKey: rootKeyFromPassphrase(passphrase, parameters), passphraseParameters };
  };
  const fresh = (): KnownRootKey => derive(JSON.stringify(newPassphraseParameters()));
  return {
    name: "the passphrase",
    first: () => (stored === undefined ? fresh() : derive(stored)),
    find({ fingerprint, passphraseParameters = stored }) {
      if (passphraseParameters === undefined) return undefined;
      const found = derive(passphraseParameters);
      if (found.rootKey.fingerprint === fingerprint) return found;
      found.rootKey.wipe();
      return undefined;
    },
    present: ({ passphraseParameters = stored }) =>
      passphraseParameters === undefined ? [] : [derive(passphraseParameters).rootKey.fingerprint],
    // The same passphrase with a fresh salt gives a root key that has nothing in common with the one before.
    next: fresh,
    promote: () => undefined,
  };
}

export function memorySource(
  first: RootKey = rootKeyFromBytes(SecretBytes.random(32)),
): RootKeySource {
  return {
    name: "memory",
    first: () => ({ rootKey: first }),
    find: ({ fingerprint }) => (fingerprint === first.fingerprint ? { rootKey: first } : undefined),
    present: () => [first.fingerprint],
    next: () => ({ rootKey: rootKeyFromBytes(SecretBytes.random(32)) }),
    promote: () => undefined,
  };
}
