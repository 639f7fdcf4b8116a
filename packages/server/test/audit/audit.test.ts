// Laws of the audit: every request has its event and no secret is in any; the log is a transparency log, and whatever
// is done to its rows is found.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { PRODUCTS, walkMembers } from "@coffer/contract";
import {
  type AuditLogWriter,
  MemoryStore,
  openSqliteStore,
  type Pack,
  type Store,
  StoreError,
} from "@coffer/store";
import {
  decodeBundle,
  encodeBundle,
  type LogReader,
  NoteVerifier,
  parseProof,
  verifyLog,
  verifyProof,
} from "@coffer/tlog";
import fc from "fast-check";
import { composeEvent } from "../../src/audit/compose-event.ts";
import { factsOf, mayHold, summaryOf } from "../../src/domain/event-summary.ts";
import { listen } from "../../src/http/listen.ts";
import type { WireRequest } from "../../src/http/wire.ts";
import { ACCOUNT, formRequest, testServer } from "../support/server.ts";

type Server = Awaited<ReturnType<typeof testServer>>;
type Event = Readonly<Record<string, unknown>> & {
  readonly userIdentity: Readonly<Record<string, unknown>>;
};

async function place(server: Server): Promise<void> {
  for (const work of server.work) await work.run(server.now);
}

const waiting = (server: Server) => server.events() as Promise<readonly Event[]>;

const last = async (server: Server): Promise<Event> => {
  const event = (await waiting(server)).at(-1);
  assert.ok(event);
  return event;
};

const MARKER = "marker-7f3a9c";

test("a request's event says who did what, when, from where, and how it ended", async () => {
  const server = await testServer();
  const ann = await server.user("ann", [
    { Effect: "Allow", Action: "kms:GetSecretValue", Resource: "*" },
  ]);
  await server.call("CreateSecret", { SecretName: "s", SecretData: MARKER, VersionId: "v1" });
  const parameters = server.signed("GetSecretValue", { SecretName: "s" }, ann);
  const request = formRequest(parameters);
  const answer = await server.handle({
    ...request,
    ...{ remoteAddress: "192.0.2.7", secure: true },
    headers: { ...request.headers, "user-agent": "test/1" },
  });
  const { userIdentity, ...event } = await last(server);
  assert.deepEqual(event, {
    ...{ eventId: answer.body.RequestId, requestId: answer.body.RequestId, eventVersion: 1 },
    ...{ eventCategory: "Management", eventType: "ApiCall", eventName: "GetSecretValue" },
    ...{ eventRW: "Read", eventSource: "127.0.0.1:8567", eventTime: "2026-11-24T08:00:00Z" },
    ...{ serviceName: "Kms", apiVersion: "2016-01-20", acsRegion: "cn-hangzhou" },
    ...{ isGlobal: false, sourceIpAddress: "192.0.2.7", userAgent: "test/1" },
    ...{ recipientAccountId: ACCOUNT, additionalEventData: { Scheme: "https" } },
    requestParameters: { SecretName: "s", FetchExtendedConfig: false, DryRun: false },
    responseElements: event.responseElements,
    referencedResources: { "ACS::KMS::Secret": ["s"] },
    ...{ resourceType: "ACS::KMS::Secret", resourceName: "s" },
  });
  const elements = event.responseElements as Readonly<Record<string, unknown>>;
  assert.deepEqual([elements.SecretName, elements.SecretData], ["s", "****"]);
  const user = await server.store.identity("user", ACCOUNT, "ann");
  assert.deepEqual(userIdentity, {
    ...{ type: "ram-user", principalId: user?.id, accountId: ACCOUNT, userName: "ann" },
    accessKeyId: ann.id,
  });
});

test("every request has exactly one event, allowed or not, understood or not", async () => {
  const server = await testServer();
  const ann = await server.user("ann");
  const before = (await waiting(server)).length;
  const answers = [
    await server.call("CreateSecret", { SecretName: "s", SecretData: "v", VersionId: "v1" }),
    await server.call("CreateSecret", { SecretName: "s", SecretData: "v", VersionId: "v1" }),
    await server.call("GetSecretValue", { SecretName: "s" }),
    await server.call("GetSecretValue", { SecretName: "none" }),
    await server.call("GetSecretValue", { SecretName: "s" }, ann),
    await server.call("GetSecretValue", {}),
    await server.call("NoSuchOperation"),
    await server.call("GetNetworkRule"),
    await server.call("ListSecrets", { Version: "1999-01-01" }),
    await server.call("ListSecrets", {}, { id: "LTAI5tUnknown", secret: "x" }),
    await server.call("ListSecrets", {}, { ...ann, secret: "wrong" }),
    await server.call("Encrypt", { KeyId: "k", Plaintext: "eA==", DryRun: "true" }),
    await server.call("DeleteSecret", { SecretName: "s", ForceDeleteWithoutRecovery: "true" }),
    await server.handle({ ...formRequest({}), method: "PUT" }),
    await server.handle({ ...formRequest({}), body: Buffer.from("%%%") }),
  ];
  const events = (await waiting(server)).slice(before);
  assert.deepEqual(
    events.map((event) => [event.requestId, event.errorCode ?? "OK"]),
    answers.map(({ body, code }) => [body.RequestId, code]),
  );
  assert.deepEqual(server.unexpected, []);
});

const TRIED: readonly (readonly [Readonly<Record<string, string>>, readonly string[]])[] = [
  [{ Action: "FooBar" }, ["FooBar", "Kms", "2016-01-20"]],
  [{ Action: "FooBar", Version: "2015-05-01" }, ["FooBar", "Ram", "2015-05-01"]],
  [{ Action: "ListSecrets", Version: "1999-01-01" }, ["ListSecrets", "-", "1999-01-01"]],
  [{ Action: "constructor" }, ["constructor", "Kms", "2016-01-20"]],
  [{ Action: "" }, ["-", "Kms", "2016-01-20"]],
  [
    { Action: "x".repeat(5_000), Version: "9".repeat(5_000) },
    ["x".repeat(64), "-", "9".repeat(64)],
  ],
  [{ Action: "Foo\u001b[2J\n<b>\u202e中" }, ["Foo??2J??b???", "Kms", "2016-01-20"]],
];

for (const [change, expected] of TRIED) {
  const tried = JSON.stringify(change).slice(0, 60);
  test(`of what is no operation the event says what was tried, short and harmless: ${tried}`, async () => {
    const server = await testServer();
    const { Action = "", ...others } = change;
    const told = async () => {
      const { eventName, serviceName, apiVersion } = await last(server);
      return [eventName, serviceName, apiVersion];
    };
    const { code } = await server.call(Action, { Version: "2016-01-20", ...others });
    assert.notEqual(code, "OK");
    assert.deepEqual(await told(), expected);
    await server.handle(formRequest({ Version: "2016-01-20", ...change }));
    assert.deepEqual(await told(), expected, "unsigned");
    const headers = { "x-acs-action": Action, "x-acs-version": others.Version ?? "2016-01-20" };
    await server.handle({ method: "GET", target: "/", headers, body: new Uint8Array() });
    assert.deepEqual(await told(), expected, "in headers");
    const bytes = (await server.store.waitingEvents(1_000)).map(({ row }) => row.length);
    assert.ok(Math.max(...bytes) < 2_000);
    assert.deepEqual(server.unexpected, []);
  });
}

/** Sends the head of a request as it is, and no more of its body than is given. */
async function sent(port: string, head: string, ...parts: readonly (string | Buffer)[]) {
  const socket = connect(Number(port), "127.0.0.1");
  let text = "";
  socket.setEncoding("utf8").on("data", (piece: string) => {
    text += piece;
  });
  socket.on("error", () => {});
  for (const part of [`${head}\r\nHost: kms.test\r\n`, ...parts]) socket.write(part);
  await once(socket, "close");
  return JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4)) as Readonly<Record<string, string>>;
}

test("a request whose body is too large has its event, of nobody; what is no request has none", async (t) => {
  const server = await testServer();
  const pipeline = {
    async handle(request: WireRequest) {
      const { status, headers, body } = await server.handle(request);
      return { status, headers, body: JSON.stringify(body) };
    },
  };
  const listener = await listen({ pipeline, host: "127.0.0.1", port: 0 });
  t.after(() => listener.close(0));
  const { port } = new URL(listener.url);
  const target = "/?Action=CreateSecret&Version=2016-01-20&AccessKeyId=LTAI5tSomebody";
  const most = 1024 * 1024 + 1;
  const chunk = [`${most.toString(16)}\r\n`, Buffer.alloc(most, 97), "\r\n0\r\n\r\n"];
  for (const rest of [
    [`Content-Length: ${most}\r\n\r\n`, "a"],
    ["Transfer-Encoding: chunked\r\n\r\n", ...chunk],
  ]) {
    const before = (await waiting(server)).length;
    const answer = await sent(port, `POST ${target} HTTP/1.1`, ...rest);
    assert.equal(answer.Code, "RequestTooLarge");
    assert.equal((await waiting(server)).length, before + 1);
    const event = await last(server);
    assert.equal(event.requestId, answer.RequestId);
    assert.deepEqual(
      [event.eventName, event.errorCode, event.userIdentity, event.requestParameters],
      [
        ...["CreateSecret", "RequestTooLarge"],
        ...[{ type: "unauthenticated", accessKeyId: "LTAI5tSomebody" }, undefined],
      ],
    );
  }
  const before = (await waiting(server)).length;
  const close = "Connection: close\r\n\r\n";
  assert.equal((await sent(port, "GET /elsewhere HTTP/1.1", close)).Code, "NotFound");
  await sent(port, "GET / \u0001 HTTP/1.1", close);
  assert.equal((await waiting(server)).length, before);
  assert.deepEqual(server.unexpected, []);
});

test("what was made is named, by its request or by its answer", async () => {
  const server = await testServer();
  await server.call("CreateSecret", { SecretName: "new/one", SecretData: "v", VersionId: "v1" });
  assert.equal((await last(server)).resourceName, "new/one");
  const { KeyMetadata } = (await server.call("CreateKey")).body;
  const event = await last(server);
  assert.deepEqual(
    [event.resourceType, event.resourceName],
    ["ACS::KMS::Key", (KeyMetadata as { KeyId: string }).KeyId],
  );
  await server.ram("CreateUser", { UserName: "ann" });
  assert.deepEqual((await last(server)).referencedResources, { "ACS::RAM::User": ["ann"] });
});

test("what a request is about stands under its own name, however the request wrote it", async () => {
  const server = await testServer();
  const arn = (resource: string) => `acs:kms:cn-hangzhou:${ACCOUNT}:${resource}`;
  const { KeyMetadata } = (await server.call("CreateKey")).body;
  const { KeyId } = KeyMetadata as { KeyId: string };
  await server.call("CreateAlias", { AliasName: "alias/a", KeyId });
  const own = { SecretName: "prod/own", SecretData: "v", VersionId: "v1", EncryptionKeyId: KeyId };
  await server.call("CreateSecret", own);
  const ann = await server.user("ann", [{ Effect: "Allow", Action: "kms:*", Resource: "*" }]);
  const named = async (operation: string, members: Record<string, string>, by?: typeof ann) => {
    const { code } = await server.call(operation, members, by);
    const { referencedResources, resourceName, errorCode } = await last(server);
    assert.equal(errorCode ?? "OK", code);
    return { ...(referencedResources as object), resourceName };
  };
  const key = { "ACS::KMS::Key": [KeyId] };
  const secret = {
    ...{ "ACS::KMS::Secret": ["prod/own"], ...key, resourceName: `prod/own;${KeyId}` },
  };
  const alias = { "ACS::KMS::Alias": ["alias/a"], ...key, resourceName: `alias/a;${KeyId}` };
  const encrypted = await server.call("Encrypt", { KeyId, Plaintext: "eA==" });
  const CiphertextBlob = String(encrypted.body.CiphertextBlob);
  for (const by of [undefined, ann]) {
    for (const SecretName of ["prod/own", arn("secret/prod/own")]) {
      assert.deepEqual(await named("GetSecretValue", { SecretName }, by), secret);
    }
    for (const name of ["alias/a", arn("alias/a")]) {
      assert.deepEqual(await named("Encrypt", { KeyId: name, Plaintext: "eA==" }, by), alias);
    }
    const byKey = { ...key, resourceName: KeyId };
    assert.deepEqual(
      await named("Encrypt", { KeyId: arn(`key/${KeyId}`), Plaintext: "eA==" }, by),
      byKey,
    );
    assert.deepEqual(await named("Decrypt", { CiphertextBlob }, by), byKey);
    const gone = { "ACS::KMS::Secret": ["none"], resourceName: "none" };
    assert.deepEqual(await named("GetSecretValue", { SecretName: arn("secret/none") }, by), gone);
  }
  const bob = await server.user("bob");
  assert.deepEqual(
    await named("GetSecretValue", { SecretName: arn("secret/prod/own") }, bob),
    secret,
  );
});

test("nobody is named who has not proved it, and no string to sign is kept", async () => {
  const server = await testServer();
  await server.call("ListSecrets", {}, { id: "LTAI5tUnknown", secret: "x" });
  assert.deepEqual((await last(server)).userIdentity, {
    ...{ type: "unauthenticated", accessKeyId: "LTAI5tUnknown" },
  });
  const signed = server.signed("PutSecretValue", { SecretName: "s", SecretData: MARKER });
  await server.handle(formRequest({ ...signed, Signature: "d3Jvbmc=" }));
  const event = await last(server);
  assert.equal(event.errorCode, "SignatureDoesNotMatch");
  assert.deepEqual([event.eventName, event.eventRW], ["PutSecretValue", "Write"]);
  assert.equal(event.requestParameters, undefined, "nothing is believed but what was wanted");
  assert.doesNotMatch(JSON.stringify(event), new RegExp(MARKER));
});

/** A value of a member's shape with the marker in every secret text. */
function marked(member: { kind: string; secret?: true; of?: unknown; members?: unknown }): unknown {
  if (member.secret) return MARKER;
  if (member.kind === "list") return [marked(member.of as never)];
  if (member.kind === "object") return markedAll(member.members as never);
  return "plain";
}

function markedAll(members: Readonly<Record<string, never>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).map(([name, each]) => [name, marked(each)]));
}

test("no secret member of any operation, in any depth of request or answer, is in its event", () => {
  let secrets = 0;
  for (const product of PRODUCTS) {
    for (const [operation, row] of Object.entries(product.operations)) {
      for (const members of [row.request, row.response]) {
        walkMembers(members, (_, member) => {
          if (member.secret) secrets += 1;
        });
      }
      const event = composeEvent({
        ...{ requestId: "r", now: 0, region: "r", recipientAccountId: "1", claimedAccessKeyId: "" },
        ...{ remoteAddress: "a", userAgent: "u", host: "h", secure: true, caller: undefined },
        ...{ product, operation, row, version: product.version, questions: undefined },
        members: markedAll(row.request as never),
        answer: { ...markedAll(row.response as never), Undeclared: MARKER },
        failure: undefined,
      });
      const text = Buffer.from(event.bytes).toString();
      assert.doesNotMatch(text, new RegExp(MARKER), operation);
      assert.match(text, /"eventName"/);
      assert.deepEqual(event.facts, factsOf(JSON.parse(text)), operation);
    }
  }
  assert.ok(secrets > 20);
});

test("what stands beside an event for searches is what its text says, whoever asked and however it ended", () => {
  const name = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.constant("x".repeat(70_000)),
  );
  const product = PRODUCTS[0];
  const row = product?.operations.DescribeSecret;
  assert.ok(product && row);
  fc.assert(
    fc.property(name, name, fc.boolean(), (first, second, isRefused) => {
      const { bytes, facts } = composeEvent({
        ...{ requestId: first, now: 1, region: "r", recipientAccountId: "1", host: second },
        ...{ remoteAddress: "a", userAgent: "u", secure: true, claimedAccessKeyId: first },
        ...{ product, operation: "DescribeSecret", row, version: product.version },
        questions: [{ named: { kind: "secret", name: second } }],
        members: { SecretName: second },
        caller: isRefused
          ? undefined
          : {
              ...{ kind: "user", accountId: "1", accessKeyId: second },
              userId: "2",
              userName: first,
            },
        answer: isRefused ? undefined : { Arn: first },
        failure: isRefused ? { code: "Forbidden.NoPermission", message: second } : undefined,
      });
      assert.deepEqual(facts, factsOf(JSON.parse(Buffer.from(bytes).toString())));
    }),
  );
});

test("an event is bounded, whatever a caller sends", async () => {
  const server = await testServer();
  const ann = await server.user("ann");
  const long = "x".repeat(40_000);
  const request = formRequest(server.signed("PutSecretValue", { SecretName: long }, ann));
  await server.handle({ ...request, headers: { ...request.headers, "user-agent": long } });
  const document = JSON.stringify({ Version: "1", Statement: [], x: "\u0001".repeat(20_000) });
  await server.call("CreatePolicy", {
    Version: "2015-05-01",
    PolicyName: "p",
    PolicyDocument: document,
  });
  for (const { row } of await server.store.waitingEvents(1000)) {
    assert.ok(row.length <= 60_000, String(row.length));
  }
});

/** A store whose audit cannot be written. */
class FullStore extends MemoryStore {
  isFull = false;

  override async appendEvent<Event>(event: Event, pack: Pack<Event>): Promise<void> {
    if (this.isFull) throw new StoreError("Unreachable", "full");
    return super.appendEvent(event, pack);
  }
}

test("what cannot be recorded is not answered: a read gives nothing away", async () => {
  const store = new FullStore();
  const server = await testServer({ store });
  await server.call("CreateSecret", { SecretName: "s", SecretData: MARKER, VersionId: "v1" });
  store.isFull = true;
  const answer = await server.call("GetSecretValue", { SecretName: "s" });
  assert.deepEqual([answer.status, answer.code], [503, "ServiceUnavailableTemporary"]);
  assert.doesNotMatch(JSON.stringify(answer.body), new RegExp(MARKER));
  const refused = [
    await server.call("GetSecretValue", { SecretName: "none" }),
    await server.call("NoSuchOperation"),
    await server.call("ListSecrets", {}, { id: "LTAI5tUnknown", secret: "x" }),
  ];
  for (const { status, code } of refused) {
    assert.deepEqual([status, code], [503, "ServiceUnavailableTemporary"]);
  }
  store.isFull = false;
  assert.equal((await server.call("GetSecretValue", { SecretName: "s" })).code, "OK");
});

function reader(store: Store): LogReader {
  return {
    tile: async (level, index) => (await store.logTile(level, index))?.bytes,
    entries: async (index) => (await store.logTile("entries", index))?.bytes,
    checkpoint: async () => JSON.parse((await store.auditSetting("head")) ?? "{}").checkpoint,
    keptFrom: async () => store.auditSetting("kept-from"),
  };
}

async function logged(requests: number) {
  const server = await testServer();
  for (let index = 0; index < requests; index += 1) await server.call("ListSecrets");
  await place(server);
  const { body } = await server.call("GetAuditCheckpoint");
  const verifier = NoteVerifier.parse(String(body.VerifierKey));
  const verify = (known: readonly string[] = []) =>
    verifyLog({ reader: reader(server.store), verifier, known });
  return { server, verifier, verify, checkpoint: String(body.Checkpoint) };
}

test("events get their places, and the log verifies from any of its checkpoints", async () => {
  const { server, verify, checkpoint } = await logged(300);
  assert.equal(await server.store.countWaitingEvents(), 1);
  assert.deepEqual(await verify(), { holds: true, size: 300, keptFrom: 0 });
  for (let index = 0; index < 400; index += 1) await server.call("ListSecrets");
  await place(server);
  assert.deepEqual(await verify([checkpoint]), { holds: true, size: 701, keptFrom: 0 });
  const { body } = await server.call("GetAuditStatus");
  assert.deepEqual([body.Size, body.WaitingEvents], [701, 0]);
});

type Change = (entries: Uint8Array[]) => readonly Uint8Array[];

const TAMPERINGS: readonly (readonly [string, number, Change])[] = [
  ["changed", 40, (all) => all.with(40, Buffer.from("{}"))],
  ["dropped", 41, (all) => all.toSpliced(41, 1)],
  ["swapped", 42, (all) => [...all.slice(0, 42), ...all.slice(42, 44).reverse(), ...all.slice(44)]],
  ["appended", 300, (all) => [...all, Buffer.from("{}")]],
  ["truncated", 250, (all) => all.slice(0, 250)],
];

for (const [how, index, change] of TAMPERINGS) {
  test(`rows of the log that were ${how} are found, and the first broken event`, async () => {
    const { server, verify } = await logged(300);
    const bundle = how === "appended" ? 1 : 0;
    const tile = await server.store.logTile("entries", bundle);
    assert.ok(tile);
    const bytes = encodeBundle(change(decodeBundle(tile.bytes)));
    await server.store.auditTransaction((write) => write.putLogTile({ ...tile, bytes }));
    const verdict = await verify();
    assert.ok(!verdict.holds);
    assert.equal(verdict.firstBroken, index);
  });
}

test("rows of the log that were dropped from its beginning are found", async () => {
  const { server, verify, checkpoint } = await logged(600);
  await server.store.auditTransaction(async (write) => {
    await write.deleteLogEntries(1);
    await write.putAuditSetting("kept-from", "1");
  });
  const verdict = await verify([checkpoint]);
  assert.ok(!verdict.holds && verdict.firstBroken === 0);
});

/** A row as somebody wrote it. */
const asItIs: Pack = ([row = new Uint8Array()]) => row;

test("a row among the waiting events that this installation did not write gets no place", async () => {
  const { server, verify } = await logged(3);
  await server.call("CreateSecret", { SecretName: "s", SecretData: "v", VersionId: "1" });
  const own = (await server.store.waitingEvents(9)).at(-1);
  const other = await testServer({ seed: "another installation" });
  await other.call("ListKeys");
  const [foreign] = await other.store.waitingEvents(1);
  assert.ok(own && foreign);
  const changed = Buffer.from(own.row);
  changed.write("Read", changed.indexOf("Write"));
  const forged = Buffer.from('{"eventName":"DeleteSecret","eventId":"forged"}');
  const rows = [
    foreign.row,
    changed,
    forged,
    Buffer.concat([forged, Buffer.alloc(32)]),
    Buffer.alloc(0),
  ];
  for (const row of rows) await server.store.appendEvent(row, asItIs);
  const lookedUp = async () => {
    const { body } = await server.call("LookupEvents", { MaxResults: "50" });
    return (body.Events as Event[]).map(({ eventName }) => eventName);
  };
  const shown = ["CreateSecret", ...Array(3).fill("ListSecrets")];
  assert.deepEqual((await lookedUp()).filter((name) => shown.includes(String(name))).length, 4);
  assert.ok(!(await lookedUp()).includes("DeleteSecret"));
  await place(server);
  const names = await lookedUp();
  assert.equal(names.filter((name) => name === "ForeignAuditRow").length, rows.length);
  assert.ok(!names.includes("DeleteSecret") && !names.includes("ListKeys"));
  assert.equal((await verify()).holds, true);
  assert.match(server.log(), /rows that no server wrote/);
});

test("events that one commit brought are found and placed each, in their order", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-rows-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const store = await openSqliteStore({ path: join(folder, "coffer.db") });
  t.after(() => store.close());
  const server = await testServer({ store });
  await server.call("ListKeys");
  const calls = Array.from({ length: 5 }, (_, at) =>
    server.call("DescribeSecret", { SecretName: `s${at}` }),
  );
  await Promise.all(calls);
  const ids = (await server.events()).map(({ requestId }) => requestId);
  assert.ok((await store.waitingEvents(99)).some(({ count }) => count > 1));
  const lookedUp = async () => {
    const { body } = await server.call("LookupEvents", { MaxResults: "50", Direction: "FORWARD" });
    return (body.Events as Event[]).map(({ requestId }) => requestId);
  };
  assert.deepEqual((await lookedUp()).slice(0, ids.length), ids);
  await place(server);
  assert.deepEqual((await lookedUp()).slice(0, ids.length), ids);
});

test("however many things a request names, it is recorded, and may be found by each", async () => {
  const named = (count: number) => Array.from({ length: count }, (_, at) => `n${at}`);
  for (const count of [1, 990, 1_001, 9_000]) {
    const facts = factsOf({ eventName: "GetSecretValue", resourceName: named(count).join(",") });
    assert.ok(facts.length <= 10_008, `${count}: ${facts.length}`);
    const summary = summaryOf([facts]);
    const span = { from: 0, to: 1 };
    for (const value of named(count)) {
      const attributes = [{ key: "ResourceName", value }] as const;
      assert.ok(mayHold(summary, { ...span, attributes }), `${value} of ${count}`);
    }
  }
  const server = await testServer();
  const SecretName = named(9_000).join(",");
  const refused = await server.call("PutSecretValue", { SecretName, SecretData: "v" });
  assert.equal(refused.status, 400);
  await place(server);
  const attribute = {
    "LookupAttribute.1.Key": "EventName",
    "LookupAttribute.1.Value": "PutSecretValue",
  };
  const { body } = await server.call("LookupEvents", attribute);
  assert.equal((body.Events as Event[]).length, 1);
});

test("a summary's bits are those of the logs that are kept", () => {
  const events = Array.from({ length: 3 }, (_, at) => ({
    ...{ eventId: `id-${at}`, requestId: `id-${at}`, eventName: "GetSecretValue", eventRW: "Read" },
    ...{ eventTime: `2026-11-2${at}T08:00:00Z`, serviceName: "Kms", resourceName: `a/${at},b;c` },
    userIdentity: { userName: "ann", principalId: "2", accessKeyId: "LTAI" },
  }));
  const summary = summaryOf([...events, { requestId: "other" }].map(factsOf));
  const known = "5c08c591b15c7af5e170e34a13eea29e6777094eba0b6b28f1bc8f17c5cdea66";
  assert.equal(createHash("sha256").update(summary).digest("hex"), known);
});

/** In its transactions other rows wait under the numbers that were there before: all are like the last one. */
class ReusingStore extends MemoryStore {
  override auditTransaction<Result>(work: (store: AuditLogWriter) => Promise<Result>) {
    return super.auditTransaction((write) => {
      const waitingEvents: AuditLogWriter["waitingEvents"] = async (most) => {
        const rows = await write.waitingEvents(most);
        return rows.map((row) => ({ ...row, ...rows.at(-1), sequence: row.sequence }));
      };
      const get = (_: unknown, name: keyof AuditLogWriter) =>
        name === "waitingEvents" ? waitingEvents : Reflect.get(write, name).bind(write);
      return work(new Proxy<AuditLogWriter>(write, { get: get as never }));
    });
  }
}

test("a row under the number of one that was placed meanwhile is what gets its place", async () => {
  const server = await testServer({ store: new ReusingStore() });
  for (const name of ["a", "b", "c"]) await server.call("DescribeSecret", { SecretName: name });
  const ids = (await server.events()).map(({ requestId }) => requestId);
  await place(server);
  const { body } = await server.call("LookupEvents", { MaxResults: "50" });
  const placed = (body.Events as Event[]).map(({ requestId }) => requestId);
  assert.deepEqual(
    placed.filter((id) => ids.includes(id as string)),
    ids.map(() => ids.at(-1)),
  );
});

test("nothing in a row but what this installation sealed hides an event from a search", async () => {
  const { server } = await logged(300);
  const made = await server.call("CreateSecret", {
    SecretName: "s",
    SecretData: "v",
    VersionId: "1",
  });
  for (let index = 0; index < 300; index += 1) await server.call("ListSecrets");
  await place(server);
  const names = { "LookupAttribute.1.Key": "EventName", "LookupAttribute.1.Value": "CreateSecret" };
  const found = async () => {
    const { body } = await server.call("LookupEvents", names);
    return (body.Events as Event[]).map(({ eventId }) => eventId);
  };
  assert.deepEqual(await found(), [made.body.RequestId]);
  const [first, second] = [
    await server.store.logTile("entries", 0),
    await server.store.logTile("entries", 1),
  ];
  assert.ok(first?.summary && second?.summary);
  const { summary: _, ...bare } = second;
  const empty = new Uint8Array(second.summary.length);
  const rows = [{ ...second, summary: first.summary }, { ...second, summary: empty }, bare];
  // The summary of the bundle as it was before it had the event.
  const before = await logged(300);
  const partial = await before.server.store.logTile("entries", 1);
  assert.ok(partial?.summary && partial.width < 256);
  const older = { ...second, summary: partial.summary };
  for (const row of [...rows, older, { ...older, width: partial.width }]) {
    await server.store.auditTransaction((write) => write.putLogTile(row));
    assert.deepEqual(await found(), [made.body.RequestId]);
    const proof = await server.call("GetAuditProof", { EventId: String(made.body.RequestId) });
    assert.equal(proof.code, "OK");
  }
});

test("events get no places behind a checkpoint that the key has not signed", async () => {
  const { server } = await logged(10);
  const head = JSON.parse((await server.store.auditSetting("head")) ?? "{}");
  const forged = { checkpoint: head.checkpoint.replace(/\n10\n/, "\n9\n") };
  assert.notEqual(forged.checkpoint, head.checkpoint);
  await server.store.auditTransaction((write) =>
    write.putAuditSetting("head", JSON.stringify(forged)),
  );
  await server.call("ListSecrets");
  await assert.rejects(place(server), /signature is wrong/);
  assert.ok((await server.store.countWaitingEvents()) > 0);
});

test("an event's proof verifies by itself", async () => {
  const { server, verifier } = await logged(300);
  const answer = await server.call("GetSecretValue", { SecretName: "none" });
  const EventId = String(answer.body.RequestId);
  assert.equal((await server.call("GetAuditProof", { EventId })).code, "EntityNotExist.AuditEvent");
  await place(server);
  const { body } = await server.call("GetAuditProof", { EventId });
  const event = Buffer.from(String(body.Event));
  assert.equal(JSON.parse(event.toString()).eventId, EventId);
  const checkpoint = verifyProof(parseProof(String(body.Proof)), event, verifier);
  assert.equal(checkpoint.origin, `coffer/${ACCOUNT}/cn-hangzhou`);
  const other = Buffer.from(event.toString().replace("GetSecretValue", "ListSecretValue"));
  assert.throws(() => verifyProof(parseProof(String(body.Proof)), other, verifier));
});

test("the key of checkpoints survives a rotation of the root key", async () => {
  const { server, verify, checkpoint } = await logged(10);
  assert.equal((await server.call("RotateRootKey")).code, "OK");
  await place(server);
  const status = (await server.call("GetRootKeyStatus")).body.Rotation as { EndTime?: string };
  assert.ok(status.EndTime !== undefined);
  await place(server);
  const verdict = await verify([checkpoint]);
  assert.ok(verdict.holds);
});

test("events are looked up by time, name, user, resource and key, in pages without gaps", async () => {
  const server = await testServer();
  const ann = await server.user("ann", [{ Effect: "Allow", Action: "kms:*", Resource: "*" }]);
  const start = server.now;
  for (let index = 0; index < 300; index += 1) {
    server.now = start + index * 1000;
    const by = index % 3 === 0 ? ann : undefined;
    await server.call(
      index % 2 === 0 ? "ListSecrets" : "DescribeSecret",
      { SecretName: `s${index % 5}` },
      by,
    );
  }
  await place(server);
  const lookup = async (members: Readonly<Record<string, string>>) => {
    const all: Event[] = [];
    let token: string | undefined;
    do {
      const page: Record<string, string> = token === undefined ? {} : { NextToken: token };
      const { body, code } = await server.call("LookupEvents", {
        MaxResults: "7",
        ...members,
        ...page,
      });
      assert.equal(code, "OK");
      all.push(...(body.Events as Event[]));
      token = body.NextToken as string | undefined;
    } while (token !== undefined);
    return all;
  };
  const by = (key: string, value: string) => ({
    "LookupAttribute.1.Key": key,
    "LookupAttribute.1.Value": value,
  });
  const names = await lookup(by("EventName", "ListSecrets"));
  assert.equal(names.length, 150);
  const times = names.map((event) => String(event.eventTime));
  assert.deepEqual(times, [...times].sort().reverse());
  assert.equal((await lookup(by("User", "ann"))).length, 100);
  assert.equal((await lookup(by("EventAccessKeyId", ann.id))).length, 100);
  assert.equal((await lookup(by("ResourceName", "s3"))).length, 30);
  const both = {
    ...by("User", "ann"),
    "LookupAttribute.2.Key": "EventName",
    "LookupAttribute.2.Value": "ListSecrets",
  };
  assert.equal((await lookup(both)).length, 50);
  const window = { StartTime: "2026-11-24T08:00:10Z", EndTime: "2026-11-24T08:00:19Z" };
  assert.equal((await lookup(window)).length, 10);
  for (const name of ["StartTime", "EndTime"] as const) {
    const alone = await server.call("LookupEvents", { [name]: window[name] });
    assert.equal(alone.code, "InvalidParameter", `${name} alone`);
    assert.match(String(alone.body.Message), /`StartTime` and `EndTime` are given together/);
  }
  const forward = await lookup({ ...by("EventName", "ListSecrets"), Direction: "FORWARD" });
  assert.deepEqual(
    forward.map(({ eventId }) => eventId),
    names.map(({ eventId }) => eventId).reverse(),
  );
  assert.equal((await lookup(by("User", "nobody"))).length, 0);
  // Those that have no place in the log yet are found behind the others, in both directions.
  await server.call("ListSecrets", {}, ann);
  await server.call("ListSecrets", {}, ann);
  for (const Direction of ["FORWARD", "BACKWARD"]) {
    const all = await lookup({ ...both, Direction });
    const ids = all.map(({ eventId }) => eventId);
    assert.equal(new Set(ids).size, 52, Direction);
    const order = all.map(({ eventTime }) => String(eventTime));
    const sorted = [...order].sort();
    assert.deepEqual(order, Direction === "FORWARD" ? sorted : sorted.reverse());
  }
  assert.deepEqual(server.unexpected, []);
});
