// The law of the whole test run: no nonce was used twice under one key, in any process.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ENTRY_BYTES = 16;

export interface Uses {
  readonly processes: number;
  readonly uses: number;
  readonly twice: number;
}

/** Reads what `record.mjs` wrote into a folder. An entry that a kill cut short is left out. */
export function countUses(folder: string): Uses {
  const seen = new Set<string>();
  let uses = 0;
  const files = readdirSync(folder);
  for (const name of files) {
    const bytes = readFileSync(join(folder, name));
    for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
      seen.add(bytes.toString("latin1", at, at + ENTRY_BYTES));
      uses += 1;
    }
  }
  return { processes: files.length, uses, twice: uses - seen.size };
}
