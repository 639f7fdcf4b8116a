// What the other packages see of the store.
export { StoreError, type StoreErrorCode } from "./errors.ts";
export { FAILPOINTS, failpoint } from "./failpoint.ts";
export { MemoryStore } from "./memory.ts";
export {
  openPostgresStore,
  openSqliteStore,
  type PostgresOptions,
  type SqliteOptions,
} from "./open.ts";
export type * from "./records.ts";
export type * from "./store.ts";
