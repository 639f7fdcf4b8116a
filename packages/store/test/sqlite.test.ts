// SQLite keeps the port's promises, and what only a file can do.
import assert from "node:assert/strict";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import test, { after } from "node:test";
import fc from "fast-check";
import { SqliteDatabase } from "../src/drivers/sqlite.ts";
import { openSqliteStore, type Pack, StoreError } from "../src/index.ts";
import { migrate } from "../src/sql/migrate.ts";
import { SqlStore } from "../src/sql/sql-store.ts";
import { createStatements } from "../src/sql/statements.ts";
import { nonceContract } from "./nonces.contract.ts";
import { addSecrets, newSecret, newVersion } from "./records.ts";
import { storeContract } from "./store.contract.ts";

const folder = mkdtempSync(join(tmpdir(), "coffer-store-"));
after(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;
function freshPath(): string {
  count += 1;
  return join(folder, `${count}.db`);
}

storeContract("SQLite", () => openSqliteStore({ path: freshPath() }));
nonceContract("SQLite", async () => {
  const path = freshPath();
  return () => openSqliteStore({ path });
});

test("a store that is opened again has everything", async () => {
  const path = freshPath();
  const first = await openSqliteStore({ path });
  await addSecrets(first, ["a", "b"]);
  await first.close();
  const second = await openSqliteStore({ path });
  assert.equal((await second.secrets({ offset: 0, limit: 5 })).total, 2);
  await second.close();
});

test("the database and what lies beside it are for their owner only", async () => {
  const path = freshPath();
  const store = await openSqliteStore({ path });
  await addSecrets(store, ["a"]);
  for (const name of readdirSync(folder).filter((each) => join(folder, each).startsWith(path))) {
    assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
  }
  await store.close();
});

test("two stores on one file see each other's writes and never lose one", async () => {
  const path = freshPath();
  const stores = [await openSqliteStore({ path }), await openSqliteStore({ path })];
  const increment = (index: number): Promise<void> => {
    const store = stores[index % 2];
    assert.ok(store);
    return store.transaction(async (transaction) => {
      const seen = Number((await transaction.setting("count")) ?? "0");
      await transaction.putSetting("count", String(seen + 1));
    });
  };
  await Promise.all(Array.from({ length: 40 }, (_, index) => increment(index)));
  for (const store of stores) assert.equal(await store.setting("count"), "40");
  for (const store of stores) await store.close();
});

test("a database of a newer program is refused and left alone", async () => {
  const path = freshPath();
  await (await openSqliteStore({ path })).close();
  const database = new DatabaseSync(path);
  database.exec("INSERT INTO migrations VALUES (99, 'x')");
  database.close();
  const incompatible = (error: unknown): boolean =>
    error instanceof StoreError &&
    error.code === "Incompatible" &&
    error.message.includes("schema 99");
  await assert.rejects(openSqliteStore({ path }), incompatible);
});

test("a schema step that is not this program's is refused", async () => {
  const path = freshPath();
  await (await openSqliteStore({ path })).close();
  const database = new DatabaseSync(path);
  database.exec("UPDATE migrations SET checksum = 'other'");
  database.close();
  await assert.rejects(openSqliteStore({ path }), /schema step 1 of the data/);
});

test("a file that is no database is refused in a sentence", async () => {
  const wrong = join(folder, "no-such-folder", "x.db");
  await assert.rejects(openSqliteStore({ path: wrong }), /cannot be opened/);
  const text = join(folder, "text.db");
  writeFileSync(text, "this is no database, however long one looks at it".repeat(100));
  const refused = (error: unknown): boolean =>
    error instanceof StoreError && error.code === "Unreachable" && /text\.db/.test(error.message);
  await assert.rejects(openSqliteStore({ path: text }), refused);
  assert.match(readFileSync(text, "utf8"), /^this is no database/);
});

test("a deleted ciphertext is gone from the file, and at the next checkpoint from the log", async () => {
  const path = freshPath();
  const store = await openSqliteStore({ path });
  const marker = Buffer.from("ciphertext-marker-0123456789");
  const files = (): boolean[] =>
    [path, `${path}-wal`].map((file) => existsSync(file) && readFileSync(file).includes(marker));
  const checkpoint = (): void => {
    const other = new DatabaseSync(path);
    other.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    other.close();
  };
  const [id = 0] = await addSecrets(store, ["s"]);
  await store.transaction((each) =>
    each.insertSecretVersion(newVersion(id, "v", { value: marker })),
  );
  const long = Buffer.concat(Array.from({ length: 1_000 }, () => marker));
  await store.transaction((each) => each.insertSecretVersion(newVersion(id, "w", { value: long })));
  assert.deepEqual(files(), [false, true]);
  checkpoint();
  assert.deepEqual(files(), [true, false]);
  assert.equal(await store.transaction((each) => each.deleteSecret(id)), true);
  checkpoint();
  assert.deepEqual(files(), [false, false]);
  await store.close();
  assert.deepEqual(files(), [false, false]);
});

test("scrubbing empties the log, under load, again and again; a reader only puts it off", async () => {
  const path = freshPath();
  const store = await openSqliteStore({ path });
  const size = (): number => statSync(`${path}-wal`).size;
  await store.transaction((each) => each.putSetting("a", "1"));
  assert.ok(size() > 0);
  await store.scrub();
  assert.equal(size(), 0);
  await store.scrub();
  const reader = new DatabaseSync(path, { readOnly: true });
  reader.exec("BEGIN");
  reader.prepare("SELECT * FROM settings").all();
  await store.transaction((each) => each.putSetting("a", "2"));
  await Promise.all([store.scrub(), store.scrub()]);
  assert.ok(size() > 0);
  reader.exec("COMMIT");
  const writes = Array.from({ length: 50 }, (_, index) =>
    store.transaction((each) => each.putSetting(`s${index}`, "x")),
  );
  await Promise.all([...writes, store.scrub()]);
  await store.scrub();
  assert.equal(size(), 0);
  assert.equal(await store.setting("a"), "2");
  assert.equal(await store.setting("s49"), "x");
  reader.close();
  await store.close();
  await assert.rejects(store.scrub(), { code: "Unreachable" });
});

test("however much is written, the log takes no more than some tens of megabytes", async () => {
  const path = freshPath();
  const store = await openSqliteStore({ path });
  const bytes = new Uint8Array(65_536);
  for (let index = 0; index < 900; index += 1) {
    const tile = { level: "entries", index, width: 1, bytes } as const;
    await store.auditTransaction((write) => write.putLogTile(tile));
  }
  const size = statSync(`${path}-wal`).size;
  assert.ok(size > 0 && size < 32 << 20, `${size} bytes`);
  await store.close();
});

test("a commit that fails rejects its whole group, and later writes work again", async () => {
  const path = freshPath();
  const store = await openSqliteStore({ path });
  const other = new DatabaseSync(path);
  // A deferred foreign key makes the commit itself fail.
  other.exec(
    "CREATE TABLE broken (id INTEGER REFERENCES secrets (id) DEFERRABLE INITIALLY DEFERRED)",
  );
  other.exec(`CREATE TRIGGER break_commit AFTER INSERT ON secrets WHEN NEW.name = 'break'
    BEGIN INSERT INTO broken VALUES (-1); END`);
  other.close();
  const outcomes = await Promise.allSettled([
    addSecrets(store, ["innocent"]),
    store.transaction((each) => each.insertSecret(newSecret("break"))),
  ]);
  for (const outcome of outcomes) {
    assert.ok(outcome.status === "rejected" && outcome.reason instanceof StoreError);
    assert.equal(outcome.reason.code, "Unreachable");
  }
  assert.equal(await store.secret("innocent"), undefined);
  await addSecrets(store, ["later"]);
  assert.equal((await store.secret("later"))?.name, "later");
  await store.close();
});

test("a transaction that hides the database's failure is not told that it was committed", async () => {
  const path = freshPath();
  const store = await openSqliteStore({ path });
  const other = new DatabaseSync(path);
  // As a full disk does: the whole transaction is ended below the one that runs.
  other.exec(`CREATE TRIGGER end_all BEFORE INSERT ON settings WHEN NEW.name = 'end'
    BEGIN SELECT RAISE(ROLLBACK, 'ended'); END`);
  other.close();
  const hiding = (name: string) =>
    store.transaction(async (transaction) => {
      await transaction.putSetting(name, "1");
      await transaction.putSetting("end", "1").catch(() => undefined);
      await transaction.putSetting(`${name} after`, "1").catch(() => undefined);
    });
  const unreachable = (error: unknown): boolean =>
    error instanceof StoreError && error.code === "Unreachable";
  await assert.rejects(hiding("alone"), unreachable);
  const group = [store.transaction((each) => each.putSetting("innocent", "1")), hiding("grouped")];
  for (const each of group) await assert.rejects(each, unreachable);
  for (const name of ["alone", "alone after", "innocent", "grouped", "grouped after"]) {
    assert.equal(await store.setting(name), undefined, name);
  }
  await store.transaction((each) => each.putSetting("later", "1"));
  assert.equal(await store.setting("later"), "1");
  await store.close();
});

test("pages are right across the blocks of ids, however far ids jump and whatever is deleted", async () => {
  const jump = fc.constantFrom(0, 0, 1, 126, 127, 128, 300, 16_383, 16_384, 20_000, 70_000);
  const row = fc.record({ jump, isDeleted: fc.boolean() });
  const rows = fc.array(row, { minLength: 1, maxLength: 40 });
  const check = async (made: readonly { jump: number; isDeleted: boolean }[]): Promise<void> => {
    const path = freshPath();
    const store = await openSqliteStore({ path });
    const other = new DatabaseSync(path);
    const ids: number[] = [];
    for (const { jump: by } of made) {
      other.exec(`UPDATE sqlite_sequence SET seq = seq + ${by} WHERE name = 'secrets'`);
      ids.push(...(await addSecrets(store, [`s${ids.length}`])));
    }
    const left = ids.filter((_, index) => made[index]?.isDeleted === false);
    await store.transaction(async (transaction) => {
      for (const id of ids) if (!left.includes(id)) await transaction.deleteSecret(id);
    });
    for (let offset = 0; offset <= left.length + 1; offset += 1) {
      const page = await store.secrets({ offset, limit: 3 });
      assert.deepEqual(
        page.rows.map((secret) => secret.id),
        left.slice(offset, offset + 3),
      );
      assert.equal(page.total, left.length);
    }
    const blocks = new Set(left.flatMap((id) => [`0 ${id >> 7}`, `1 ${id >> 14}`]));
    const counted = other.prepare("SELECT level || ' ' || bucket AS block FROM list_counts").all();
    assert.deepEqual(counted.map((each) => String(each.block)).sort(), [...blocks].sort());
    other.close();
    await store.close();
  };
  await fc.assert(fc.asyncProperty(rows, check), { numRuns: 15 });
});

test("lists by name, tag key or tag value use an index", async () => {
  const path = freshPath();
  await (await openSqliteStore({ path })).close();
  const database = new SqliteDatabase(path);
  const statements = createStatements(database.capabilities);
  const page = { offset: 0, limit: 10 };
  const filters = [
    [{ names: ["a", "b"] }, /^SEARCH secrets .*name=\?/],
    [{ tagKeys: ["a"] }, /^SEARCH tags .*tag_key=\?/],
    [{ tagValues: ["a", "b"] }, /^SEARCH tags .*tag_value=\?/],
  ] as const;
  for (const [filter, search] of filters) {
    for (const list of [statements.secrets, statements.countSecrets]) {
      const { sql, parameters } = list({ ...page, ...filter }).compile();
      const values = parameters as string[]; // texts and numbers, as the list was given
      const plan = await database.all(`EXPLAIN QUERY PLAN ${sql}`, values);
      const steps = plan.map((step) => String(step.detail));
      assert.ok(steps.length > 0);
      // A scan without an index would look at every secret or every tag.
      assert.deepEqual(
        steps.filter((step) => /^SCAN (secrets|tags)(?! USING (COVERING )?INDEX)/.test(step)),
        [],
      );
      for (const needed of [search, /^SEARCH secrets/]) {
        assert.ok(
          steps.some((step) => needed.test(step)),
          steps.join("\n"),
        );
      }
    }
  }
  await database.close();
});

test("audit events leave what readers keep valid; any other write, also of another process, does not", async () => {
  const path = freshPath();
  const [store, other] = [await openSqliteStore({ path }), await openSqliteStore({ path })];
  const user = { accountId: "1", id: "2-1", name: "Ann", createdAt: 1, updatedAt: 1 };
  const texts = { displayName: "", mobilePhone: "", email: "", comments: "" };
  await store.transaction((write) => write.insertIdentity("user", { ...user, ...texts }));
  const kept = await store.grants("user", "2-1");
  assert.ok(kept !== undefined);
  await store.appendEvent(Uint8Array.of(1), joined);
  await other.appendEvent(Uint8Array.of(2), joined);
  await store.auditTransaction((write) => write.putAuditSetting("head", "1"));
  await other.noteAccessKeyUses([{ id: "k", at: 1, service: "Kms" }]);
  assert.equal(await store.grants("user", "2-1"), kept);
  for (const writer of [store, other]) {
    const before = await store.grants("user", "2-1");
    assert.equal(await store.grants("user", "2-1"), before);
    await writer.transaction((write) => write.putSetting("a", "1"));
    assert.notEqual(await store.grants("user", "2-1"), before);
  }
  // An event and a write in one group: the write counts.
  const before = await store.grants("user", "2-1");
  const event = store.appendEvent(Uint8Array.of(3), joined);
  await Promise.all([event, store.transaction((write) => write.putSetting("a", "2"))]);
  assert.notEqual(await store.grants("user", "2-1"), before);
  await store.close();
  await other.close();
});

const joined: Pack = (events) => Buffer.concat(events);

test("events that come together are one row, unless they are packed otherwise or too many", async () => {
  const store = await openSqliteStore({ path: freshPath() });
  const other: Pack = (events) => joined(events);
  const append = (count: number, pack: Pack) =>
    Array.from({ length: count }, (_, at) => store.appendEvent(Uint8Array.of(at % 256), pack));
  await Promise.all(append(300, joined));
  await Promise.all([...append(2, other), ...append(3, joined)]);
  const rows = await store.waitingEvents(1000);
  assert.deepEqual(
    rows.map(({ count }) => count),
    [256, 44, 2, 3],
  );
  for (const { count, row } of rows) assert.equal(row.length, count);
  assert.deepEqual([...(rows[2]?.row ?? []), ...(rows[3]?.row ?? [])], [0, 1, 0, 1, 2]);
  assert.equal(await store.countWaitingEvents(), 305);
  await store.close();
});

test("whatever somebody writes among the waiting events is read, counted and removed", async () => {
  const path = freshPath();
  const store = await openSqliteStore({ path });
  await Promise.all([1, 2, 3].map((byte) => store.appendEvent(Uint8Array.of(byte), joined)));
  const other = new DatabaseSync(path);
  const most = "9223372036854775807";
  for (const values of [
    ...[
      `(10, x'00', ${most})`,
      `(11, x'00', -${most})`,
      "(12, x'00', 'abc')",
      "(13, x'00', 1e300)",
    ],
    ...[`(14, ${most}, 1)`, "(15, 'a text', 2)", "(16, 2.5, 257)", `(${most}, x'00', 1)`],
    ...[`(-${most}, x'00', x'00')`, "(17, '', 0)"],
  ]) {
    other.exec(`INSERT INTO audit_waiting (sequence, event, events) VALUES ${values}`);
  }
  // After the highest number SQLite draws others.
  await store.appendEvent(Uint8Array.of(4), joined);
  const rows = await store.waitingEvents(1_000);
  assert.equal(rows.length, 12);
  assert.equal(await store.countWaitingEvents(), 3 + 1 + 9 + 2);
  for (const { row, count } of rows) {
    assert.ok(row instanceof Uint8Array);
    assert.ok(Number.isInteger(count) && count >= 1 && count <= 256, String(count));
  }
  const sent = rows.map(({ row }) => [...row].join());
  assert.ok(sent.includes("1,2,3") && sent.includes("4"));
  const sequences = rows.map(({ sequence }) => sequence);
  assert.ok(sequences.includes(most) && sequences.includes(`-${most}`));
  await store.auditTransaction((write) => write.deleteWaitingEvents(sequences));
  assert.deepEqual(await store.waitingEvents(1_000), []);
  assert.equal(await store.countWaitingEvents(), 0);
  other.close();
  await store.close();
});

test("an event that comes while others are packed is written, too", async () => {
  const store = await openSqliteStore({ path: freshPath() });
  let late: Promise<void> | undefined;
  const pack: Pack = (events) => {
    late ??= store.appendEvent(Uint8Array.of(9), pack);
    return joined(events);
  };
  await store.appendEvent(Uint8Array.of(1), pack);
  await late;
  const rows = await store.waitingEvents(10);
  assert.deepEqual(
    rows.map(({ row }) => [...row]),
    [[1], [9]],
  );
  await store.close();
});

test("events whose transaction never begins reject, and those after them are written", async () => {
  const database = new SqliteDatabase(freshPath());
  await migrate(database);
  let refusals = 1;
  const store = new SqlStore({
    capabilities: database.capabilities,
    all: (...words) => database.all(...words),
    transaction: (work) => database.transaction(work),
    exclusively: (work) => database.exclusively(work),
    scrub: () => database.scrub(),
    close: () => database.close(),
    apart: (work) => {
      refusals -= 1;
      return refusals < 0 ? database.apart(work) : Promise.reject(new Error("busy"));
    },
  });
  const lost = [1, 2].map((byte) => store.appendEvent(Uint8Array.of(byte), joined));
  for (const each of lost) await assert.rejects(each, /busy/);
  await store.appendEvent(Uint8Array.of(3), joined);
  assert.deepEqual(
    (await store.waitingEvents(10)).map(({ row }) => [...row]),
    [[3]],
  );
  await store.close();
});

test("events that fail to be written reject, and those after them are written", async () => {
  const path = freshPath();
  const store = await openSqliteStore({ path });
  const other = new DatabaseSync(path);
  other.exec(`CREATE TRIGGER refuse BEFORE INSERT ON audit_waiting
    BEGIN SELECT RAISE(ABORT, 'refused'); END`);
  const lost = [1, 2, 3].map((byte) => store.appendEvent(Uint8Array.of(byte), joined));
  for (const each of lost) await assert.rejects(each, StoreError);
  other.exec("DROP TRIGGER refuse");
  other.close();
  await store.appendEvent(Uint8Array.of(4), joined);
  const waiting = await store.waitingEvents(10);
  assert.deepEqual(
    waiting.map(({ row }) => [...row]),
    [[4]],
  );
  await store.close();
});
