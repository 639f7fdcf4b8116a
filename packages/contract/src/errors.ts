// Every error code of the wire, its HTTP status and the sentence it comes with. Codes and statuses are
// upstream's (KMS 2016-01-20 public error tables); where upstream documents none, the note says so.

interface ErrorRow {
  readonly status: number;
  /** The default sentence; a thrower may give a more precise one. */
  readonly message: string;
}

const rows = {
  InternalFailure: {
    status: 500,
    message: "The request processing has failed due to some unknown error.",
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof rows;
export const ERRORS: Readonly<Record<ErrorCode, ErrorRow>> = rows;

/** A failure as the wire knows it. The client throws it too, with what the server answered. */
export class ApiError extends Error {
  readonly code: ErrorCode;

  /** `message` defaults to the code's sentence; it must never hold a secret. */
  constructor(code: ErrorCode, message: string = ERRORS[code].message) {
    super(message);
    this.name = "ApiError";
    this.code = code;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}
