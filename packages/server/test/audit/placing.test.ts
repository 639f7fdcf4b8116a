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
import { decodeBundle, encodeBundle } from "@coffer/tlog";
import { factsOf, summaryOf } from "../../src/domain/event-summary.ts";
import { placeAuditEvents } from "../../src/jobs/place-audit-events.ts";
import { createAuditKeys } from "../../src/keyring/audit-key.ts";
import { eventIn, openSummary, readHead } from "../../src/resources/audit-log.ts";
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
          store.appendEvent(eventOf(from + at), seal.pack),
        ),
      ),
    /** As servers before wrote rows. */
    appendWithoutFacts: (numbers: readonly number[]) =>
      store.appendEvent(numbers, (rows) =>
        seal.close("events", encodeBundle(rows.flat().map((n) => eventOf(n).bytes))),
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
    /** Of each bundle, its summary and the one that its events make. */
    async summaries() {
      const found: (Uint8Array | undefined)[][] = [];
      for (const each of await store.logSummaries(undefined, 1_000)) {
        const tile = await store.logTile("entries", each.index);
        const events = decodeBundle(tile?.bytes ?? Buffer.alloc(0)).map(eventIn);
        const own = openSummary(each, { seal, size: await size(store) });
        found.push([own && Uint8Array.from(own), Uint8Array.from(summaryOf(events.map(factsOf)))]);
      }
      return found;
    },
    waiting: () => store.countWaitingEvents(),
    path,
  };
}

function eventOf(n: number) {
  const event = { n, eventName: `e${n}` };
  return { bytes: Buffer.from(JSON.stringify(event)), facts: factsOf(event) };
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

test("a bundle's summary is that of its events, however many transactions filled it", async (t) => {
  const { append, run, summaries } = await started(t);
  for (let from = 0; from < 700; from += 100) {
    await append(from, from + 100);
    await run();
  }
  const all = await summaries();
  assert.equal(all.length, 3);
  for (const [own, made] of all) assert.deepEqual(own, made);
});

test("rows that no facts were noted in are placed as others are", async (t) => {
  const { append, appendWithoutFacts, run, summaries, inLog, foreign } = await started(t);
  await append(0, 2);
  await appendWithoutFacts([2, 3, 4]);
  await append(5, 6);
  await run();
  assert.deepEqual(await inLog(), numbers(6));
  assert.equal(foreign(), 0);
  for (const [own, made] of await summaries()) assert.deepEqual(own, made);
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
