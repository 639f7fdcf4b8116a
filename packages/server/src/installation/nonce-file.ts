// Used nonces across a restart: saved at a graceful stop, taken in at the start, so that a request heard on
// the wire before the stop cannot be sent again after it. A process that was killed leaves no such file;
// SECURITY.md says what that means.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const NAME = "nonces";

export function saveNonces(dataDir: string, nonces: Uint8Array): void {
  writeFileSync(join(dataDir, NAME), nonces, { mode: 0o600 });
}

/** The file is used once: a later crash must not bring old nonces back in place of newer ones. */
export function loadNonces(dataDir: string, into: { import(nonces: Uint8Array): void }): void {
  const path = join(dataDir, NAME);
  if (!existsSync(path)) return;
  into.import(readFileSync(path));
  rmSync(path);
}
