// Any history gives the same answers on the reference store and on a SQL store. PostgreSQL plays its own, fewer,
// in `postgres.test.ts`, where its server is.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import fc from "fast-check";
import { MemoryStore, openSqliteStore } from "../src/index.ts";
import { histories, play } from "./histories.ts";

const folder = mkdtempSync(join(tmpdir(), "coffer-histories-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("any history gives the same answers in memory and on SQLite", async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      count += 1;
      const store = await openSqliteStore({ path: join(folder, `${count}.db`) });
      try {
        assert.deepEqual(await play(store, history), await play(new MemoryStore(), history));
      } finally {
        await store.close();
      }
    }),
    { numRuns: 60 },
  );
});
