// PostgreSQL keeps the port's promises. The server is started here, on a free port, and stopped.
import assert from "node:assert/strict";
import test, { after } from "node:test";
import fc from "fast-check";
import { startPostgres } from "../../../tools/postgres.ts";
import { MemoryStore, openPostgresStore, type PostgresOptions, StoreError } from "../src/index.ts";
import { histories, type Played, play } from "./histories.ts";
import { nonceContract } from "./nonces.contract.ts";
import { bindingLaw } from "./principals.contract.ts";
import { storeContract } from "./store.contract.ts";

const server = await startPostgres();
const required = [process.env.CI, process.env.COFFER_REQUIRE_POSTGRES].some(Boolean);

if (server === undefined) {
  const reason = "PostgreSQL is not installed: run `node tools/install-system.ts` as root";
  test("PostgreSQL keeps the port's promises", required ? {} : { skip: reason }, () => {
    assert.fail(reason);
  });
} else {
  after(() => server.stop());
  let count = 0;
  /** A schema of its own for each store: much quicker than a database of its own. */
  const fresh = (): PostgresOptions => {
    count += 1;
    return { connectionString: server.connectionString, schema: `test${count}` };
  };
  const administer = async (sql: string): Promise<void> => {
    const { default: pg } = await import("pg");
    const client = new pg.Client({ connectionString: server.connectionString });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  const unreachable = (error: unknown): boolean =>
    error instanceof StoreError && error.code === "Unreachable";

  storeContract("PostgreSQL", () => openPostgresStore(fresh()));
  nonceContract("PostgreSQL", async () => {
    const given = fresh();
    return () => openPostgresStore(given);
  });
  bindingLaw("PostgreSQL", async () => {
    const given = fresh();
    const inSchema = (sql: string) => `SET search_path TO ${given.schema}; ${sql}`;
    return {
      open: () => openPostgresStore(given),
      administer: (sql) => administer(inSchema(sql)),
    };
  });

  test("any history gives the same answers in memory and on PostgreSQL", async () => {
    const check = async (history: readonly Played[]): Promise<void> => {
      const store = await openPostgresStore(fresh());
      try {
        assert.deepEqual(await play(store, history), await play(new MemoryStore(), history));
      } finally {
        await store.close();
      }
    };
    await fc.assert(fc.asyncProperty(histories, check), { numRuns: 8 });
  });

  test("a lost connection is Unreachable, and the next call takes another", async () => {
    const store = await openPostgresStore(fresh());
    const cut =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()";
    const losing = store.transaction(async (transaction) => {
      await transaction.putSetting("lost", "1");
      await administer(`${cut} AND backend_type = 'client backend'`);
      await transaction.putSetting("lost", "2");
    });
    await assert.rejects(losing, unreachable);
    assert.equal(await store.setting("lost"), undefined);
    await store.transaction((each) => each.putSetting("kept", "1"));
    assert.equal(await store.setting("kept"), "1");
    await store.close();
  });

  test("a transaction that hides the database's failure is not told that it was committed", async () => {
    const given = fresh();
    const store = await openPostgresStore(given);
    await administer(`CREATE FUNCTION ${given.schema}.fail() RETURNS trigger LANGUAGE plpgsql
      AS 'BEGIN RAISE EXCEPTION ''marker''; END'`);
    await administer(`CREATE TRIGGER failing BEFORE INSERT ON ${given.schema}.access_keys
      FOR EACH ROW EXECUTE FUNCTION ${given.schema}.fail()`);
    const hiding = store.transaction(async (transaction) => {
      await transaction.putSetting("a", "1");
      const accessKey = {
        id: "AK",
        status: "Active",
        principal: "root",
        accountId: "1",
        createdAt: 1,
      } as const;
      const failing = transaction.insertAccessKey({
        ...accessKey,
        wrappedSecret: Uint8Array.of(1),
      });
      await failing.catch(() => undefined);
    });
    await assert.rejects(hiding, (error: unknown) => {
      assert.ok(error instanceof StoreError);
      assert.doesNotMatch(error.message, /marker/);
      return unreachable(error);
    });
    assert.equal(await store.setting("a"), undefined);
    await store.close();
  });

  test("a collision runs the work again from its start, whatever it made the work throw", async () => {
    const store = await openPostgresStore(fresh());
    let runs = 0;
    const outcome = await store.transaction(async (transaction) => {
      runs += 1;
      const seen = Number((await transaction.setting("n")) ?? "0");
      // In the middle of the first run another transaction writes what this one has read.
      if (runs === 1) await store.transaction((other) => other.putSetting("n", "10"));
      await transaction.putSetting("n", String(seen + 1)).catch(() => {
        throw new Error("mine");
      });
      return seen;
    });
    assert.deepEqual([runs, outcome, await store.setting("n")], [2, 10, "11"]);
    await store.close();
  });

  test("stores in two schemas of one database know nothing of each other", async () => {
    const stores = [await openPostgresStore(fresh()), await openPostgresStore(fresh())];
    await stores[0]?.transaction((each) => each.putSetting("a", "1"));
    assert.equal(await stores[1]?.setting("a"), undefined);
    for (const store of stores) await store.close();
  });

  test("a schema's name that is not plain is refused", async () => {
    for (const schema of ["", "A", "a b", "a;drop", "a,b", "1a", "x".repeat(64)]) {
      const opening = openPostgresStore({ ...fresh(), schema });
      await assert.rejects(opening, (error) => {
        assert.ok(error instanceof StoreError);
        return error.code === "Invalid";
      });
    }
  });

  test("two starts at once bring the schema up to date once", async () => {
    const given = fresh();
    const open = () => openPostgresStore(given);
    const stores = await Promise.all([open(), open(), open()]);
    await stores[0]?.transaction((transaction) => transaction.putSetting("a", "1"));
    assert.equal(await stores[2]?.setting("a"), "1");
    for (const store of stores) await store.close();
  });

  test("a server that cannot be reached is Unreachable, without the password", async () => {
    const connectionString = "postgres://user:marker-password@127.0.0.1:1/none";
    await assert.rejects(openPostgresStore({ connectionString }), (error) => {
      assert.ok(error instanceof StoreError);
      assert.equal(error.code, "Unreachable");
      assert.doesNotMatch(error.message, /marker/);
      return true;
    });
  });
}
