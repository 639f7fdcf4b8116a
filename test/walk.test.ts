// The README's walk, run as printed: a first start without any configuration, then every command of the block.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { COMMAND, ROOT, startServer, temporaryFolder } from "./support/server.ts";

/** The block that follows `<!-- walk -->`, one command a line. */
function walkOfReadme(): string[] {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const block = /<!-- walk -->\n```sh\n([\s\S]*?)```/.exec(readme)?.[1];
  assert.ok(block, "README.md has a walk");
  return block.trim().split("\n");
}

/** Puts a `coffer` on the PATH, as `npm link` would. */
function linkCommand(folder: string): string {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const path = join(bin, "coffer");
  writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${COMMAND}' "$@"\n`);
  chmodSync(path, 0o755);
  return bin;
}

test("every command of the README's walk works after a first start, without configuration", async (t) => {
  const folder = temporaryFolder(t);
  const environment = { HOME: folder, COFFER_ACCOUNT_ID: "1234567890123456" };
  const running = await startServer({ dataDir: join(folder, "data"), flags: [], environment });
  t.after(() => running.stop());
  const path = `${linkCommand(folder)}:${process.env.PATH}`;
  const clean = { PATH: path, HOME: folder };
  const config = join(folder, ".coffer/config.json");
  assert.equal(statSync(config).mode & 0o777, 0o600);

  const commands = walkOfReadme();
  const script = commands.map((line) => `${line} || exit 1; echo ';;'`).join("\n");
  const run = spawnSync("bash", ["-c", script], { env: clean, encoding: "utf8" });
  assert.equal(run.status, 0, `${run.stdout}\n${run.stderr}`);
  assert.equal(run.stderr, "");
  const printed = run.stdout.split(";;\n").slice(0, -1);
  assert.equal(printed.length, commands.length);
  const answers = printed.map((text) => (text === "" ? {} : JSON.parse(text)));
  const [created, , named, list, described, deleted, restored] = answers;
  const [, , , , , , , again, forced, password, put, moved, got] = answers;

  const arn = "acs:kms:cn-hangzhou:1234567890123456:secret";
  assert.equal(created.Arn, `${arn}/db_cred`);
  assert.equal(created.SecretName, "db_cred");
  assert.equal(created.VersionId, "v1");
  assert.match(created.RequestId, /^[0-9A-F-]{36}$/);
  assert.equal(named.Arn, `${arn}/ssh_key`);
  const names = list.SecretList.Secret.map((secret: { SecretName: string }) => secret.SecretName);
  assert.deepEqual(names, ["db_cred", "ssh_key"]);
  assert.deepEqual([list.PageNumber, list.PageSize, list.TotalCount], [1, 10, 2]);
  assert.match(described.EncryptionKeyId, /^key-/);
  assert.match(described.CreateTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.equal(
    Date.parse(deleted.PlannedDeleteTime) - Date.parse(described.CreateTime) > 29e8 * 0.85,
    true,
  );
  assert.equal(restored.SecretName, "ssh_key");
  assert.ok(again.PlannedDeleteTime < deleted.PlannedDeleteTime);
  assert.ok(forced.PlannedDeleteTime < again.PlannedDeleteTime);
  assert.match(password.RandomPassword, /^[A-Za-z0-9]{32}$/);
  assert.deepEqual(put.VersionStages.VersionStage, ["MyPendingLabel"]);
  assert.equal(moved.SecretName, "db_cred");
  assert.equal(got.SecretData, '{"uname": "alice", "pwd": "34****"}');
  assert.deepEqual([...got.VersionStages.VersionStage].sort(), ["ACSCurrent", "MyPendingLabel"]);
});

/** All blocks of a guide, as one script. */
function walkOfGuide(name: string): string {
  const guide = readFileSync(join(ROOT, "docs/guides", name), "utf8");
  const blocks = [...guide.matchAll(/<!-- walk -->\n```sh\n([\s\S]*?)```/g)];
  return ["set -eo pipefail", ...blocks.map(([, block = ""]) => `${block}\necho`)].join("\n");
}

test("every command of the guide to keys works in its order", async (t) => {
  const folder = temporaryFolder(t);
  const environment = { HOME: folder };
  const running = await startServer({ dataDir: join(folder, "data"), flags: [], environment });
  t.after(() => running.stop());
  const env = { PATH: `${linkCommand(folder)}:${process.env.PATH}`, HOME: folder };
  const given = { env, encoding: "utf8", cwd: folder } as const;
  const run = spawnSync("bash", ["-c", walkOfGuide("keys.md")], given);
  assert.equal(run.status, 0, `${run.stdout}\n${run.stderr}`);
  const lines = run.stdout.split("\n").filter((line) => line !== "");
  assert.deepEqual(lines.slice(0, 2), ["hello", "Verified OK"]);
  assert.deepEqual(lines.slice(2, 5), ["2", "hello", "Enabled"]);
  assert.match(run.stdout, /"orders_db"/);
  assert.equal(lines.at(-1), "s3cret");
  assert.match(run.stderr, /^warning: the key protects 1 secret: `orders_db`\./m);
});

test("a second start finds what the first one left, and shows no secret", async (t) => {
  const folder = temporaryFolder(t);
  const environment = { HOME: folder };
  const first = await startServer({ dataDir: join(folder, "data"), flags: [], environment });
  t.after(() => first.stop());
  assert.match(first.output(), /AccessKey secret/);
  assert.equal(await first.stop(), 0);
  const second = await startServer({ dataDir: join(folder, "data"), flags: [], environment });
  t.after(() => second.stop());
  assert.doesNotMatch(second.output(), /AccessKey secret/);
  assert.equal(await second.stop(), 0);
});
