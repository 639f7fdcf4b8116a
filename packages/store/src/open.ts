// Opens a store by its kind. The drivers, and the libraries they need, are loaded only when one is opened:
// a program that uses none of them does not pay for them at its start.
import type { Store } from "./store.ts";

export interface SqliteOptions {
  /** The database file; made, for its owner only, when it is not there. */
  readonly path: string;
}

export interface PostgresOptions {
  readonly connectionString: string;
  /** The schema that holds the tables, made when it is not there; the connection's own when absent. */
  readonly schema?: string;
}

/**
 * Opens, or makes, a store in a SQLite file. Several processes may share the file.
 *
 * @throws StoreError `Unreachable` when the file cannot be opened, `Incompatible` when it is a newer program's
 */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  const driver = await import("./drivers/sqlite.ts");
  return driver.openSqliteStore(options);
}

/**
 * Opens a store in a PostgreSQL database and brings its schema up to date.
 *
 * @throws StoreError `Unreachable`, `Incompatible`, `Invalid` for a schema's name that is not plain
 */
export async function openPostgresStore(options: PostgresOptions): Promise<Store> {
  const driver = await import("./drivers/postgres.ts");
  return driver.openPostgresStore(options);
}
