// Events as lines of JSON in the body of a POST. Only an answer of 200 to 299 counts: redirects are not followed, so
// that nobody is sent what was meant for another.
import { readFileSync } from "node:fs";
import { request as requestHttp } from "node:http";
import { Agent, request as requestHttps } from "node:https";
import type { AuditSink } from "../../jobs/audit-sink.ts";

const MILLISECONDS = 10_000;

export interface Webhook {
  /** https, or http on a loopback address. */
  readonly url: string;
  /** File of a bearer token, read for each request so that it can be changed. */
  readonly tokenFile?: string | undefined;
  /** File of certificates (PEM) of the authorities to trust instead of the system's. */
  readonly caFile?: string | undefined;
}

export function createWebhookSink({ url, tokenFile, caFile }: Webhook): AuditSink {
  const address = new URL(url);
  const isPlain = address.protocol === "http:";
  const agent = isPlain
    ? undefined
    : new Agent({ keepAlive: true, ...(caFile === undefined ? {} : { ca: readFileSync(caFile) }) });
  return {
    name: "webhook",
    async deliver(entries) {
      const body = Buffer.concat(entries.flatMap((entry) => [entry, Buffer.from("\n")]));
      const headers = {
        "content-type": "application/x-ndjson",
        "content-length": body.length,
        ...(tokenFile === undefined
          ? {}
          : { authorization: `Bearer ${readFileSync(tokenFile, "utf8").trim()}` }),
      };
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const send = isPlain ? requestHttp : requestHttps;
      const options = { method: "POST", headers, signal: AbortSignal.timeout(MILLISECONDS) };
      const sending = send(address, { ...options, ...(agent === undefined ? {} : { agent }) });
      sending.on("response", (response) => {
        const { statusCode = 0 } = response;
        response.resume();
        response.on("error", reject);
        response.on("end", () => {
          if (statusCode >= 200 && statusCode < 300) resolve();
          else reject(new Error(`the webhook answered ${statusCode}`));
        });
      });
      sending.on("error", (error: NodeJS.ErrnoException) =>
        // Its message may name the address, which may hold a token.
        reject(new Error(`the webhook cannot be reached: ${error.code ?? error.name}`)),
      );
      sending.end(body);
      return promise;
    },
    async close() {
      agent?.destroy();
    },
  };
}
