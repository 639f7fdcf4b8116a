// Replays: a request that was captured on its way is refused for ever, by every server of the database and after any
// end of any of them, and the refusal is recorded.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { openSqliteStore, type Store, StoreError } from "@coffer/store";
import { formRequest, START, type TestServer, testServer } from "../support/server.ts";

type Given = NonNullable<Parameters<typeof testServer>[0]>;

interface Cluster {
  /** One more server of the same database, which knows what that says. */
  start(given?: Pick<Given, "rateLimits">): Promise<TestServer>;
}

function cluster(t: { after(run: () => unknown): void }): Cluster {
  const folder = mkdtempSync(join(tmpdir(), "coffer-replay-"));
  const stores: Store[] = [];
  t.after(async () => {
    for (const store of stores) await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    async start(given = {}) {
      const store = await openSqliteStore({ path: join(folder, "coffer.db") });
      stores.push(store);
      return testServer({ ...given, store, seed: `server ${stores.length}` });
    },
  };
}

const SECRET = { SecretName: "s", SecretData: "value", VersionId: "v1" };

/** The codes of the events with that name, oldest first. */
async function outcomes(server: TestServer, name: string): Promise<unknown[]> {
  const events = await server.events();
  return events.filter(({ eventName }) => eventName === name).map(({ errorCode }) => errorCode);
}

for (const [what, action, members] of [
  ["a read", "GetSecretValue", { SecretName: "s" }],
  ["a write", "PutSecretValue", { SecretName: "s", SecretData: "other", VersionId: "v2" }],
  ["a refused write", "CreateSecret", SECRET],
  ["an operation with keys", "Encrypt", { KeyId: "alias/acs/secretsmanager", Plaintext: "eA==" }],
] as const) {
  test(`${what}, sent again to the next process after a sudden end`, async (t) => {
    const { start } = cluster(t);
    const first = await start();
    await first.call("CreateSecret", SECRET);
    const request = formRequest(first.signed(action, members));
    const { code } = await first.handle(request);
    assert.notEqual(code, "SignatureNonceUsed");
    // Nothing is told to the store: the first one is as good as dead.
    const second = await start();
    assert.equal((await second.handle(request)).code, "SignatureNonceUsed");
    const failed = code === "OK" ? undefined : code;
    const before = action === "CreateSecret" ? [undefined] : [];
    const recorded = [...before, failed, "SignatureNonceUsed"];
    assert.deepEqual(await outcomes(second, action), recorded);
    assert.deepEqual(second.unexpected, []);
  });

  test(`${what}, sent to another server of the database`, async (t) => {
    const { start } = cluster(t);
    const [first, second] = [await start(), await start()];
    await first.call("CreateSecret", SECRET);
    // Both have been asked before, so that neither learns at its start.
    assert.equal((await second.call("GetSecretValue", { SecretName: "s" })).code, "OK");
    const request = formRequest(first.signed(action, members));
    assert.notEqual((await first.handle(request)).code, "SignatureNonceUsed");
    const answer = await second.handle(request);
    assert.equal(answer.code, "SignatureNonceUsed");
    assert.equal(answer.status, 400);
    const codes = await outcomes(second, action);
    assert.equal(codes.at(-1), "SignatureNonceUsed");
    // By now it knows before it looks any further.
    assert.equal((await second.handle(request)).code, "SignatureNonceUsed");
    assert.deepEqual([...first.unexpected, ...second.unexpected], []);
  });
}

test("a request sent to two servers at the same time is processed by one", async (t) => {
  const { start } = cluster(t);
  const servers = [await start(), await start()];
  const [first] = servers;
  assert.ok(first);
  await first.call("CreateSecret", SECRET);
  const requests = Array.from({ length: 60 }, (_, index) => {
    const [action, members] = [
      ["GetSecretValue", { SecretName: "s" }] as const,
      ["CreateSecret", { ...SECRET, SecretName: `s${index}` }] as const,
      // Refused by any.
      ["GetSecretValue", { SecretName: "none" }] as const,
    ][index % 3] as readonly [string, Record<string, string>];
    return formRequest(first.signed(action, members));
  });
  const answers = await Promise.all(
    requests.map((request) => Promise.all(servers.map((each) => each.handle(request)))),
  );
  for (const [index, codes] of answers.map((each) => each.map(({ code }) => code)).entries()) {
    const processed = index % 3 === 2 ? "Forbidden.ResourceNotFound" : "OK";
    assert.deepEqual(codes.sort(), [processed, "SignatureNonceUsed"].sort(), String(index));
  }
  for (const { unexpected } of servers) assert.deepEqual(unexpected, []);
});

test("what was refused for want of a server may be sent again, to any of them", async (t) => {
  const { start } = cluster(t);
  const [first, second] = [await start(), await start()];
  await first.call("CreateSecret", SECRET);
  await second.call("ListSecrets");
  const request = formRequest(first.signed("GetSecretValue", { SecretName: "s" }));
  // Neither done nor recorded.
  const { appendEvent } = first.store;
  first.store.appendEvent = async () => {
    throw new StoreError("Unreachable", "the test says so");
  };
  assert.equal((await first.handle(request)).code, "ServiceUnavailableTemporary");
  first.store.appendEvent = appendEvent;
  assert.equal((await first.handle(request)).code, "OK");
  assert.equal((await second.handle(request)).code, "SignatureNonceUsed");
});

test("what a server was asked too often may be sent again, to another", async (t) => {
  const { start } = cluster(t);
  const first = await start({ rateLimits: [{ group: "secrets:read", perSecond: 1 }] });
  const second = await start();
  await first.call("CreateSecret", SECRET);
  const ask = { SecretName: "s" };
  assert.equal((await first.call("GetSecretValue", ask)).code, "OK");
  const request = formRequest(first.signed("GetSecretValue", ask));
  assert.equal((await first.handle(request)).status, 429);
  // The refusal is recorded, its nonce is not.
  assert.equal((await second.handle(request)).code, "OK");
  assert.equal((await outcomes(second, "GetSecretValue")).length, 3);
});

test("a write that was committed keeps its nonce, whatever its answer became", async (t) => {
  const { start } = cluster(t);
  const server = await start();
  const request = formRequest(server.signed("CreateSecret", SECRET));
  const { ringWithin } = server.alarm;
  Object.assign(server.alarm, {
    ringWithin() {
      throw new Error("mine");
    },
  });
  assert.ok((await server.handle(request)).status >= 500);
  Object.assign(server.alarm, { ringWithin });
  assert.equal((await server.handle(request)).code, "SignatureNonceUsed");
});

test("a request of before is refused when the clock has been set back", async (t) => {
  const { start } = cluster(t);
  const first = await start();
  await first.call("CreateSecret", SECRET);
  const request = formRequest(first.signed("GetSecretValue", { SecretName: "s" }));
  assert.equal((await first.handle(request)).code, "OK");
  const second = await start();
  second.now = START + 3_600_000;
  assert.equal((await second.handle(request)).code, "InvalidTimeStamp.Expired");
  for (const each of second.work) await each.run(second.now);
  second.now = START;
  assert.equal((await second.handle(request)).code, "SignatureNonceUsed");
});
