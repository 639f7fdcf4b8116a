// The one way out for failures: what the wire knows passes, what it does not know is opaque outside and
// reported inside.
import { ApiError } from "@coffer/contract";
import { StoreError } from "@coffer/store";

export interface Translated {
  readonly error: ApiError;
  /** What is to be reported, when the failure is not one that a caller caused. */
  readonly report?: unknown;
}

export function toApiError(failure: unknown): Translated {
  if (failure instanceof ApiError) return { error: failure };
  if (failure instanceof StoreError && failure.code === "Unreachable") {
    return { error: new ApiError("ServiceUnavailableTemporary"), report: failure };
  }
  return { error: new ApiError("InternalFailure"), report: failure };
}
