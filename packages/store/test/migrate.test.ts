// The schema goes forward only, a step at a time, each step wholly or not at all.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { SqliteDatabase } from "../src/drivers/sqlite.ts";
import { openSqliteStore, StoreError } from "../src/index.ts";
import { type Migration, migrate } from "../src/sql/migrate.ts";
import { bindingLaw } from "./principals.contract.ts";

const folder = mkdtempSync(join(tmpdir(), "coffer-migrate-"));
after(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;

const one: Migration = () => ["CREATE TABLE a (x INTEGER)", "INSERT INTO a VALUES (1)"];
const two: Migration = () => ["CREATE TABLE b (x INTEGER)", "INSERT INTO b SELECT x + 1 FROM a"];
const broken: Migration = () => ["CREATE TABLE c (x INTEGER)", "INSERT INTO nowhere VALUES (1)"];

bindingLaw("SQLite", async () => {
  count += 1;
  const path = join(folder, `${count}.db`);
  return {
    open: () => openSqliteStore({ path }),
    async administer(sql) {
      const database = new SqliteDatabase(path);
      await database.transaction((connection) => connection.all(sql, []));
      await database.close();
    },
  };
});

/** Of SQLite's steps in their order. A new step adds a line; no line ever changes. */
const CHECKSUMS: readonly string[] = [
  "fc1191236f8fb2236085982707f36667",
  "664770886e533e1c00ba90d550a3c1a6",
  "57f7c5bd9e294d9bf289852b704c85ac",
  "d1bc1e5e78e0a90430e94cfa25987efe",
  "33012236daac11f6069e7bee63f7cd49",
  "41a856cbaba9b0f3ce4802f32bfc1407",
  "446cfb619f07b6f1ffac893f011254cc",
];

async function withDatabase(check: (database: SqliteDatabase) => Promise<void>): Promise<void> {
  count += 1;
  const database = new SqliteDatabase(join(folder, `${count}.db`));
  try {
    await check(database);
  } finally {
    await database.close();
  }
}

const rows = async (database: SqliteDatabase, sql: string): Promise<number[]> =>
  (await database.all(sql, [])).map((row) => Number(row.x));
const tables = "SELECT count(*) AS x FROM sqlite_schema WHERE type = 'table'";
const incompatible = (message: RegExp) => (error: unknown) =>
  error instanceof StoreError && error.code === "Incompatible" && message.test(error.message);

test("a later program brings an earlier one's data forward and runs each step once", async () => {
  await withDatabase(async (database) => {
    await migrate(database, [one]);
    await migrate(database, [one, two]);
    await migrate(database, [one, two]);
    assert.deepEqual(await rows(database, "SELECT x FROM a"), [1]);
    assert.deepEqual(await rows(database, "SELECT x FROM b"), [2]);
  });
});

test("a step that fails leaves the schema as it was, and can be run again when mended", async () => {
  await withDatabase(async (database) => {
    await migrate(database, [one]);
    const before = await rows(database, tables);
    await assert.rejects(migrate(database, [one, two, broken]), StoreError);
    assert.deepEqual(await rows(database, tables), before);
    await migrate(database, [one, two]);
    assert.deepEqual(await rows(database, "SELECT x FROM b"), [2]);
  });
});

test("data of a newer program is refused, with both versions, and left as it is", async () => {
  await withDatabase(async (database) => {
    await migrate(database, [one, two]);
    await assert.rejects(migrate(database, [one]), incompatible(/schema 2.*up to 1/));
    assert.deepEqual(await rows(database, "SELECT x FROM b"), [2]);
  });
});

test("data whose step was another one's is refused", async () => {
  await withDatabase(async (database) => {
    await migrate(database, [one]);
    await assert.rejects(migrate(database, [two]), incompatible(/schema step 1/));
  });
});

test("the steps of this program have not been edited since they were released", async () => {
  await withDatabase(async (database) => {
    await migrate(database);
    const recorded = await database.all("SELECT checksum FROM migrations ORDER BY number", []);
    assert.deepEqual(
      recorded.map((row) => row.checksum),
      CHECKSUMS,
    );
  });
});
