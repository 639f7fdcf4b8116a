// What the other packages see of the store.

export type * from "./audit-log.ts";
export { StoreError, type StoreErrorCode } from "./errors.ts";
export { FAILPOINTS, failpoint } from "./failpoint.ts";
export type * from "./identity.ts";
export { MemoryStore } from "./memory.ts";
export {
  FORGOTTEN_NONCES,
  type LearnNonces,
  type NonceClaim,
  type UsedNonces,
} from "./nonces.ts";
export {
  openPostgresStore,
  openSqliteStore,
  type PostgresOptions,
  type SqliteOptions,
} from "./open.ts";
export { type PrincipalIds, principalKey } from "./principal-ids.ts";
export type * from "./records.ts";
export type * from "./store.ts";
