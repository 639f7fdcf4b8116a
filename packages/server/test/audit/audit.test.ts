// Laws of the audit: every request has its event and no secret is in any; the log is a transparency log, and whatever
// is done to its rows is found.
import assert from "node:assert/strict";
import test from "node:test";
import { PRODUCTS, walkMembers } from "@coffer/contract";
import { MemoryStore, type Store, StoreError } from "@coffer/store";
import {
  decodeBundle,
  encodeBundle,
  type LogReader,
  NoteVerifier,
  parseProof,
  verifyLog,
  verifyProof,
} from "@coffer/tlog";
import { composeEvent } from "../../src/audit/compose-event.ts";
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
        ...{ product, operation, row },
        members: markedAll(row.request as never),
        answer: { ...markedAll(row.response as never), Undeclared: MARKER },
      });
      assert.doesNotMatch(event.toString(), new RegExp(MARKER), operation);
    }
  }
  assert.ok(secrets > 20);
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
  for (const { event } of await server.store.waitingEvents(1000)) {
    assert.ok(event.length <= 60_000, String(event.length));
  }
});

/** A store whose audit cannot be written. */
class FullStore extends MemoryStore {
  isFull = false;

  override async appendEvent(event: Uint8Array): Promise<void> {
    if (this.isFull) throw new StoreError("Unreachable", "full");
    return super.appendEvent(event);
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
  store.isFull = false;
  assert.equal((await server.call("GetSecretValue", { SecretName: "s" })).code, "OK");
});

function reader(store: Store): LogReader {
  return {
    tile: async (level, index) => (await store.logTile(level, index))?.bytes,
    entries: async (index) => (await store.logTile("entries", index))?.bytes,
    checkpoint: async () => JSON.parse((await store.auditSetting("head")) ?? "{}").checkpoint,
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
