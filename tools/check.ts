// The gate: every property that must hold before a change lands, each named as a sentence. The same here
// and in CI. `--without-tests` leaves the tests to a run of their own.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

interface Step {
  readonly property: string;
  readonly command: readonly [string, ...string[]];
}

const STEPS: readonly Step[] = [
  { property: "types hold", command: ["tsc", "-p", "."] },
  { property: "lint and format hold", command: ["biome", "check", "--error-on-warnings", "."] },
  { property: "arrows, ceilings and words hold", command: ["node", "tools/tidy.ts"] },
  { property: "generated pages are fresh", command: ["node", "tools/docs.ts", "--check"] },
];

const TESTS: Step = { property: "tests pass", command: ["node", "tools/test.ts"] };

function run({ property, command: [program, ...words] }: Step): boolean {
  console.log(`\n== ${property}`);
  const { status } = spawnSync(program, words, { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) console.error(`== does not hold: ${property}`);
  return status === 0;
}

const steps = process.argv.includes("--without-tests") ? STEPS : [...STEPS, TESTS];
const failed = steps.filter((step) => !run(step));
for (const { property } of failed) console.error(`does not hold: ${property}`);
process.exitCode = failed.length === 0 ? 0 : 1;
