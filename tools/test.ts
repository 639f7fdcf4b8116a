// Runs every test: first what they need (system parts, the bundles that the command runs from), then
// `node --test`. Words on the command line are test files, in place of all.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

const FILES = [
  "packages/*/test/**/*.test.ts",
  "tools/test/**/*.test.ts",
  "bench/**/*.test.ts",
  "test/**/*.test.ts",
];

function run(program: string, words: readonly string[]): number {
  const { status } = spawnSync(program, words, { cwd: ROOT, stdio: "inherit" });
  return status ?? 1;
}

const named = process.argv.slice(2);
if (named.length === 0) {
  // A part that cannot be installed is not a failure here: the tests that need it say so.
  run("node", ["tools/install-system.ts"]);
}
const built = run("node", ["tools/build.ts"]);
const tested = run("node", [
  "--test",
  "--test-concurrency=2",
  ...(named.length > 0 ? named : FILES),
]);
process.exitCode = built === 0 ? tested : 1;
