// The ledger of nonces sees a nonce that two processes used under one key, and forgives a cut entry.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { countUses } from "../nonces/check.ts";

const RECORDER = join(import.meta.dirname, "../nonces/record.mjs");

function publish(folder: string, ...uses: readonly string[]): void {
  const program = `
    const { channel } = require("node:diagnostics_channel");
    for (const nonce of ${JSON.stringify(uses)}) {
      channel("coffer.crypto.nonce").publish({ keyHash: "k", nonce });
    }`;
  const environment = { ...process.env, NODE_OPTIONS: "", COFFER_NONCE_LEDGER: folder };
  const words = ["--import", RECORDER, "-e", program];
  assert.equal(spawnSync(process.execPath, words, { env: environment }).status, 0);
}

test("a nonce used by two processes is seen, each nonce once is not", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-ledger-"));
  t.after(() => rmSync(folder, { recursive: true }));
  publish(folder, "01", "02");
  publish(folder, "03");
  assert.deepEqual(countUses(folder), { processes: 2, uses: 3, twice: 0 });
  publish(folder, "02");
  assert.deepEqual(countUses(folder), { processes: 3, uses: 4, twice: 1 });
  const [first = ""] = readdirSync(folder);
  appendFileSync(join(folder, first), "cut");
  assert.equal(countUses(folder).uses, 4);
});
