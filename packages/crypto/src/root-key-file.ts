// A root key in a file of its own: one line, readable by its owner only.
// The format is described in docs/formats/ciphertext.md, section "Root key file".
import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { KEY_BYTES } from "./aead.ts";
import { RootKeyError } from "./errors.ts";
import { type RootKey, rootKeyFromBytes } from "./root-key.ts";
import { SecretBytes } from "./secret-bytes.ts";

const LINE = /^coffer-root-key-v1:([A-Za-z0-9_-]{43}):([0-9a-f]{8})\n?$/;

/** Eight hexadecimal digits that catch a slip of the hand, not an attacker. */
function checksum(encoded: string): string {
  return createHash("sha256").update(`coffer-root-key-v1:${encoded}`).digest("hex").slice(0, 8);
}

function syncFolder(path: string): void {
  const folder = openSync(dirname(path), "r");
  fsyncSync(folder);
  closeSync(folder);
}

/**
 * Makes a new root key in a new file, mode 0600, on the disk when this returns.
 *
 * @throws RootKeyError `Exists` when there is a file already: a root key is never overwritten
 */
export function createRootKeyFile(path: string): RootKey {
  const key = SecretBytes.random(KEY_BYTES);
  const encoded = key.reveal().toString("base64url");
  let file: number;
  try {
    file = openSync(path, "wx", 0o600);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    throw new RootKeyError("Exists", `the root key file \`${path}\` exists and is not overwritten`);
  }
  writeSync(file, `coffer-root-key-v1:${encoded}:${checksum(encoded)}\n`);
  fsyncSync(file);
  closeSync(file);
  syncFolder(path);
  return rootKeyFromBytes(key);
}

/**
 * Reads a root key file.
 *
 * @throws RootKeyError `Missing`, `Exposed` (others may read or write it) or `Malformed`
 */
export function readRootKeyFile(path: string): RootKey {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts === undefined) {
    const way = "put the file back from its copy; a new one could not read the data";
    throw new RootKeyError("Missing", `the root key file \`${path}\` is not there: ${way}`);
  }
  if (!facts.isFile()) {
    throw new RootKeyError("Malformed", `the root key file \`${path}\` is not a file`);
  }
  if (process.platform !== "win32" && (facts.mode & 0o077) !== 0) {
    const mode = (facts.mode & 0o777).toString(8).padStart(4, "0");
    const way = `run \`chmod 600 ${path}\``;
    throw new RootKeyError(
      "Exposed",
      `the root key file \`${path}\` is open to others (mode ${mode}): ${way}`,
    );
  }
  const [, encoded = "", sum] = LINE.exec(readFileSync(path, "utf8")) ?? [];
  if (encoded === "" || checksum(encoded) !== sum) {
    const message = `the root key file \`${path}\` is damaged or not a root key file`;
    throw new RootKeyError("Malformed", message);
  }
  return rootKeyFromBytes(SecretBytes.own(Buffer.from(encoded, "base64url")));
}
