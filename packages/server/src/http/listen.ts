// The socket: Fastify around a pipeline. It caps sizes and times, reads bodies as bytes, and lets nothing
// answer in HTML: every answer, also of Fastify and of the HTTP parser, is JSON in the wire's shape.
import { randomUUID } from "node:crypto";
import type { Server as HttpsServer } from "node:https";
import type { Socket } from "node:net";
import type { ErrorCode } from "@coffer/contract";
import { ApiError } from "@coffer/contract";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { failure } from "./answers.ts";
import type { Pipeline } from "./pipeline.ts";
import type { WireRequest, WireResponse } from "./wire.ts";

/**
 * A secret of 30,720 bytes whose every byte is percent-encoded takes 92,160 characters of the request line;
 * the rest of the line and the headers take a few more.
 */
const HEADER_BYTES = 160 * 1024;
const BODY_BYTES = 1024 * 1024;
const REQUEST_MILLISECONDS = 60_000;
const KEEP_ALIVE_MILLISECONDS = 75_000;
/** Without a Host header, Node would answer 400 with an empty body, which breaks clients. */
const HTTP = { maxHeaderSize: HEADER_BYTES, requireHostHeader: false } as const;

export interface Tls {
  readonly cert: Buffer;
  readonly key: Buffer;
}

export interface Listener {
  /** `http://127.0.0.1:8567` */
  readonly url: string;
  /** Lets requests under way finish, for at most so many milliseconds. */
  close(milliseconds: number): Promise<void>;
  reloadTls(tls: Tls): void;
}

export interface ListenParts {
  readonly pipeline: Pipeline;
  readonly host: string;
  readonly port: number;
  readonly tls?: Tls;
  /** Adds routes besides the endpoint: health, metrics. */
  readonly routes?: (app: FastifyInstance) => void;
}

function wireRequest(request: FastifyRequest): WireRequest {
  const { method, url: target = "/", headers } = request.raw;
  const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
  return { method: method ?? "", target, headers, body, remoteAddress: request.ip };
}

function send(reply: FastifyReply, { status, headers, body }: WireResponse): FastifyReply {
  return reply.code(status).headers(headers).send(body);
}

function refusal(request: WireRequest, code: ErrorCode): WireResponse {
  return failure(request, randomUUID().toUpperCase(), new ApiError(code));
}

/** Fastify's own refusals in the wire's words. */
function codeOf(status: number | undefined): ErrorCode {
  if (status === 413) return "RequestTooLarge";
  if (status !== undefined && status >= 400 && status < 500)
    return "ParseRequestParameterException";
  return "InternalFailure";
}

/** What the HTTP parser cannot read has no request to answer to; the connection ends. */
function refuseUnparsable(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const tooLarge = error.code === "HPE_HEADER_OVERFLOW";
  const nowhere: WireRequest = { method: "", target: "/", headers: {}, body: new Uint8Array() };
  const code = tooLarge ? "RequestTooLarge" : "ParseRequestParameterException";
  const { status, headers, body } = refusal(nowhere, code);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n`;
  const reason = tooLarge ? "Payload Too Large" : "Bad Request";
  socket.end(`HTTP/1.1 ${status} ${reason}\r\n${lines.join("")}${length}\r\n${body}`);
}

/** Options of the server: its caps, and no answer but ours. */
function appOptions() {
  return {
    bodyLimit: BODY_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
    requestTimeout: REQUEST_MILLISECONDS,
    forceCloseConnections: "idle" as const,
    return503OnClosing: false,
    exposeHeadRoutes: false,
    clientErrorHandler: refuseUnparsable,
    // The pipeline reads the query itself, once.
    routerOptions: { ignoreTrailingSlash: false, querystringParser: () => ({}) },
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) => {
      send(reply, refusal(wireRequest(request), "NotFound"));
    },
  };
}

/** `stopping.now` is true from the moment the server is asked to stop. */
function createApp(parts: ListenParts, stopping: { readonly now: boolean }): FastifyInstance {
  const options = appOptions();
  const { tls } = parts;
  const app = (
    tls === undefined
      ? fastify({ ...options, http: HTTP })
      : fastify({ ...options, https: { ...tls, ...HTTP } })
  ) as FastifyInstance; // the two differ in the server's type only
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  parts.routes?.(app);
  app.route({
    method: ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"],
    url: "/",
    handler: async (request, reply) => {
      const response = await parts.pipeline.handle(wireRequest(request));
      // Else a kept connection, idle from now on, would hold up the stop.
      if (stopping.now) reply.header("connection", "close");
      return send(reply, response);
    },
  });
  app.setNotFoundHandler((request, reply) =>
    send(reply, refusal(wireRequest(request), "NotFound")),
  );
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) =>
    send(reply, refusal(wireRequest(request), codeOf(error.statusCode))),
  );
  return app;
}

export async function listen(parts: ListenParts): Promise<Listener> {
  const stopping = { now: false };
  const app = createApp(parts, stopping);
  await app.listen({ host: parts.host, port: parts.port });
  const address = app.server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no address");
  const scheme = parts.tls === undefined ? "http" : "https";
  const host = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return {
    url: `${scheme}://${host}:${address.port}`,
    async close(milliseconds) {
      stopping.now = true;
      const closing = app.close();
      const timer = setTimeout(() => app.server.closeAllConnections(), milliseconds);
      await closing;
      clearTimeout(timer);
    },
    reloadTls(tls) {
      (app.server as unknown as HttpsServer).setSecureContext(tls); // only asked for with TLS
    },
  };
}
