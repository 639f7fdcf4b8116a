// One HTTP exchange, with time limits and an own CA. Errors name the host and the cause, never the request.
import type { IncomingMessage } from "node:http";
import type { RequestOptions } from "node:https";
import { TransportError } from "./errors.ts";

export interface Exchange {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

export interface TransportOptions {
  /** PEM text of the CA to trust, besides none other. */
  readonly ca?: string | undefined;
  /** Do not check the server's certificate. */
  readonly skipVerify?: boolean | undefined;
  readonly connectMilliseconds: number;
  /** For the whole exchange. */
  readonly readMilliseconds: number;
}

const REASONS: Readonly<Record<string, string>> = {
  __proto__: null as never,
  ECONNREFUSED: "the connection was refused: is the server running?",
  ENOTFOUND: "the name cannot be found",
  ECONNRESET: "the connection was closed",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is not trusted: name the CA by `--ca-file`",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is not trusted: name the CA by `--ca-file`",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is not trusted: name the CA by `--ca-file`",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is not trusted: name the CA by `--ca-file`",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  EPROTO: "it does not speak this protocol: http or https?",
};

function reasonOf(error: Error & { code?: string }): string {
  return REASONS[error.code ?? ""] ?? error.code ?? "the exchange failed";
}

/** @throws TransportError */
export function exchange(sent: Exchange, options: TransportOptions): Promise<Answer> {
  const secure = sent.url.protocol === "https:";
  // Not imported: as an ES module `node:http` evaluates all its exports, among them a WebSocket client, which
  // doubles the time that the command line takes to start.
  const open = secure
    ? process.getBuiltinModule("node:https").request
    : process.getBuiltinModule("node:http").request;
  const tls: RequestOptions = secure
    ? {
        ...(options.ca === undefined ? {} : { ca: options.ca }),
        ...(options.skipVerify ? { rejectUnauthorized: false } : {}),
      }
    : {};
  const where = sent.url.host;
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      reject(new TransportError(`\`${where}\` cannot be reached: ${reason}`));
    };
    const headers: Record<string, string> = { ...sent.headers };
    if (sent.method === "POST") headers["content-length"] = String(Buffer.byteLength(sent.body));
    const request = open(sent.url, { method: sent.method, headers, agent: false, ...tls });
    const connecting = setTimeout(() => {
      request.destroy();
      fail(`no connection within ${options.connectMilliseconds} ms`);
    }, options.connectMilliseconds);
    const reading = setTimeout(() => {
      request.destroy();
      fail(`no answer within ${options.readMilliseconds} ms`);
    }, options.readMilliseconds);
    const finish = (): void => {
      clearTimeout(connecting);
      clearTimeout(reading);
    };
    request.on("socket", (socket) => {
      socket.once(secure ? "secureConnect" : "connect", () => clearTimeout(connecting));
    });
    request.on("error", (error) => {
      finish();
      fail(reasonOf(error));
    });
    request.on("response", (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", (error) => {
        finish();
        fail(reasonOf(error));
      });
      response.on("end", () => {
        finish();
        const text = Buffer.concat(parts).toString("utf8");
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    request.end(sent.body);
  });
}
