// `npm run bench`: speed, as ratios within one run; prints a table and writes JSON and docs/performance.md.
// `npm run bench -- reading writing` runs some measures, `--many 100000` takes fewer than a million secrets,
// and neither of these changes the document.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { dataWith, removeTemporaryFolders } from "./data.ts";
import { cryptoAgainstLimit, withManyKeys } from "./measures/keys.ts";
import { listing } from "./measures/listing.ts";
import { memory } from "./measures/memory.ts";
import { permission } from "./measures/permission.ts";
import { againstLimit, withMillion } from "./measures/reading.ts";
import { signing } from "./measures/signing.ts";
import { commandStart, serverStart } from "./measures/starting.ts";
import { durableWrites } from "./measures/writing.ts";
import { machine, markdown, type Row } from "./table.ts";

const ROOT = join(import.meta.dirname, "..");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { many: { type: "string", default: "1000000" } },
});
const count = Number(values.many);

let few: string | undefined;
let many: string | undefined;
const fewSecrets = async (): Promise<string> => (few ??= await dataWith(1_000));
const manySecrets = async (): Promise<string> => (many ??= await dataWith(count));

const MEASURES: Readonly<Record<string, () => Promise<Row[]>>> = {
  reading: againstLimit,
  permission,
  writing: durableWrites,
  million: async () => withMillion(await fewSecrets(), await manySecrets(), count),
  listing: async () => listing(await fewSecrets(), await manySecrets(), count),
  start: async () => serverStart(await manySecrets(), count),
  command: commandStart,
  memory,
  crypto: cryptoAgainstLimit,
  keys: withManyKeys,
  signing,
};

const wanted = positionals.length > 0 ? positionals : Object.keys(MEASURES);
const rows: Row[] = [];
try {
  for (const name of wanted) {
    const measure = MEASURES[name];
    if (measure === undefined) throw new Error(`\`${name}\` is not a measure`);
    console.error(`bench: ${name}`);
    const seen = await measure();
    for (const row of seen)
      console.error(`  ${row.measure}: ${row.value.toPrecision(3)} (${row.seen})`);
    rows.push(...seen);
  }
} finally {
  removeTemporaryFolders();
}

const facts = machine();
const table = markdown(rows);
console.log(
  `\n${Object.entries(facts)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n")}\n\n${table}`,
);
mkdirSync(join(ROOT, "bench/results"), { recursive: true });
const results = join(ROOT, "bench/results/latest.json");
writeFileSync(results, `${JSON.stringify({ facts, rows }, null, 2)}\n`);
if (positionals.length === 0 && count === 1_000_000) {
  const page = [
    "# Performance",
    "",
    "The latest full run of `npm run bench`. Machines are noisy: each line compares two things in alternating",
    "short pairs within one run, and gives the median of the ratios with its spread. `bench/` holds the limit",
    "program, a bare server that does only what cannot be avoided.",
    "",
    ...Object.entries(facts).map(([name, value]) => `- ${name}: ${value}`),
    "",
    table,
    "",
  ].join("\n");
  writeFileSync(join(ROOT, "docs/performance.md"), page);
}
process.exitCode = rows.every((row) => row.reached) ? 0 : 1;
