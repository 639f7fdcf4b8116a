// Every error code of the wire, its HTTP status and the sentence it comes with. Codes and statuses are
// upstream's (KMS 2016-01-20 public error tables and gateway codes); where upstream documents none, `note`
// says so.
import type { ErrorRow } from "./errors/error-row.ts";
import { KMS_ERRORS } from "./errors/kms-errors.ts";
import { RAM_ERRORS } from "./errors/ram-errors.ts";
import { STS_ERRORS } from "./errors/sts-errors.ts";

export type { ErrorRow };

const rows = { ...KMS_ERRORS, ...RAM_ERRORS, ...STS_ERRORS } as const;

export type ErrorCode = keyof typeof rows;
export const ERRORS: Readonly<Record<ErrorCode, ErrorRow>> = rows;

/** Codes that every operation may answer and that no row repeats. */
export const COMMON_ERRORS: readonly ErrorCode[] = [
  "InternalFailure",
  "ServiceUnavailableTemporary",
  "MissingParameter",
  "InvalidParameter",
  "Forbidden.NoPermission",
  "InvalidAccessKeyId.NotFound",
  "Rejected.Throttling",
];

/** What an answer carries beside code and message. */
export interface ErrorDetails {
  /** More members of the body, such as `AccessDeniedDetail`. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** Seconds after which the caller may try again. */
  readonly retryAfterSeconds?: number;
}

/** A failure as the wire knows it. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  /** `message` defaults to the code's sentence; neither it nor `details` may ever hold a secret. */
  constructor(code: ErrorCode, message: string = ERRORS[code].message, details: ErrorDetails = {}) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}
