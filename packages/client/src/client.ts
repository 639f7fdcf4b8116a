// The client: one typed call for each row of the contract, signed V3, with parameters in the body, so that
// secrets stay out of addresses. A call is repeated only where that does no harm.
import { randomInt, randomUUID } from "node:crypto";
import {
  OPERATIONS,
  type Operation,
  type OperationName,
  PRODUCTS,
  type RequestOf,
  type ResponseOf,
} from "@coffer/contract";
import { ServerError, TransportError } from "./errors.ts";
import { flatten } from "./flatten.ts";
import { encodeParameters, signedHeaders } from "./sign.ts";
import { type Answer, exchange, type TransportOptions } from "./transport.ts";

export interface ClientOptions extends Partial<TransportOptions> {
  /** `http://127.0.0.1:8567` */
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string | undefined;
  /** Repetitions after 429, 5xx and lost connections, where safe; 2 by default. */
  readonly retries?: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** A call below the contract: text parameters in, text out. */
export interface RawCall {
  readonly action: string;
  readonly version: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** POST by default; GET puts the parameters into the address. */
  readonly method?: "GET" | "POST";
  /** Whether repeating it does no harm. */
  readonly repeatable: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

type Row<Name extends OperationName> = (typeof OPERATIONS)[Name];
type Pages<Name extends OperationName> = ResponseOf<Row<Name>> & { readonly RequestId: string };

const LONGEST_WAIT_MILLISECONDS = 60_000;

export class Client {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** @throws ServerError, TransportError */
  call<Name extends OperationName>(
    name: Name,
    request: RequestOf<Row<Name>> | Readonly<Record<string, unknown>>,
  ): Promise<Pages<Name>> {
    return this.callOf(OPERATIONS, name, request);
  }

  /** An operation of any product: of `RAM_OPERATIONS`, say. @throws ServerError, TransportError */
  async callOf<Rows extends Readonly<Record<string, Operation>>, Name extends keyof Rows & string>(
    rows: Rows,
    name: Name,
    request: RequestOf<Rows[Name]> | Readonly<Record<string, unknown>>,
  ): Promise<ResponseOf<Rows[Name]> & { readonly RequestId: string }> {
    const product = PRODUCTS.find(({ operations }) => operations === rows);
    const row = rows[name];
    if (product === undefined || row === undefined) throw new TypeError(`no operation \`${name}\``);
    const { text } = await this.raw({
      action: name,
      version: product.version,
      parameters: flatten(row.request, request as Readonly<Record<string, unknown>>),
      repeatable: row.retry === "safe",
    });
    return JSON.parse(text); // by the server, from the same row
  }

  /** All pages of a list that is paged by number, one answer after the other. */
  async *pages<Name extends OperationName>(
    name: Name,
    request: Readonly<Record<string, unknown>>,
  ): AsyncIterable<Pages<Name>> {
    for (let number = 1; ; number += 1) {
      const page = await this.call(name, { ...request, PageNumber: number });
      yield page;
      const counts = page as { readonly PageSize?: number; readonly TotalCount?: number };
      if (number * (counts.PageSize ?? 0) >= (counts.TotalCount ?? 0)) return;
    }
  }

  /** @throws ServerError, TransportError */
  async raw(call: RawCall): Promise<Answer> {
    const { retries = 2, sleep = pause } = this.#options;
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await this.#attempt(call, attempt);
      if (!(outcome instanceof Error)) return outcome;
      const wait = attempt < retries ? waitBefore(outcome, call, attempt) : undefined;
      if (wait === undefined) throw outcome;
      await sleep(wait);
    }
  }

  async #attempt(call: RawCall, attempt: number): Promise<Answer | ServerError | TransportError> {
    const { ca, skipVerify } = this.#options;
    const { connectMilliseconds = 5_000, readMilliseconds = 30_000 } = this.#options;
    try {
      const answer = await exchange(this.sign(call, attempt), {
        ca,
        skipVerify,
        connectMilliseconds,
        readMilliseconds,
      });
      return answer.status >= 200 && answer.status < 300 ? answer : serverError(answer);
    } catch (error) {
      if (error instanceof TransportError) return error;
      throw error;
    }
  }

  /** The signed request as it would be sent. */
  sign(call: RawCall, attempt = 0) {
    const { endpoint, accessKeyId, accessKeySecret, securityToken } = this.#options;
    const { clock = Date.now } = this.#options;
    const { method = "POST", action, version } = call;
    const encoded = encodeParameters(call.parameters);
    const url = new URL(endpoint);
    const query = method === "GET" ? encoded : "";
    const body = method === "GET" ? "" : encoded;
    url.pathname = "/";
    url.search = query;
    const again: Record<string, string> =
      attempt === 0 ? {} : { "x-acs-retry-attempts": String(attempt) };
    const headers = signedHeaders({
      ...{ method, query, body, action, version, accessKeyId, accessKeySecret, securityToken },
      host: url.host,
      date: `${new Date(clock()).toISOString().slice(0, 19)}Z`,
      nonce: randomUUID(),
      headers: { accept: "application/json", ...call.headers, ...again },
    });
    return { method, url, headers, body };
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function serverError({ status, headers, text }: Answer): ServerError {
  let body: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null) body = { ...parsed };
  } catch {
    // Not the wire's: shown as it is.
  }
  const member = (name: string): string => (typeof body[name] === "string" ? body[name] : "");
  const answer = { code: member("Code"), status, headers, requestId: member("RequestId") };
  return new ServerError({ ...answer, recommend: member("Recommend") }, member("Message") || text);
}

/**
 * Milliseconds to wait before the next attempt, or undefined when there is none. A request that was refused
 * for its rate (429) was not processed and may always be sent again; after a 5xx or a lost connection only
 * what does no harm twice.
 */
export function waitBefore(
  failure: ServerError | TransportError,
  call: Pick<RawCall, "repeatable">,
  attempt: number,
): number | undefined {
  const refused = failure instanceof ServerError && failure.status === 429;
  const unclear = failure instanceof TransportError || failure.status >= 500;
  if (!refused && !(unclear && call.repeatable)) return undefined;
  const told = failure instanceof ServerError ? told429(failure) : undefined;
  const backOff = 200 * 2 ** attempt;
  return Math.min(told ?? backOff + randomInt(backOff), LONGEST_WAIT_MILLISECONDS);
}

function told429({ headers }: ServerError): number | undefined {
  const milliseconds = Number(headers["x-acs-retry-after"] ?? Number.NaN);
  if (milliseconds >= 0) return milliseconds;
  const seconds = Number(headers["retry-after"] ?? Number.NaN);
  return seconds >= 0 ? seconds * 1000 : undefined;
}
