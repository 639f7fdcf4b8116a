// The socket: Fastify around a pipeline. It caps sizes and times, reads bodies as bytes, and lets nothing
// answer in HTML: every answer, also of Fastify and of the HTTP parser, is JSON in the wire's shape.
import { randomUUID } from "node:crypto";
import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { createServer as createHttpsServer, type Server as HttpsServer } from "node:https";
import type { Socket } from "node:net";
import type { ErrorCode } from "@coffer/contract";
import { ApiError } from "@coffer/contract";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { FIRST_PRODUCT, failure } from "./answers.ts";
import type { OriginOf } from "./client-address.ts";
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
  /** Who a request comes from, where proxies are trusted. */
  readonly originOf?: OriginOf;
  /** Adds routes besides the endpoint: health, metrics. */
  readonly routes?: (app: FastifyInstance) => void;
}

const connectionAlone: OriginOf = (connection) => connection;

function wireRequest(
  request: IncomingMessage,
  body: Uint8Array,
  originOf: OriginOf = connectionAlone,
): WireRequest {
  const { method = "", url: target = "/", headers, socket } = request;
  const encrypted = "encrypted" in socket && socket.encrypted === true;
  const connection = { address: socket.remoteAddress, secure: encrypted };
  const { address: remoteAddress, secure } = originOf(connection, headers);
  return { method, target, headers, body, remoteAddress, secure };
}

const EMPTY = new Uint8Array();

function write(response: ServerResponse, { status, headers, body }: WireResponse): void {
  const length = Buffer.byteLength(body);
  response.writeHead(status, { ...headers, "content-length": length }).end(body);
}

/** For what Fastify answers: its own refusals and unknown paths. */
function send(request: FastifyRequest, reply: FastifyReply, code: ErrorCode): void {
  reply.hijack();
  write(reply.raw, refusal(wireRequest(request.raw, EMPTY), code));
}

/**
 * The whole body, or undefined when it is larger than allowed. What is too large is read on and dropped, up to
 * a point, so that the caller hears the answer instead of a broken connection.
 */
function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | undefined>();
  if (Number(request.headers["content-length"] ?? 0) > BODY_BYTES) resolve(undefined);
  const parts: Buffer[] = [];
  let size = 0;
  request.on("data", (part: Buffer) => {
    size += part.length;
    if (size <= BODY_BYTES) parts.push(part);
    else if (size > 8 * BODY_BYTES) resolve(undefined);
  });
  request.on("end", () => resolve(size > BODY_BYTES ? undefined : Buffer.concat(parts, size)));
  request.on("error", reject);
  return promise;
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";

interface Endpoint {
  readonly pipeline: Pipeline;
  readonly originOf?: OriginOf | undefined;
  /** `now` is true from the moment the server is asked to stop. */
  readonly stopping: { readonly now: boolean };
}

async function respond(
  { pipeline, originOf }: Endpoint,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<WireResponse> {
  try {
    const body = hasBody(request) ? await readBody(request) : EMPTY;
    if (body !== undefined) return await pipeline.handle(wireRequest(request, body, originOf));
    response.setHeader("connection", "close");
    // Refused there, so that it is on record as every request is.
    const withoutBody = wireRequest(request, EMPTY, originOf);
    return await pipeline.handle({ ...withoutBody, isBodyTooLarge: true });
  } catch {
    // The pipeline throws nothing; a caller that went away is not there to be answered.
    return refusal(wireRequest(request, EMPTY), "InternalFailure");
  }
}

async function answer(
  endpoint: Endpoint,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answered = await respond(endpoint, request, response);
  // Else a kept connection, idle from now on, would hold up the stop.
  if (endpoint.stopping.now) response.setHeader("connection", "close");
  if (!response.destroyed) write(response, answered);
}

/** The endpoint is `/` with any query. */
const isEndpoint = (url: string | undefined): boolean =>
  url === "/" || (url ?? "").startsWith("/?");

function refusal(request: WireRequest, code: ErrorCode): WireResponse {
  const requestId = randomUUID().toUpperCase();
  return failure(request, { requestId, product: FIRST_PRODUCT }, new ApiError(code));
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

/**
 * Fastify, with the endpoint's requests taken out before its routing: they are read and answered as bytes, and
 * every microsecond before and after the pipeline is paid by every call. `stopping.now` is true from the
 * moment the server is asked to stop.
 */
function createApp(parts: ListenParts, stopping: { readonly now: boolean }): FastifyInstance {
  const { tls, pipeline, originOf } = parts;
  const endpoint = { pipeline, originOf, stopping };
  const limits = {
    maxHeaderSize: HEADER_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
    requestTimeout: REQUEST_MILLISECONDS,
    // Without a Host header, Node would answer 400 with an empty body, which breaks clients.
    requireHostHeader: false,
  };
  const app = fastify({
    bodyLimit: BODY_BYTES,
    forceCloseConnections: "idle",
    return503OnClosing: false,
    exposeHeadRoutes: false,
    clientErrorHandler: refuseUnparsable,
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) =>
      send(request, reply, "NotFound"),
    serverFactory: (others) => {
      const take = (request: IncomingMessage, response: ServerResponse): void => {
        if (isEndpoint(request.url)) void answer(endpoint, request, response);
        else others(request, response);
      };
      const server =
        tls === undefined
          ? createHttpServer(limits, take)
          : (createHttpsServer({ ...limits, ...tls }, take) as unknown as HttpServer); // alike
      // Whatever a request expects of us, it is answered as others are; Node would refuse it, without a record.
      return server.on("checkExpectation", take);
    },
  });
  parts.routes?.(app);
  app.setNotFoundHandler((request, reply) => send(request, reply, "NotFound"));
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) =>
    send(request, reply, codeOf(error.statusCode)),
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
