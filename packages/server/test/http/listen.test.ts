// The socket: what real clients and broken ones send is read, capped and answered in JSON, and a stop lets
// requests under way finish. The pipeline behind it only says what reached it.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { connect as connectTls } from "node:tls";
import { ApiError } from "@coffer/contract";
import { FIRST_PRODUCT, failure } from "../../src/http/answers.ts";
import { type Listener, type ListenParts, listen } from "../../src/http/listen.ts";
import type { WireRequest, WireResponse } from "../../src/http/wire.ts";

function told(request: WireRequest): WireResponse {
  const { method, target, body, headers, remoteAddress } = request;
  if (request.isBodyTooLarge) {
    const asked = { requestId: "too-large", product: FIRST_PRODUCT };
    return failure(request, asked, new ApiError("RequestTooLarge"));
  }
  const text = Buffer.from(body).toString("latin1");
  const said = { method, target, text, type: headers["content-type"], remoteAddress };
  return {
    status: 200,
    headers: { "content-type": "application/json;charset=utf-8" },
    body: JSON.stringify(said),
  };
}

async function start(t: TestContext, more: Partial<ListenParts> = {}): Promise<Listener> {
  const pipeline = { handle: async (given: WireRequest) => told(given) };
  const listener = await listen({ pipeline, host: "127.0.0.1", port: 0, ...more });
  t.after(() => listener.close(0));
  return listener;
}

interface Answer {
  readonly status: number;
  readonly head: string;
  readonly body: Record<string, unknown>;
}

function read(text: string): Answer {
  const end = text.indexOf("\r\n\r\n");
  const head = text.slice(0, end).toLowerCase();
  return { status: Number(text.slice(9, 12)), head, body: JSON.parse(text.slice(end + 4)) };
}

/** Writes bytes as they are and reads until the server closes; `Connection: close` makes it. */
async function exchange(
  listener: Listener,
  ...parts: readonly (string | Buffer)[]
): Promise<Answer> {
  const socket = connect(Number(new URL(listener.url).port), "127.0.0.1");
  let text = "";
  socket.setEncoding("utf8").on("data", (piece: string) => {
    text += piece;
  });
  // The server may close before it has read everything.
  socket.on("error", () => {});
  for (const part of parts) socket.write(part);
  await once(socket, "close");
  return read(text);
}

const CLOSE = "Host: kms.test:1\r\nConnection: close\r\n";

test("a POST without a length has an empty body, also with a form's content type", async (t) => {
  const listener = await start(t);
  const type = "Content-Type: application/x-www-form-urlencoded\r\n";
  for (const header of ["", type]) {
    const { status, body } = await exchange(
      listener,
      `POST /?a=1 HTTP/1.1\r\n${CLOSE}${header}\r\n`,
    );
    assert.deepEqual([status, body.method, body.target, body.text], [200, "POST", "/?a=1", ""]);
    assert.equal(body.remoteAddress, "127.0.0.1");
  }
});

test("whatever a request expects of the server, it reaches the pipeline as others do", async (t) => {
  const listener = await start(t);
  for (const expected of ["200-maybe", "x"]) {
    const head = `POST /?a=1 HTTP/1.1\r\n${CLOSE}Expect: ${expected}\r\nContent-Length: 2\r\n\r\n`;
    const { status, body } = await exchange(listener, `${head}{]`);
    assert.deepEqual([status, body.method, body.target, body.text], [200, "POST", "/?a=1", "{]"]);
  }
});

test("a body comes whole, chunked or not, whatever its type", async (t) => {
  const listener = await start(t);
  const types = ["application/json", "application/x-www-form-urlencoded; a=b", "text/plain", ""];
  for (const type of types) {
    const head = `POST / HTTP/1.1\r\n${CLOSE}${type === "" ? "" : `Content-Type: ${type}\r\n`}`;
    const chunks = "Transfer-Encoding: chunked\r\n\r\n3\r\n{\x00\xff\r\n2\r\n%}\r\n0\r\n\r\n";
    const chunked = await exchange(listener, Buffer.from(head + chunks, "latin1"));
    assert.deepEqual([chunked.status, chunked.body.text], [200, "{\x00\xff%}"], type);
    const plain = await exchange(listener, `${head}Content-Length: 2\r\n\r\n{]`);
    assert.deepEqual([plain.status, plain.body.text], [200, "{]"], type);
  }
});

test("a value of 30,720 bytes in three-byte characters fits into the query", async (t) => {
  const listener = await start(t);
  const target = `/?SecretData=${encodeURIComponent("中".repeat(10_240))}`;
  const { status, body } = await exchange(listener, `GET ${target} HTTP/1.1\r\n${CLOSE}\r\n`);
  assert.equal(status, 200);
  assert.equal(body.target, target);
});

test("what is too large is refused in JSON, and the connection ends", async (t) => {
  const listener = await start(t);
  const line = `GET /?a=${"a".repeat(200 * 1024)} HTTP/1.1\r\n${CLOSE}\r\n`;
  const head = "POST / HTTP/1.1\r\nHost: kms.test:1\r\n";
  const most = 1024 * 1024 + 1;
  const chunk = [`${most.toString(16)}\r\n`, Buffer.alloc(most, 97), "\r\n0\r\n\r\n"];
  const refused = [
    await exchange(listener, line),
    await exchange(listener, `${head}Content-Length: ${most}\r\n\r\n`, "a"),
    await exchange(listener, `${head}Transfer-Encoding: chunked\r\n\r\n`, ...chunk),
  ];
  for (const { status, head: answered, body } of refused) {
    assert.deepEqual([status, body.Code], [413, "RequestTooLarge"]);
    assert.match(answered, /content-type: application\/json;charset=utf-8/);
    for (const name of ["RequestId", "HostId", "Code", "Message", "Recommend"]) {
      assert.equal(typeof body[name], "string", name);
    }
  }
});

test("what is not HTTP, or names no path of ours, is answered in JSON", async (t) => {
  const listener = await start(t);
  const cases: readonly (readonly [string, number, string])[] = [
    ["HELLO\r\n\r\n", 400, "ParseRequestParameterException"],
    [`GET /\x01 HTTP/1.1\r\n${CLOSE}\r\n`, 400, "ParseRequestParameterException"],
    [`GET /else?SecretData=a HTTP/1.1\r\n${CLOSE}\r\n`, 404, "NotFound"],
    [`GET /%ZZ?SecretData=a HTTP/1.1\r\n${CLOSE}\r\n`, 404, "NotFound"],
  ];
  for (const [sent, status, code] of cases) {
    const { head, body, ...answer } = await exchange(listener, sent);
    assert.deepEqual([answer.status, body.Code], [status, code], sent);
    assert.match(head, /content-type: application\/json;charset=utf-8/);
    assert.doesNotMatch(JSON.stringify(body), /SecretData/);
  }
});

test("a request without a Host header is answered, never with an empty body", async (t) => {
  const listener = await start(t);
  const { status } = await exchange(listener, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
  assert.equal(status, 200);
});

test("a request with two lengths is refused, so that no second one hides in it", async (t) => {
  const listener = await start(t);
  const both =
    "Content-Length: 30\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /hidden HTTP/1.1\r\n\r\n";
  const { status, body } = await exchange(listener, `POST / HTTP/1.1\r\n${CLOSE}${both}`);
  assert.deepEqual([status, body.Code], [400, "ParseRequestParameterException"]);
});

test("a handler that fails is an opaque 500 in JSON", async (t) => {
  const pipeline = { handle: () => Promise.reject(new Error("inner name")) };
  const listener = await start(t, { pipeline });
  const { status, body } = await exchange(listener, `GET / HTTP/1.1\r\n${CLOSE}\r\n`);
  assert.deepEqual([status, body.Code], [500, "InternalFailure"]);
  assert.doesNotMatch(JSON.stringify(body), /inner name/);
});

test("routes besides the endpoint are served", async (t) => {
  const listener = await start(t, {
    routes: (app) => void app.get("/healthz", () => ({ status: "ok" })),
  });
  const { body } = await exchange(listener, `GET /healthz HTTP/1.1\r\n${CLOSE}\r\n`);
  assert.deepEqual(body, { status: "ok" });
});

/** A pipeline that answers when it is let go. */
function held() {
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  const { promise: go, resolve: letGo } = Promise.withResolvers<void>();
  const handle = async (given: WireRequest): Promise<WireResponse> => {
    reach();
    await go;
    return told(given);
  };
  return { pipeline: { handle }, reached, letGo };
}

test("a stop lets a request under way finish, and takes no new connection", async () => {
  const { pipeline, reached, letGo } = held();
  const listener = await listen({ pipeline, host: "127.0.0.1", port: 0 });
  const answer = exchange(listener, "GET /?slow HTTP/1.1\r\nHost: a\r\n\r\n");
  await reached;
  const closed = listener.close(60_000);
  await assert.rejects(fetch(listener.url), /fetch failed/);
  letGo();
  assert.equal((await answer).body.target, "/?slow");
  await closed;
});

test("a stop ends kept connections that are idle", async (t) => {
  const listener = await start(t);
  const agent = new Agent({ keepAlive: true });
  const asked = request(listener.url, { agent }).end();
  const [answer] = await once(asked, "response");
  answer.resume();
  await once(answer, "end");
  await listener.close(60_000);
  agent.destroy();
  await assert.rejects(fetch(listener.url), /fetch failed/);
});

test("a stop waits no longer than it was told", async () => {
  const { pipeline, reached, letGo } = held();
  const listener = await listen({ pipeline, host: "127.0.0.1", port: 0 });
  const dropped = assert.rejects(exchange(listener, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
  await reached;
  await listener.close(1);
  await dropped;
  letGo();
});

test("over TLS the same holds, and a renewed certificate is taken for new connections", async (t) => {
  const folder = join(import.meta.dirname, "../../../../test/fixtures/tls");
  const pair = (name: string) => ({
    cert: readFileSync(join(folder, `${name}.crt`)),
    key: readFileSync(join(folder, `${name}.key`)),
  });
  const listener = await start(t, { tls: pair("server") });
  const { protocol, port } = new URL(listener.url);
  assert.equal(protocol, "https:");
  const ask = async (): Promise<[unknown, Answer]> => {
    const ca = readFileSync(join(folder, "ca.crt"));
    const socket = connectTls({ host: "127.0.0.1", port: Number(port), ca });
    let text = "";
    socket.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
    });
    socket.write(`POST /?tls HTTP/1.1\r\n${CLOSE}Content-Length: 1\r\n\r\nx`);
    await once(socket, "secureConnect");
    const name = socket.getPeerCertificate().subject.CN;
    await once(socket, "close");
    return [name, read(text)];
  };
  const [before, answer] = await ask();
  assert.deepEqual([answer.status, answer.body.target, answer.body.text], [200, "/?tls", "x"]);
  listener.reloadTls(pair("renewed"));
  const [after] = await ask();
  assert.notEqual(before, after);
});
