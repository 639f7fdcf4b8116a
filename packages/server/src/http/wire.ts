// A request and an answer as bytes and text, without a socket: the pipeline's two ends.

export interface WireRequest {
  readonly method: string;
  /** The request target as sent: path and query. */
  readonly target: string;
  /** Names in lower case; a header sent twice is a list. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
  /** Whether there was more of it than is read; `body` is empty then. */
  readonly isBodyTooLarge?: boolean;
  readonly remoteAddress?: string | undefined;
  /** Whether it came over TLS. */
  readonly secure?: boolean;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One header's value; of several, joined by a comma as HTTP has it. */
export function header(request: WireRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" || value === undefined ? value : value.join(",");
}
