// How a call can fail, as a program sees it.

/** What the server answered, when it was an error. */
export class ServerError extends Error {
  /** The wire's code, or empty when the answer was none of the wire's. */
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  readonly requestId: string;
  readonly recommend: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;

  constructor(
    answer: Pick<ServerError, "code" | "status" | "requestId" | "recommend" | "headers">,
    message: string,
  ) {
    super(message);
    this.name = "ServerError";
    this.code = answer.code;
    this.status = answer.status;
    this.requestId = answer.requestId;
    this.recommend = answer.recommend;
    this.headers = answer.headers;
  }
}

/** The server could not be reached or did not answer. The message names the host, never a parameter. */
export class TransportError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "TransportError";
  }
}
