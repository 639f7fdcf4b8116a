// SQLite keeps the port's promises, and what only a file can do.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import test, { after } from "node:test";
import { openSqliteStore, StoreError } from "../src/index.ts";
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
});

test("a deleted ciphertext is gone from the file", async () => {
  const path = freshPath();
  const store = await openSqliteStore({ path });
  const marker = Buffer.from("ciphertext-marker-0123456789");
  const [id = 0] = await addSecrets(store, ["s"]);
  await store.transaction((each) =>
    each.insertSecretVersion(newVersion(id, "v", { value: marker })),
  );
  assert.equal(await store.transaction((each) => each.deleteSecret(id)), true);
  await store.close();
  assert.equal(readFileSync(path).includes(marker), false);
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
  assert.deepEqual(
    outcomes.map((outcome) => outcome.status),
    ["rejected", "rejected"],
  );
  assert.equal(await store.secret("innocent"), undefined);
  await addSecrets(store, ["later"]);
  assert.equal((await store.secret("later"))?.name, "later");
  await store.close();
});
