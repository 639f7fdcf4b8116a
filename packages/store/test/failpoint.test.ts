// Failpoints do what COFFER_FAILPOINTS says, at the passage it says, and nothing otherwise.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import test from "node:test";

const MODULE = JSON.stringify(join(import.meta.dirname, "../src/failpoint.ts"));
const PROGRAM = `import { failpoint } from ${MODULE};
for (let turn = 1; turn <= 3; turn += 1) { failpoint("a.b"); process.stdout.write(String(turn)); }`;

function run(failpoints: string): { status: number | null; signal: string | null; output: string } {
  const words = ["--input-type=module-typescript", "-e", PROGRAM];
  const env = { ...process.env, COFFER_FAILPOINTS: failpoints };
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, words, { env });
  return { status, signal, output: `${stdout}${stderr}` };
}

test("an unarmed failpoint does nothing", () => {
  assert.deepEqual(run(""), { status: 0, signal: null, output: "123" });
  assert.deepEqual(run("other=kill@1"), { status: 0, signal: null, output: "123" });
  assert.deepEqual(run("a.b=kill@9"), { status: 0, signal: null, output: "123" });
});

test("kill, exit and error happen at their passage", () => {
  assert.deepEqual(run("a.b=kill@2"), { status: null, signal: "SIGKILL", output: "1" });
  assert.deepEqual(run("x=kill@1,a.b=exit@3"), { status: 70, signal: null, output: "12" });
  const failed = run("a.b=error@1");
  assert.equal(failed.status, 1);
  assert.match(failed.output, /failpoint a\.b/);
});

test("words that name no failpoint stop the start", () => {
  for (const wrong of ["a.b", "a.b=kill", "a.b=burn@1", "a.b=kill@x"]) {
    const { status, output } = run(wrong);
    assert.equal(status, 1);
    assert.match(output, /is not name=kill@n/);
  }
});
