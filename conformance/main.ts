// Runs clients and prints what differs from what was reviewed; `--write` makes it the reviewed one, for a person to
// read in the diff. Words are names of clients, in place of all.

import { writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { buildFor } from "./build.ts";
import { CLIENTS } from "./clients.ts";
import { runClient } from "./run.ts";
import { REVIEWED, readReviewed, type Summary, summarize } from "./summary.ts";

const named = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const reviewed = readReviewed();
const next: Record<string, Summary> = {};
for (const client of CLIENTS) {
  const before = reviewed[client.name];
  if (before !== undefined) next[client.name] = before;
  if (named.length > 0 && !named.includes(client.name)) continue;
  const built = buildFor(client.language);
  if ("missing" in built) {
    console.log(`${client.name}: skipped: ${built.missing}`);
    continue;
  }
  const seen = summarize(client.packages, await runClient(client, built.folder));
  next[client.name] = seen;
  const word = isDeepStrictEqual(seen, before) ? "as reviewed" : "differs";
  console.log(`${client.name}: ${word}`);
  for (const [scenario, outcome] of Object.entries(seen.scenarios)) {
    if (outcome !== before?.scenarios[scenario]) console.log(`  ${scenario}: ${outcome}`);
  }
  if (word === "differs") process.exitCode = 1;
}
if (process.argv.includes("--write")) {
  writeFileSync(REVIEWED, `${JSON.stringify(next, null, 2)}\n`);
  process.exitCode = 0;
}
