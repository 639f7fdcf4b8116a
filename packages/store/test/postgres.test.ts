// PostgreSQL keeps the port's promises. The server is started here, on a free port, and stopped.
import assert from "node:assert/strict";
import test, { after } from "node:test";
import { startPostgres } from "../../../tools/postgres.ts";
import { openPostgresStore, StoreError } from "../src/index.ts";
import { storeContract } from "./store.contract.ts";

const server = await startPostgres();
const required = process.env.COFFER_REQUIRE_POSTGRES !== undefined;

if (server === undefined) {
  const reason = "PostgreSQL is not installed: run `node tools/install-system.ts` as root";
  test("PostgreSQL keeps the port's promises", required ? {} : { skip: reason }, () => {
    assert.fail(reason);
  });
} else {
  after(() => server.stop());
  let count = 0;
  const freshDatabase = async (): Promise<string> => {
    const { default: pg } = await import("pg");
    const client = new pg.Client({ connectionString: server.connectionString });
    await client.connect();
    count += 1;
    await client.query(`CREATE DATABASE test${count}`);
    await client.end();
    return server.connectionString.replace(/postgres$/, `test${count}`);
  };

  storeContract("PostgreSQL", async () =>
    openPostgresStore({ connectionString: await freshDatabase() }),
  );

  test("two starts at once bring the schema up to date once", async () => {
    const connectionString = await freshDatabase();
    const open = () => openPostgresStore({ connectionString });
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
