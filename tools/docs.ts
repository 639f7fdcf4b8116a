// Writes the generated pages: everything that a program can print from the tables. `--check` writes nothing and
// ends with 1 when a page is stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { clientsPage } from "./docs/clients.ts";
import { commandLinePage } from "./docs/command-line.ts";
import { coveragePage } from "./docs/coverage.ts";
import { divergencesPage } from "./docs/divergences.ts";
import { errorsPage } from "./docs/errors.ts";
import { operationsPages } from "./docs/operations.ts";
import type { Page } from "./docs/page.ts";
import { settingsPage } from "./docs/settings.ts";

const ROOT = join(import.meta.dirname, "..");

export function pages(): Page[] {
  return [
    coveragePage(),
    clientsPage(),
    divergencesPage(),
    errorsPage(),
    settingsPage(),
    commandLinePage(),
    ...operationsPages(),
  ];
}

const check = process.argv.includes("--check");
const stale: string[] = [];
for (const { path, text } of pages()) {
  const full = join(ROOT, path);
  if (existsSync(full) && readFileSync(full, "utf8") === text) continue;
  stale.push(path);
  if (check) continue;
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
}
for (const path of stale) console.log(check ? `stale: ${path}` : `written: ${path}`);
if (check && stale.length > 0) {
  console.error("run `npm run docs` and commit what it writes");
  process.exitCode = 1;
}
