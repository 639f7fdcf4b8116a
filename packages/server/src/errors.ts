// The one way out for failures: what the wire knows passes, what it does not know is opaque outside and
// reported inside.
import { ApiError, ERRORS, type Product } from "@coffer/contract";
import { StoreError } from "@coffer/store";

export interface Translated {
  readonly error: ApiError;
  /** What is to be reported, when the failure is not one that a caller caused. */
  readonly report?: unknown;
}

/** Whether another server has answered the same request. */
export const isNonceTaken = (failure: unknown): boolean =>
  failure instanceof StoreError && failure.code === "NonceTaken";

/** @param broken what the product calls a failure that the wire does not know; of KMS where none is named */
export function toApiError(
  failure: unknown,
  broken: Product["broken"] = { code: "InternalFailure" },
): Translated {
  if (failure instanceof ApiError) return { error: failure };
  if (isNonceTaken(failure)) return { error: new ApiError("SignatureNonceUsed") };
  if (failure instanceof StoreError && failure.code === "Unreachable") {
    return { error: new ApiError("ServiceUnavailableTemporary"), report: failure };
  }
  return { error: new ApiError(broken.code, broken.message), report: failure };
}

/** What is recorded of a failure. The string to sign holds parameters in clear: there the code says enough. */
export function recordable({ code, message }: Pick<ApiError, "code" | "message">): {
  readonly code: string;
  readonly message: string;
} {
  return { code, message: code === "SignatureDoesNotMatch" ? ERRORS[code].message : message };
}

/** What was prepared is for something else than what the name means in the transaction, which leaves nothing behind. */
export class Overtaken extends ApiError {
  constructor() {
    super("ServiceUnavailableTemporary", "What is named was changed again and again meanwhile.");
  }
}
