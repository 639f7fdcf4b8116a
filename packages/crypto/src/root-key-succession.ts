// The two steps in which a new root key file takes the place of the old one. At every moment in between, both keys
// are in files, and a name that exists leads to a whole file.
import { linkSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { readRootKeyFile, syncFolder } from "./root-key-file.ts";

/**
 * Gives the root key file a second name, `<path>.<fingerprint>`: backups made until now need that key.
 * @throws RootKeyError as `readRootKeyFile`
 */
export function keepRootKeyFile(path: string): void {
  const rootKey = readRootKeyFile(path);
  const { fingerprint } = rootKey;
  rootKey.wipe();
  try {
    linkSync(path, `${path}.${fingerprint}`);
  } catch (error) {
    // Kept by an earlier attempt, or before: a file of that name holds that very key.
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  syncFolder(dirname(path));
}

/** Puts the file `next` in the place of `path`, in one step. */
export function replaceRootKeyFile(path: string, next: string): void {
  renameSync(next, path);
  syncFolder(dirname(path));
}
