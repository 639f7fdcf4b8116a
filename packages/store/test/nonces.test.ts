// Nonces of several processes that write one SQLite file.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import test, { after } from "node:test";
import { SqliteDatabase } from "../src/drivers/sqlite.ts";
import { openSqliteStore, type Store, type UsedNonces } from "../src/index.ts";
import type { Connection } from "../src/sql/database.ts";
import { createStatements } from "../src/sql/statements.ts";
import { allUsed, byBucket, claim, isTaken, joined } from "./nonces.contract.ts";

const folder = mkdtempSync(join(tmpdir(), "coffer-used-nonces-"));
after(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

interface Server {
  readonly store: Store;
  /** What it was told. */
  readonly told: UsedNonces[];
  /** Records a nonce of one byte unless another server has it. */
  use(byte: number): Promise<boolean>;
}

async function server(path: string): Promise<Server> {
  const store = await openSqliteStore({ path });
  const told: UsedNonces[] = [];
  await store.followNonces((used) => {
    told.push(...used);
  });
  return {
    store,
    told,
    async use(byte) {
      const print = Uint8Array.of(byte);
      const isTakenNow = (): boolean => told.some(({ prints }) => prints.includes(byte));
      const used = store.appendEvent(print, joined, { bucket: 1, print, isTaken: isTakenNow });
      return used.then(
        () => true,
        (error: unknown) => {
          if (isTaken(error)) return false;
          throw error;
        },
      );
    },
  };
}

function freshPath(): string {
  count += 1;
  return join(folder, `${count}.db`);
}

test("of two servers that record one nonce at the same time, one does", async () => {
  const path = freshPath();
  const servers = [await server(path), await server(path), await server(path)];
  for (let byte = 0; byte < 200; byte += 1) {
    const used = await Promise.all(servers.map((each) => each.use(byte)));
    assert.equal(used.filter(Boolean).length, 1, String(byte));
  }
  const [first] = servers;
  assert.equal(await first?.store.countWaitingEvents(), 200);
  for (const { store } of servers) await store.close();
});

test("a server is told once of what others have recorded, and never of its own", async () => {
  const path = freshPath();
  const [one, two] = [await server(path), await server(path)];
  for (let byte = 0; byte < 40; byte += 1) assert.ok(await (byte % 3 === 0 ? one : two).use(byte));
  // Before this one is written.
  await one.use(100);
  const ofTwo = Array.from({ length: 40 }, (_, byte) => byte).filter((byte) => byte % 3 !== 0);
  assert.deepEqual(byBucket(one.told), { 1: ofTwo });
  await two.use(101);
  const ofOne = [...Array.from({ length: 14 }, (_, index) => index * 3), 100];
  assert.deepEqual(byBucket(two.told), { 1: ofOne });
  for (const { store } of [one, two]) await store.close();
});

test("what is deleted moves no number: others are told of everything that follows", async () => {
  const path = freshPath();
  const [one, two] = [await server(path), await server(path)];
  for (let round = 0; round < 5; round += 1) {
    assert.ok(await one.use(round * 2));
    await one.store.auditTransaction((write) => write.deleteUsedNonces(1, undefined));
    assert.ok(await two.use(round * 2 + 1));
    assert.equal(await two.use(round * 2), false);
  }
  for (const { store } of [one, two]) await store.close();
});

test("no statement reads all of the nonces", async () => {
  const path = freshPath();
  await (await openSqliteStore({ path })).close();
  const database = new SqliteDatabase(path);
  const { usedNonceBounds, usedNoncesOfOthers, deleteUsedNonces } = createStatements(
    database.capabilities,
  );
  const explained: Connection = {
    all: (sql, values) => database.all(`EXPLAIN QUERY PLAN ${sql}`, values),
  };
  const between = { after: 1, last: 2 };
  for (const plan of [
    await usedNonceBounds(explained, {}),
    await usedNoncesOfOthers(explained, between),
    await deleteUsedNonces(explained, { ...between, bucket: 1 }),
  ]) {
    const steps = plan.map(({ detail }) => String(detail));
    assert.ok(steps.some((step) => step.startsWith("SEARCH used_nonces")));
    assert.deepEqual(
      steps.filter((step) => step.startsWith("SCAN used_nonces")),
      [],
    );
  }
  await database.close();
});

test("many thousand rows are told and deleted in steps", async () => {
  const path = freshPath();
  const store = await openSqliteStore({ path });
  await store.appendEvent(new Uint8Array(), joined, claim(9));
  const other = new DatabaseSync(path);
  other.exec(`WITH RECURSIVE n(i) AS (VALUES (2) UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
    INSERT INTO used_nonces (id, writer, bucket, prints) SELECT i, 5, i % 2, x'07' FROM n`);
  other.close();
  const before = await allUsed(store);
  assert.deepEqual([before[0]?.length, before[1]?.length], [5_000, 4_999]);
  let steps = 0;
  let from: number | undefined;
  do {
    const start = from;
    from = await store.auditTransaction((write) => write.deleteUsedNonces(1, start));
    steps += 1;
  } while (from !== undefined);
  assert.equal(steps, 3);
  const reopened = await openSqliteStore({ path });
  assert.deepEqual(Object.keys(await allUsed(reopened)), ["0"]);
  await reopened.close();
  await store.close();
});
