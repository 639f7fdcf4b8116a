// The guide as a program: walks every source file and prints where the house's rules do not hold.
// Each check is a function from files to findings in `tools/tidy/`; `tools/test/tidy.test.ts` shows each
// of them a bad file and the message it must give.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkArrows } from "./tidy/arrows.ts";
import { checkCeilings } from "./tidy/ceilings.ts";
import type { Check, SourceFile } from "./tidy/finding.ts";
import { checkHandlers } from "./tidy/handlers.ts";
import { checkHeaders } from "./tidy/headers.ts";
import { checkLockfile } from "./tidy/lockfile.ts";
import { checkWords } from "./tidy/words.ts";
import { checkWriters } from "./tidy/writers.ts";

export const CHECKS: readonly Check[] = [
  checkArrows,
  checkCeilings,
  checkHandlers,
  checkHeaders,
  checkLockfile,
  checkWords,
  checkWriters,
];

/** Files git knows or would add, with their text; binary and generated data is left to other checks. */
export function readTree(root: string): SourceFile[] {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
    cwd: root,
  });
  return listed
    .toString("utf8")
    .split("\0")
    .filter((path) => /\.(ts|tsx|js|mjs|json|md|yaml|yml|sh)$|^\.ci\/run$/.test(path))
    .filter((path) => existsSync(join(root, path)))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

if (import.meta.main) {
  const files = readTree(join(import.meta.dirname, ".."));
  const findings = CHECKS.flatMap((check) => check(files));
  for (const { path, line, message } of findings) console.error(`${path}:${line}: ${message}`);
  console.log(`tidy: ${files.length} files, ${findings.length} findings`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
