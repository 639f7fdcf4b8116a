// What is left in memory: a private number that was used a hundred times is not there a hundred times; and the threads
// that used it go when they are renewed. Reads this process's own memory, which Linux allows.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import test from "node:test";

const PROGRAM = join(import.meta.dirname, "memory-program.ts");
const SKIP = process.platform === "linux" ? false : "a process reads its own memory on Linux only";

for (const [spec, algorithm] of [
  ["EC_P256", "ECDSA_SHA_256"],
  ["EC_SM2", "SM2DSA"],
] as const) {
  test(`a hundred signatures with ${spec} leave no hundred copies`, { skip: SKIP }, () => {
    const words = [PROGRAM, spec, algorithm];
    const { stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
    assert.match(stdout, /^\{/, stderr);
    const { before, after } = JSON.parse(stdout);
    assert.ok(before >= 1, "the search finds what is there");
    assert.ok(after <= before + 4, `${before} before, ${after} after`);
  });
}
