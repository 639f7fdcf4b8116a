// The root key file: one line of text that only its owner may read.
// docs/formats/ciphertext.md, section "Root key file", describes each byte.
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readSync,
  rmSync,
  type Stats,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { KEY_BYTES } from "./aead.ts";
import { systemRandom } from "./random.ts";
import { type RootKey, rootKeyFromBytes } from "./root-key.ts";
import { RootKeyError, type RootKeyErrorCode } from "./root-key-error.ts";
import { SecretBytes } from "./secret-bytes.ts";

const MARK = "coffer-root-key-v1";
const LINE = /^coffer-root-key-v1:([A-Za-z0-9_-]{43}):([0-9a-f]{16})(?:\r?\n)?$/;
const LONGEST = 256;
const RESTORE = "restore it from your backup, or name the right file";

/**
 * Makes a root key and writes it to a new file. The file appears under its name whole and durable or not at
 * all, so that a power cut never leaves half a key behind.
 *
 * @throws RootKeyError `Exists` when the file is there already, `Unusable` when it cannot be written
 */
export function createRootKeyFile(path: string): RootKey {
  const bytes = SecretBytes.random(KEY_BYTES);
  const key = rootKeyFromBytes(bytes);
  const line = `${MARK}:${bytes.reveal().toString("base64url")}:${key.fingerprint}\n`;
  const draft = `${path}.${systemRandom.bytes(6).toString("hex")}.new`;
  try {
    writeDraft(draft, line);
    // A hard link, unlike a rename, refuses to replace a file that another process made meanwhile.
    linkSync(draft, path);
  } catch (error) {
    key.wipe();
    throw unwritable(path, error);
  } finally {
    rmSync(draft, { force: true });
  }
  syncFolder(dirname(path));
  return key;
}

function writeDraft(path: string, line: string): void {
  const file = openSync(path, "wx", 0o600);
  try {
    // The umask may have taken the owner's own rights away.
    fchmodSync(file, 0o600);
    writeSync(file, line);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes the names in a folder durable. */
export function syncFolder(path: string): void {
  // Windows cannot open a folder to sync it; NTFS journals the name by itself.
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function unwritable(path: string, error: unknown): RootKeyError {
  const code = systemCode(error);
  if (code === "EEXIST") {
    const way = "start again to use it; it is never replaced";
    return new RootKeyError("Exists", `the root key file \`${path}\` exists already: ${way}`);
  }
  const way = "name a file in a folder that exists, is writable and allows hard links";
  return new RootKeyError(
    "Unusable",
    `cannot write the root key file \`${path}\` (${code}): ${way}`,
  );
}

/**
 * Reads the root key from a file. A symbolic link is followed; what it leads to must obey the same rules.
 *
 * @throws RootKeyError `Missing`, `Unusable` (not a regular file, not readable), `Exposed` (others may read
 * it, or it belongs to another user) or `Malformed`
 */
export function readRootKeyFile(path: string): RootKey {
  const file = open(path);
  try {
    // Of the open file, not of the path: nobody can exchange it between the check and the reading.
    checkFile(path, fstatSync(file));
    return parse(path, file);
  } finally {
    closeSync(file);
  }
}

function open(path: string): number {
  try {
    // Non-blocking: opening a pipe would otherwise wait for a writer for ever.
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT") throw refusal("Missing", path, `is not there: ${RESTORE}`);
    throw refusal("Unusable", path, `cannot be read (${code}): ${RESTORE}`);
  }
}

function checkFile(path: string, facts: Stats): void {
  if (!facts.isFile()) throw refusal("Unusable", path, `is not a regular file: ${RESTORE}`);
  // Windows has no such modes and owners; there the folder's access list protects the file.
  if (process.geteuid === undefined) return;
  if ((facts.mode & 0o077) !== 0) {
    const mode = (facts.mode & 0o777).toString(8).padStart(4, "0");
    throw refusal("Exposed", path, `is open to others (mode ${mode}): run \`chmod 600 ${path}\``);
  }
  const user = process.geteuid();
  if (facts.uid !== user && facts.uid !== 0) {
    const way = `run \`chown ${user} ${path}\``;
    throw refusal("Exposed", path, `belongs to another user (${facts.uid}): ${way}`);
  }
}

function parse(path: string, file: number): RootKey {
  using content = SecretBytes.own(Buffer.allocUnsafeSlow(LONGEST));
  const length = readSync(file, content.reveal(), 0, LONGEST, 0);
  const found = LINE.exec(content.reveal().toString("latin1", 0, length));
  const [, encoded, fingerprint] = found ?? [];
  if (encoded === undefined) {
    throw refusal("Malformed", path, `is not a line \`${MARK}:key:fingerprint\`: ${RESTORE}`);
  }
  const bytes = SecretBytes.own(Buffer.from(encoded, "base64url"));
  const key = rootKeyFromBytes(bytes);
  // The last digit carries two bits that belong to no byte: they must be as they were written.
  if (bytes.reveal().toString("base64url") !== encoded || key.fingerprint !== fingerprint) {
    key.wipe();
    throw refusal("Malformed", path, `is damaged, its fingerprint does not fit: ${RESTORE}`);
  }
  return key;
}

function refusal(code: RootKeyErrorCode, path: string, rest: string): RootKeyError {
  return new RootKeyError(code, `the root key file \`${path}\` ${rest}`);
}

/** The system's name of a failure, such as `EACCES`. */
function systemCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
