export { StoreError, type StoreErrorCode } from "./errors.ts";
export type * from "./records.ts";
export type * from "./store.ts";
