export { openPostgresStore } from "./drivers/postgres.ts";
export { openSqliteStore } from "./drivers/sqlite.ts";
export { StoreError, type StoreErrorCode } from "./errors.ts";
export { FAILPOINTS, failpoint } from "./failpoint.ts";
export { MemoryStore } from "./memory.ts";
export type * from "./records.ts";
export type * from "./store.ts";
