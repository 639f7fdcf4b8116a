// The `coffer` command under another Node.js than the pinned one.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import test from "node:test";

const COMMAND = join(import.meta.dirname, "../bin/coffer.js");

/** A Node.js older than the pinned one, where this machine has one. */
function olderNode(): string | undefined {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "node"))
    .filter((path) => existsSync(path))
    .find(
      (path) => Number(/^v(\d+)/.exec(execFileSync(path, ["-v"], { encoding: "utf8" }))?.[1]) < 26,
    );
}

const older = olderNode();
const options =
  older === undefined ? { skip: "there is no Node.js older than 26 on the PATH" } : {};

test(
  "an older Node.js re-executes under the pinned one, with its words and exit code",
  options,
  () => {
    const run = (...words: string[]) =>
      spawnSync(older ?? "", [COMMAND, ...words], { encoding: "utf8" });
    const version = run("version");
    assert.deepEqual([version.status, version.stdout], [0, "0.1.0\n"]);
    assert.equal(run("nonsense").status, 2);
  },
);

test("the pinned Node.js runs it as it is", () => {
  const run = spawnSync(process.execPath, [COMMAND, "version"], { encoding: "utf8" });
  assert.deepEqual([run.status, run.stdout, run.stderr], [0, "0.1.0\n", ""]);
});
