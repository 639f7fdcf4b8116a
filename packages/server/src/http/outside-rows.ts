// Codes that an answer has for other reasons than those that its row declares.
import type { ErrorCode } from "@coffer/contract";

/** With DryRun a call always fails, and the code says why. */
export function dryRunCode(code: ErrorCode): ErrorCode {
  if (code === "MissingParameter" || code === "InvalidParameter") return "ValidationError";
  return code === "Forbidden.NoPermission" ? "AccessDeniedError" : code;
}

/** Codes of the pipeline itself, which no row declares. */
export const OUTSIDE_ROWS: readonly ErrorCode[] = [
  "UnsupportedOperation",
  "DryRunOperationError",
  "InvalidVersion",
  "InvalidAction.NotFound",
  // Of products beside KMS.
  "NoPermission",
  "EntityNotExist.OIDCProvider",
  "Throttling.User",
  "InternalError",
  // Of another server, which was faster: found when the event is recorded.
  "SignatureNonceUsed",
];
