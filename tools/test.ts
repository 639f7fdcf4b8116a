// Runs every test: first what they need (system parts, the bundles that the command runs from), then
// `node --test`. Words on the command line are test files, in place of all.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { countUses } from "./nonces/check.ts";

const ROOT = join(import.meta.dirname, "..");

const FILES = [
  "packages/*/test/**/*.test.ts",
  "tools/test/**/*.test.ts",
  "bench/**/*.test.ts",
  "conformance/*.test.ts",
  "test/**/*.test.ts",
];

function run(
  program: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): number {
  const env = { ...process.env, ...environment };
  const { status } = spawnSync(program, words, { cwd: ROOT, stdio: "inherit", env });
  return status ?? 1;
}

/** Runs with every nonce written down; 1 when one was used twice under one key. */
function withLedger(tests: (environment: NodeJS.ProcessEnv) => number): number {
  const folder = mkdtempSync(join(tmpdir(), "coffer-nonces-"));
  try {
    const recorder = pathToFileURL(join(ROOT, "tools/nonces/record.mjs")).href;
    const options = `${process.env.NODE_OPTIONS ?? ""} --import=${recorder}`.trim();
    const tested = tests({ NODE_OPTIONS: options, COFFER_NONCE_LEDGER: folder });
    const { processes, uses, twice } = countUses(folder);
    console.log(`nonces: ${uses} used in ${processes} processes, ${twice} twice under one key`);
    // An empty ledger would prove nothing.
    const isRecorded = named.length > 0 || (uses > 10_000 && processes > 20);
    if (!isRecorded) console.error("the nonces of this run were not recorded");
    return twice === 0 && isRecorded ? tested : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const named = process.argv.slice(2);
if (named.length === 0) {
  // A part that cannot be installed is not a failure here: the tests that need it say so.
  run("node", ["tools/install-system.ts"]);
}
const built = run("node", ["tools/build.ts"]);
if (named.length === 0 || named.some((file) => file.startsWith("conformance/"))) {
  // Tests say what could not be installed or built.
  run("node", ["conformance/build.ts"]);
}
const words = ["--test", "--test-concurrency=2", ...(named.length > 0 ? named : FILES)];
const tested = withLedger((environment) => run("node", words, environment));
process.exitCode = built === 0 ? tested : 1;
