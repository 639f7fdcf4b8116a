// The root key file: made once, whole or not at all, and read only where nobody else can read it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import {
  createRootKeyFile,
  RootKeyError,
  type RootKeyErrorCode,
  readRootKeyFile,
  SecretBytes,
} from "../src/index.ts";
import { formats } from "./vectors.ts";

const base = mkdtempSync(join(tmpdir(), "coffer-root-key-"));
after(() => rmSync(base, { recursive: true, force: true }));
let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(base, "case-"));
  path = join(folder, "root.key");
});

const LINE = formats.rootKeyFile.text;

function write(content: string | Uint8Array, mode = 0o600): void {
  rmSync(path, { force: true });
  writeFileSync(path, content);
  chmodSync(path, mode);
}

/** Expects a refusal with `code` whose message names the file, says why and gives the way out. */
function assertRefused(code: RootKeyErrorCode, message: RegExp): void {
  assert.throws(
    () => readRootKeyFile(path),
    (error) => {
      assert.ok(error instanceof RootKeyError, String(error));
      assert.equal(error.code, code);
      assert.match(error.message, message);
      assert.ok(error.message.includes(`\`${path}\``), error.message);
      return true;
    },
  );
}

test("the frozen file gives the frozen root key, with any line end or none", () => {
  for (const text of [LINE, LINE.replace("\n", "\r\n"), LINE.trimEnd()]) {
    write(text);
    assert.equal(readRootKeyFile(path).fingerprint, formats.rootKeyFile.fingerprint);
  }
});

test("a new file is the owner's alone, one line, and reads back as the same root key", () => {
  const key = createRootKeyFile(path);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.match(readFileSync(path, "latin1"), /^coffer-root-key-v1:[\w-]{43}:[0-9a-f]{16}\n$/);
  const read = readRootKeyFile(path);
  assert.equal(read.fingerprint, key.fingerprint);
  const wrapped = key.wrap(SecretBytes.fromText("x"), ["a"]);
  assert.equal(read.unwrap(wrapped, ["a"]).reveal().toString(), "x");
  assert.deepEqual(readdirSync(folder), ["root.key"]);
});

test("the mode does not depend on the umask", () => {
  const umask = process.umask(0o777);
  try {
    createRootKeyFile(path);
  } finally {
    process.umask(umask);
  }
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test("an existing file, whatever it holds, is never replaced", () => {
  for (const content of ["", "something else", LINE]) {
    write(content);
    assert.throws(
      () => createRootKeyFile(path),
      (error) => error instanceof RootKeyError && error.code === "Exists",
    );
    assert.equal(readFileSync(path, "latin1"), content);
    assert.deepEqual(readdirSync(folder), ["root.key"]);
  }
});

test("a link to nowhere is not followed when a file is made", () => {
  symlinkSync(join(folder, "elsewhere"), path);
  assert.throws(
    () => createRootKeyFile(path),
    (error) => error instanceof RootKeyError && error.code === "Exists",
  );
  assert.deepEqual(readdirSync(folder), ["root.key"]);
});

test("where no file can be made, the message names the file and the way out", () => {
  path = join(folder, "missing", "root.key");
  assert.throws(
    () => createRootKeyFile(path),
    (error) =>
      error instanceof RootKeyError &&
      error.code === "Unusable" &&
      error.message.includes(path) &&
      error.message.includes("ENOENT"),
  );
});

test("of several that make the file at once, exactly one does and all the others are refused", () => {
  const program = `
    import { createRootKeyFile } from "@coffer/crypto";
    try { console.log(createRootKeyFile(process.argv[1]).fingerprint); }
    catch (error) { console.log(error.code); }`;
  const shell = `for i in 1 2 3 4; do "$0" --input-type=module -e "$1" "$2" & done; wait`;
  const run = spawnSync("sh", ["-c", shell, process.execPath, program, path], {
    cwd: import.meta.dirname,
    encoding: "utf8",
  });
  const lines = run.stdout.trim().split("\n").sort();
  const winner = readRootKeyFile(path).fingerprint;
  assert.deepEqual(lines, ["Exists", "Exists", "Exists", winner].sort(), run.stderr);
});

test("a file that is not there is missing", () => {
  assertRefused("Missing", /is not there.*backup/);
});

test("a file with any right for group or others is refused, with the command that mends it", () => {
  for (const bit of [0o040, 0o020, 0o010, 0o004, 0o002, 0o001]) {
    write(LINE, 0o600 | bit);
    assertRefused("Exposed", /mode 06\d\d.*`chmod 600 /);
  }
  for (const mode of [0o600, 0o400]) {
    write(LINE, mode);
    assert.equal(readRootKeyFile(path).fingerprint, formats.rootKeyFile.fingerprint);
  }
});

test("a file of another user is refused", (context) => {
  if (process.geteuid?.() !== 0) {
    context.skip("only root can give a file away");
    return;
  }
  write(LINE);
  chownSync(path, 12_345, 0);
  assertRefused("Exposed", /another user \(12345\).*`chown 0 /);
});

test("a symbolic link is as good as what it leads to", () => {
  write(LINE);
  const target = path;
  path = join(folder, "link.key");
  symlinkSync(target, path);
  assert.equal(readRootKeyFile(path).fingerprint, formats.rootKeyFile.fingerprint);
  chmodSync(target, 0o644);
  assertRefused("Exposed", /mode 0644/);
  rmSync(target);
  assertRefused("Missing", /is not there/);
});

test("a folder and a pipe are refused without waiting", () => {
  mkdirSync(path, { mode: 0o700 });
  assertRefused("Unusable", /not a regular file/);
  rmSync(path, { recursive: true });
  assert.equal(spawnSync("mkfifo", ["-m", "600", path]).status, 0);
  assertRefused("Unusable", /not a regular file/);
});

test("a path through a file cannot be read", () => {
  write(LINE);
  path = join(path, "below");
  assertRefused("Unusable", /ENOTDIR/);
});

test("a file with any byte altered, cut or added is refused as malformed", () => {
  const good = Buffer.from(LINE);
  const bad: Buffer[] = [];
  for (let at = 0; at < good.length; at++) {
    for (const mask of [0x01, 0x02, 0x20, 0x80, 0xff]) {
      const altered = Buffer.from(good);
      altered.writeUInt8(good.readUInt8(at) ^ mask, at);
      bad.push(altered);
    }
    // Cutting only the line end leaves a whole line.
    if (at < good.length - 1) bad.push(good.subarray(0, at));
  }
  for (const more of ["\n", " ", "x", LINE, "x".repeat(1000)]) {
    bad.push(Buffer.concat([good, Buffer.from(more)]), Buffer.concat([Buffer.from(more), good]));
  }
  bad.push(Buffer.from(`\ufeff${LINE}`));
  for (const content of bad) {
    write(content);
    assertRefused("Malformed", /(not a line|damaged).*backup/);
  }
});

test("no message shows the key", () => {
  const [mark, key] = LINE.split(":");
  write(`${mark}:${key}:0000000000000000\n`);
  assert.throws(
    () => readRootKeyFile(path),
    (error) => error instanceof RootKeyError && !String(error.stack).includes(key ?? ""),
  );
});
