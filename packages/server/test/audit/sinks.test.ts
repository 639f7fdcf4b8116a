// Laws of the audit's sinks: every event arrives, in order, also after failures and restarts; what happens when one is
// too far behind is what the operator chose; what is forgotten leaves a log that verifies.
import assert from "node:assert/strict";
import { once } from "node:events";
import {
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import test from "node:test";
import { seededRandom } from "@coffer/crypto";
import { MemoryStore, type Store } from "@coffer/store";
import { NoteVerifier, verifyLog } from "@coffer/tlog";
import { createFileSink } from "../../src/audit/sinks/file-sink.ts";
import { createStdoutSink } from "../../src/audit/sinks/stdout-sink.ts";
import { createWebhookSink } from "../../src/audit/sinks/webhook-sink.ts";
import type { AuditSink } from "../../src/jobs/audit-sink.ts";
import { pruneAuditEvents } from "../../src/jobs/prune-audit-events.ts";
import { createAuditKeys } from "../../src/keyring/audit-key.ts";
import { ACCOUNT, REGION, type TestServer, testServer } from "../support/server.ts";

const TLS = join(import.meta.dirname, "../../../../test/fixtures/tls");
const DAY = 24 * 60 * 60 * 1000;

type After = { after(fn: () => unknown): void };

function folderOf(t: After): string {
  const folder = mkdtempSync(join(tmpdir(), "coffer-sinks-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** As the schedulers do, until nothing is left. */
async function round(server: TestServer): Promise<void> {
  for (const work of server.work) await work.run(server.now);
  for (const work of server.deliveries) while ((await work.run(server.now)) > 0);
  for (const work of server.work) await work.run(server.now);
}

async function requests(server: TestServer, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { body } = await server.call("DescribeSecret", { SecretName: `s${index}` });
    ids.push(String(body.RequestId));
  }
  return ids;
}

const idsIn = (text: string): string[] =>
  text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line).eventId);

/** A sink in memory that fails for as long as it is told. */
function sinkInMemory(name = "memory") {
  const sink = { name, taken: [] as string[], fails: false };
  const own: AuditSink & typeof sink = Object.assign(sink, {
    async deliver(entries: readonly Uint8Array[]) {
      if (sink.fails) throw new Error("it fails");
      for (const entry of entries) {
        sink.taken.push(JSON.parse(Buffer.from(entry).toString()).eventId);
      }
    },
    async close() {},
  });
  return own;
}

test("a file has every event once, in order, over restarts and after being moved away", async (t) => {
  const path = join(folderOf(t), "audit.log");
  const store = new MemoryStore();
  const all: string[] = [];
  for (let start = 0; start < 3; start += 1) {
    const sink = createFileSink(path);
    const server = await testServer({ store, audit: { sinks: [sink] }, seed: `start ${start}` });
    if (start === 0) await round(server);
    all.push(...(await requests(server, 300)));
    await round(server);
    await sink.close();
    assert.deepEqual(server.unexpected, []);
  }
  assert.deepEqual(idsIn(readFileSync(path, "utf8")), all);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  const sink = createFileSink(path);
  t.after(() => sink.close());
  const server = await testServer({ store, audit: { sinks: [sink] }, seed: "moved" });
  await round(server);
  renameSync(path, `${path}.1`);
  const later = await requests(server, 5);
  await round(server);
  assert.deepEqual(idsIn(readFileSync(path, "utf8")), later);
  assert.deepEqual(idsIn(readFileSync(`${path}.1`, "utf8")), all);
});

test("a full disk loses nothing, and leaves no half line", async (t) => {
  const folder = folderOf(t);
  const path = join(folder, "audit.log");
  symlinkSync("/dev/full", path);
  const sink = createFileSink(path);
  t.after(() => sink.close());
  const server = await testServer({ audit: { sinks: [sink] } });
  await round(server);
  const ids = await requests(server, 10);
  await round(server);
  assert.match(server.log(), /the audit's sink fails/);
  unlinkSync(path);
  // It is tried again after a while only.
  await round(server);
  server.now += 2_000;
  await round(server);
  assert.deepEqual(idsIn(readFileSync(path, "utf8")), ids);
  assert.match(server.log(), /the audit's sink works again/);
});

test("a line that the death of the process cut off is taken back, and its event comes again", async (t) => {
  const path = join(folderOf(t), "audit.log");
  for (const before of ["", "{}\n", "{}\n{}\n"]) {
    writeFileSync(path, `${before}{"eventId":"cut o`);
    const sink = createFileSink(path);
    await sink.deliver([Buffer.from('{"eventId":"a"}'), Buffer.from('{"eventId":"b"}')]);
    await sink.close();
    const expected = `${before}{"eventId":"a"}\n{"eventId":"b"}\n`;
    assert.equal(readFileSync(path, "utf8"), expected);
  }
});

test("an output that nobody reads any more fails the delivery and not the process", async () => {
  const stream = new Writable({
    write: (_chunk, _encoding, done) => done(new Error("EPIPE")),
  });
  const sink = createStdoutSink(stream);
  await assert.rejects(sink.deliver([Buffer.from("{}")]), /EPIPE/);
  await assert.rejects(sink.deliver([Buffer.from("{}")]));
});

test("a clock that goes back does not silence a sink that failed", async () => {
  const sink = sinkInMemory();
  const server = await testServer({ audit: { sinks: [sink] } });
  await round(server);
  sink.fails = true;
  const ids = await requests(server, 3);
  await round(server);
  sink.fails = false;
  server.now -= 365 * DAY;
  await round(server);
  assert.deepEqual(sink.taken, ids);
});

test("events that were forgotten while a sink was not in use are counted as lost for it", async () => {
  const store = new MemoryStore();
  const sink = sinkInMemory();
  const first = await testServer({ store, audit: { sinks: [sink] } });
  await round(first);
  const without = await testServer({ store, audit: { events: 100 }, seed: "without" });
  await requests(without, 700);
  await round(without);
  await round(without);
  const again = await testServer({ store, audit: { sinks: [sink] }, seed: "again" });
  await round(again);
  const { Sinks } = (await again.call("GetAuditStatus")).body;
  const [{ Delivered = 0, Dropped = 0 } = {}] = Sinks as Record<string, number>[];
  assert.equal(Dropped, 512);
  assert.equal(sink.taken.length, Delivered - Dropped);
});

test("full, writes are refused and reads are not, until the sink has caught up", async () => {
  const sink = sinkInMemory();
  const server = await testServer({ audit: { sinks: [sink], bound: 20 } });
  await round(server);
  sink.fails = true;
  await requests(server, 8);
  await round(server);
  assert.doesNotMatch(server.log(), /spool fills up/);
  await requests(server, 4);
  await round(server);
  await round(server);
  assert.equal(server.log().match(/spool fills up/g)?.length, 1, "one warning at half");
  assert.equal((await server.call("CreateKey")).code, "OK");
  await requests(server, 8);
  await round(server);
  const refused = await server.call("CreateKey");
  assert.deepEqual([refused.status, refused.code], [503, "ServiceUnavailableTemporary"]);
  assert.equal((await server.call("ListKeys")).code, "OK");
  assert.equal((await server.call("GetAuditStatus")).code, "OK");
  sink.fails = false;
  server.now += 120_000;
  await round(server);
  assert.equal((await server.call("CreateKey")).code, "OK");
  await round(server);
  assert.equal(new Set(sink.taken).size, sink.taken.length);
});

test("refuse-all refuses reads too, but not what repairs", async () => {
  const sink = sinkInMemory();
  const audit = { sinks: [sink], bound: 5, whenFull: "refuse-all" } as const;
  const server = await testServer({ audit });
  await round(server);
  sink.fails = true;
  await requests(server, 6);
  await round(server);
  assert.equal((await server.call("ListKeys")).code, "ServiceUnavailableTemporary");
  assert.equal((await server.call("GetAuditStatus")).code, "OK");
});

test("drop gives up the oldest events of that sink, counts them, and refuses nothing", async () => {
  const [slow, good] = [sinkInMemory("slow"), sinkInMemory("good")];
  const audit = { sinks: [slow, good], bound: 10, whenFull: "drop" } as const;
  const server = await testServer({ audit });
  await round(server);
  slow.fails = true;
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    ids.push(...(await requests(server, 7)));
    await round(server);
  }
  const { Sinks } = (await server.call("GetAuditStatus")).body;
  const slowly = (Sinks as { Name: string; Dropped: number }[]).find(({ Name }) => Name === "slow");
  assert.equal(slowly?.Dropped, 25);
  assert.equal((await server.call("CreateKey")).code, "OK");
  slow.fails = false;
  server.now += 120_000;
  await round(server);
  // Two more came meanwhile.
  assert.deepEqual(slow.taken.slice(0, 8), ids.slice(27));
  assert.deepEqual(good.taken.slice(0, 35), ids);
});

async function listening(t: After, answer: (body: string, headers: object) => number) {
  const certificate = {
    cert: readFileSync(join(TLS, "server.crt")),
    key: readFileSync(join(TLS, "server.key")),
  };
  const server: Server = createServer(certificate, async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const status = answer(body, request.headers);
    response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {}).end();
  }).listen(0, "127.0.0.1");
  t.after(() => server.close());
  await once(server, "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address);
  return { url: `https://127.0.0.1:${address.port}/events`, server };
}

test("a webhook gets every event at least once: down, failing, redirecting, and then up", async (t) => {
  const folder = folderOf(t);
  const tokenFile = join(folder, "token");
  writeFileSync(tokenFile, "secret-token\n");
  const taken: string[] = [];
  const headers: Record<string, unknown>[] = [];
  let status = 500;
  const { url } = await listening(t, (body, given) => {
    headers.push({ ...given });
    if (status === 200) taken.push(...idsIn(body));
    return status;
  });
  const sink = createWebhookSink({ url, tokenFile, caFile: join(TLS, "ca.crt") });
  t.after(() => sink.close());
  const server = await testServer({ audit: { sinks: [sink] } });
  await round(server);
  const ids = await requests(server, 300);
  for (const each of [500, 302, 404]) {
    status = each;
    await round(server);
    server.now += 120_000;
  }
  assert.deepEqual(taken, []);
  assert.equal(headers.length, 3, "one try a time, and no redirect is followed");
  status = 200;
  await round(server);
  assert.deepEqual(taken, ids);
  assert.equal(headers.at(-1)?.authorization, "Bearer secret-token");
  assert.doesNotMatch(server.log(), /secret-token/);
});

test("a webhook whose certificate nobody vouches for gets nothing", async (t) => {
  let called = 0;
  const { url } = await listening(t, () => {
    called += 1;
    return 200;
  });
  const sink = createWebhookSink({ url });
  t.after(() => sink.close());
  const server = await testServer({ audit: { sinks: [sink] } });
  await round(server);
  await requests(server, 3);
  await round(server);
  assert.equal(called, 0);
  assert.match(server.log(), /the audit's sink fails/);
});

async function verified(server: TestServer, store: Store) {
  const { Checkpoint, VerifierKey, KeptFrom } = (await server.call("GetAuditCheckpoint")).body;
  return verifyLog({
    reader: {
      tile: async (level, index) => (await store.logTile(level, index))?.bytes,
      entries: async (index) => (await store.logTile("entries", index))?.bytes,
      checkpoint: async () => String(Checkpoint),
      keptFrom: async () => KeptFrom as string | undefined,
    },
    verifier: NoteVerifier.parse(String(VerifierKey)),
    known: [],
  });
}

test("events are forgotten by age when every sink has them, and what is left verifies", async () => {
  const store = new MemoryStore();
  const sink = sinkInMemory();
  const server = await testServer({ store, audit: { sinks: [sink], days: 30 } });
  await round(server);
  sink.fails = true;
  await requests(server, 600);
  server.now += 10 * DAY;
  await round(server);
  server.now += 21 * DAY;
  await requests(server, 100);
  await round(server);
  assert.ok(await store.logTile("entries", 0), "the sink has not taken them yet");
  sink.fails = false;
  server.now += 120_000;
  await round(server);
  await round(server);
  assert.equal(await store.logTile("entries", 0), undefined);
  assert.equal(await store.logTile("entries", 1), undefined);
  assert.ok(await store.logTile("entries", 2), "its last events are young");
  const verdict = await verified(server, store);
  assert.ok(verdict.holds);
  assert.equal(verdict.keptFrom, 512);
  const window = { StartTime: "2026-01-01T00:00:00Z", EndTime: "2027-12-31T00:00:00Z" };
  const page = { ...window, MaxResults: "50" };
  for (const Direction of ["FORWARD", "BACKWARD"]) {
    const { body } = await server.call("LookupEvents", { ...page, Direction });
    assert.equal((body.Events as unknown[]).length, 50, Direction);
  }
  assert.deepEqual(server.unexpected, []);
});

test("of two that forget at once, what was signed last is not less than what is gone", async () => {
  const store = new MemoryStore();
  const server = await testServer({ store });
  await requests(server, 900);
  await round(server);
  const place = { accountId: ACCOUNT, region: REGION };
  const { rootKeys } = server;
  const keys = createAuditKeys({ store, rootKeys, random: seededRandom("keys"), place });
  const [much, little] = [100, 500].map((events) =>
    pruneAuditEvents({ store, keys, sinks: [], events }),
  );
  await Promise.all([much?.run(server.now), little?.run(server.now)]);
  assert.equal(await store.logTile("entries", 2), undefined);
  const verdict = await verified(server, store);
  assert.ok(verdict.holds);
  assert.equal(verdict.keptFrom, 768);
});

test("nothing is forgotten for what a row says of itself", async () => {
  const store = new MemoryStore();
  const server = await testServer({ store, audit: { days: 30 } });
  await requests(server, 600);
  await round(server);
  for (const index of [0, 1]) {
    const tile = await store.logTile("entries", index);
    assert.ok(tile?.summary);
    // First and last time: 1970.
    const summary = Buffer.from(tile.summary);
    summary.fill(0, 0, 16);
    await store.auditTransaction((write) => write.putLogTile({ ...tile, summary }));
  }
  await store.auditTransaction((write) => write.putAuditSetting("kept-from", "512"));
  await round(server);
  assert.ok(await store.logTile("entries", 0));
  assert.ok(await store.logTile("entries", 1));
});

test("where only so many events are kept, the oldest bundles go and the rest verifies", async () => {
  const store = new MemoryStore();
  const server = await testServer({ store, audit: { events: 100 } });
  await requests(server, 700);
  await round(server);
  await round(server);
  assert.equal(await store.logTile("entries", 1), undefined);
  assert.ok(await store.logTile("entries", 2));
  const verdict = await verified(server, store);
  assert.ok(verdict.holds);
  assert.equal(verdict.keptFrom, 512);
  assert.deepEqual(server.unexpected, []);
});
