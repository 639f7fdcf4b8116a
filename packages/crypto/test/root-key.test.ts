// Laws of root keys: from a file, from a passphrase, and told apart by fingerprint.
import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import {
  createRootKeyFile,
  newPassphraseParameters,
  RootKeyError,
  readRootKeyFile,
  rootKeyFromPassphrase,
  SecretBytes,
} from "../src/index.ts";
import { rootKey } from "./support.ts";

function folder(t: { after(fn: () => void): void }): string {
  const path = mkdtempSync(join(tmpdir(), "coffer-root-key-"));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

const failsWith = (code: string, words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof RootKeyError);
  assert.equal(error.code, code);
  assert.match(error.message, words);
  return true;
};

test("a root key file is made with mode 0600 and read back", (t) => {
  const path = join(folder(t), "root.key");
  const made = createRootKeyFile(path);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.match(readFileSync(path, "utf8"), /^coffer-root-key-v1:[\w-]{43}:[0-9a-f]{8}\n$/);
  const read = readRootKeyFile(path);
  assert.equal(read.fingerprint, made.fingerprint);
  const wrapped = made.wrap(SecretBytes.fromText("m"), ["p"]);
  assert.equal(read.unwrap(wrapped, ["p"]).reveal().toString(), "m");
});

test("a root key file is never overwritten", (t) => {
  const path = join(folder(t), "root.key");
  createRootKeyFile(path);
  const before = readFileSync(path);
  assert.throws(() => createRootKeyFile(path), failsWith("Exists", /is not overwritten/));
  assert.deepEqual(readFileSync(path), before);
});

test("a root key file that others may read is refused, with the command that mends it", (t) => {
  const path = join(folder(t), "root.key");
  createRootKeyFile(path);
  for (const mode of [0o640, 0o604, 0o660, 0o644, 0o601]) {
    chmodSync(path, mode);
    assert.throws(() => readRootKeyFile(path), failsWith("Exposed", /chmod 600/));
  }
  chmodSync(path, 0o400);
  assert.ok(readRootKeyFile(path).fingerprint);
});

test("a missing, damaged or foreign root key file is refused", (t) => {
  const path = join(folder(t), "root.key");
  assert.throws(() => readRootKeyFile(path), failsWith("Missing", /put the file back/));
  createRootKeyFile(path);
  const text = readFileSync(path, "utf8");
  for (const wrong of [
    "",
    "x",
    text.slice(0, -3),
    text.replace(/.(?=:\w{8}\n)/, "!"),
    `${text}x`,
  ]) {
    writeFileSync(path, wrong);
    assert.throws(() => readRootKeyFile(path), failsWith("Malformed", /damaged/));
  }
  const slip = text.replace(/v1:(.)/, (_, first: string) => `v1:${first === "A" ? "B" : "A"}`);
  writeFileSync(path, slip);
  assert.throws(() => readRootKeyFile(path), failsWith("Malformed", /damaged/));
});

test("fingerprints tell root keys apart and are no part of the key", () => {
  assert.notEqual(rootKey(1).fingerprint, rootKey(2).fingerprint);
  assert.match(rootKey(1).fingerprint, /^[0-9a-f]{16}$/);
  assert.notEqual(rootKey(1).fingerprint, "01".repeat(8));
});

test("the same passphrase and parameters give the same root key, others another", () => {
  const cost = { ...newPassphraseParameters(), memoryKiB: 256, passes: 1, lanes: 1 };
  const derive = (text: string, parameters = cost) =>
    rootKeyFromPassphrase(SecretBytes.fromText(text), parameters).fingerprint;
  const passphrase = "correct horse battery staple";
  assert.equal(derive(passphrase), derive(passphrase));
  assert.notEqual(derive(passphrase), derive(`${passphrase} `));
  const salted = { ...cost, salt: newPassphraseParameters().salt };
  assert.notEqual(derive(passphrase), derive(passphrase, salted));
});

test("a short passphrase is refused", () => {
  const parameters = newPassphraseParameters();
  assert.throws(
    () => rootKeyFromPassphrase(SecretBytes.fromText("short"), parameters),
    failsWith("Weak", /at least 12 bytes/),
  );
});
