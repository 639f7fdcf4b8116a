// Laws of placing: however many events wait, each gets its place once, in order; one transaction is short for the
// requests that wait meanwhile, and who is behind catches up.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import test from "node:test";
import { seededRandom } from "@coffer/crypto";
import { type AuditLogWriter, openSqliteStore, type Store } from "@coffer/store";
import { decodeBundle } from "@coffer/tlog";
import { placeAuditEvents } from "../../src/jobs/place-audit-events.ts";
import { createAuditKeys } from "../../src/keyring/audit-key.ts";
import { readHead } from "../../src/resources/audit-log.ts";
import { ACCOUNT, REGION, testServer } from "../support/server.ts";

type After = { after(fn: () => unknown): void };

/** A store with a job over it, and how many events each of its transactions gave places. */
async function started(t: After) {
  const folder = mkdtempSync(join(tmpdir(), "coffer-placing-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "coffer.db");
  const store = await openSqliteStore({ path });
  t.after(() => store.close());
  const { rootKeys } = await testServer({ store });
  const place = { accountId: ACCOUNT, region: REGION };
  const keys = createAuditKeys({ store, rootKeys, random: seededRandom("keys"), place });
  const size = async (reader: Parameters<typeof readHead>[0]) =>
    (await readHead(reader))?.size ?? 0;
  const placed: number[] = [];
  let foreign = 0;
  const watched: Store = Object.create(store, {
    auditTransaction: {
      value: <Result>(work: (write: AuditLogWriter) => Promise<Result>) =>
        store.auditTransaction(async (write) => {
          const before = await size(write);
          const result = await work(write);
          placed.push((await size(write)) - before);
          return result;
        }),
    },
  });
  const parts = {
    store: watched,
    keys,
    clock: () => 0,
    onForeign: (rows: number) => {
      foreign += rows;
    },
    onPlaced() {},
  };
  const job = placeAuditEvents(parts);
  const { seal } = await keys();
  const before = await store.countWaitingEvents();
  return {
    placed,
    before,
    append: (from: number, to: number) =>
      Promise.all(
        Array.from({ length: to - from }, (_, at) =>
          store.appendEvent(Buffer.from(JSON.stringify({ n: from + at })), seal.pack),
        ),
      ),
    run: () => job.run(0),
    foreign: () => foreign,
    /** The numbers of the events that have places, in order. */
    async inLog(): Promise<readonly number[]> {
      const all: number[] = [];
      for (let index = 0; index < Math.ceil((await size(store)) / 256); index += 1) {
        const tile = await store.logTile("entries", index);
        for (const entry of decodeBundle(tile?.bytes ?? Buffer.alloc(0)))
          all.push(JSON.parse(Buffer.from(entry).toString()).n);
      }
      return all.slice(before);
    },
    waiting: () => store.countWaitingEvents(),
    path,
  };
}

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);

test("one transaction gives places to hardly more events than fill the last bundle", async (t) => {
  const { append, run, inLog, placed, before, waiting, foreign } = await started(t);
  for (let from = 0; from < 900; from += 10) await append(from, from + 10);
  assert.equal(await run(), before + 900);
  assert.deepEqual(await inLog(), numbers(900));
  assert.deepEqual([await waiting(), foreign()], [0, 0]);
  assert.ok(placed.length >= 4, `${placed}`);
  let size = 0;
  for (const count of placed) {
    // The last row may hold more than were asked for.
    assert.ok(count < 256 - (size % 256) + 10, `${count} behind ${size}`);
    size += count;
  }
});

test("who is behind catches up in large transactions, and everything gets its place once", async (t) => {
  const { append, run, inLog, placed, before, waiting, foreign } = await started(t);
  const count = 130 * 256 + 5_000;
  for (let from = 0; from < count; from += 250) await append(from, Math.min(count, from + 250));
  assert.equal(await run(), before + count);
  assert.deepEqual(await inLog(), numbers(count));
  assert.deepEqual([await waiting(), foreign()], [0, 0]);
  assert.ok(Math.max(...placed.slice(0, 128)) < 512, `${placed}`);
  assert.ok(Math.max(...placed.slice(128)) > 2_000, `${placed}`);
});

test("events that come while others get their places get theirs, too", async (t) => {
  const { append, run, inLog, before, waiting, foreign } = await started(t);
  await append(0, 600);
  const first = run();
  for (let from = 600; from < 1_200; from += 20) await append(from, from + 20);
  const sum = (await first) + (await run());
  assert.equal(sum, before + 1_200);
  assert.deepEqual(await inLog(), numbers(1_200));
  assert.deepEqual([await waiting(), foreign()], [0, 0]);
});

test("rows that say more of themselves than they hold hold up nobody behind them", async (t) => {
  const { append, run, inLog, waiting, foreign, path } = await started(t);
  await run();
  const database = new DatabaseSync(path);
  const insert = database.prepare("INSERT INTO audit_waiting (event, events) VALUES (?, 256)");
  for (let index = 0; index < 150; index += 1) insert.run(Buffer.from(`lies ${index}`));
  database.close();
  await append(0, 3);
  await run();
  assert.equal(await waiting(), 0);
  assert.deepEqual((await inLog()).slice(-3), numbers(3));
  assert.equal(foreign(), 150);
});
