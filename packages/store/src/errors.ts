// The failures of a store. Callers tell them apart by `code`.

/**
 * `Invalid` is the caller's own mistake: text that cannot be kept, or a transaction used after its end. `NonceTaken`:
 * another process was faster with the same request.
 */
export type StoreErrorCode =
  | "NotFound"
  | "AlreadyExists"
  | "Unreachable"
  | "Incompatible"
  | "Invalid"
  | "NonceTaken";

/** A store's failure. `message` names tables and ids, never values. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "StoreError";
    this.code = code;
  }
}

export const exists = (what: string): StoreError =>
  new StoreError("AlreadyExists", `${what} exists`);
export const nonceTaken = (): StoreError =>
  new StoreError("NonceTaken", "another process has recorded the nonce");
export const absent = (what: string): StoreError =>
  new StoreError("NotFound", `${what} is not there`);
