// The failures of a store. Callers tell them apart by `code`.

export type StoreErrorCode = "NotFound" | "AlreadyExists" | "Unreachable" | "Incompatible";

/** A store's failure. `message` names tables and ids, never values. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "StoreError";
    this.code = code;
  }
}
