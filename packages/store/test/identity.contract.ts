// What every store must do with identities and the audit log.
import assert from "node:assert/strict";
import {
  type AccessKeyRecord,
  type GroupRecord,
  type Pack,
  type PolicyRecord,
  type Store,
  StoreError,
  type UserRecord,
  type WaitingEvents,
} from "../src/index.ts";
import { addSecrets, newKey } from "./records.ts";

const ACCOUNT = "1234567890123456";
const TIMES = { createdAt: 1, updatedAt: 2 } as const;

function user(id: string, name: string, accountId: string = ACCOUNT): UserRecord {
  const texts = { displayName: "", mobilePhone: "", email: "", comments: "" };
  return { accountId, id, name, ...TIMES, ...texts };
}

function group(id: string, name: string): GroupRecord {
  return { accountId: ACCOUNT, id, name, ...TIMES, comments: "" };
}

function policy(id: string, name: string, documents: readonly string[]): PolicyRecord {
  const versions = documents.map((document, index) => ({
    versionId: `v${index + 1}`,
    document,
    createdAt: 1,
  }));
  return {
    ...{ accountId: ACCOUNT, id, name, ...TIMES, description: "", versions },
    ...{ defaultVersion: "v1", nextVersion: documents.length + 1 },
  };
}

function accessKey(id: string, principal: string): AccessKeyRecord {
  return {
    ...{ id, accountId: ACCOUNT, principal, wrappedSecret: Uint8Array.of(1) },
    ...{ status: "Active", createdAt: 1 },
  };
}

const link = (kind: "membership" | "attachment", from: string, to: string) => ({
  ...{ accountId: ACCOUNT, kind, from, to, createdAt: 1 },
});

const rejectsWith = (code: string, work: Promise<unknown>): Promise<void> =>
  assert.rejects(work, (error) => error instanceof StoreError && error.code === code);

type Law = (sentence: string, check: (store: Store) => Promise<void>) => void;

function recordLaws(law: Law): void {
  law(
    "an identity is found by id and by name in any case, and comes back as given",
    async (store) => {
      await store.transaction((write) => write.insertIdentity("user", user("2-1", "Ann")));
      assert.deepEqual(await store.identity("user", ACCOUNT, "aNN"), user("2-1", "Ann"));
      assert.deepEqual(await store.identityById("user", "2-1"), user("2-1", "Ann"));
      assert.equal(await store.identityById("role", "2-1"), undefined);
      assert.equal(await store.identity("role", ACCOUNT, "Ann"), undefined);
      assert.equal(await store.identity("user", "2", "Ann"), undefined);
    },
  );

  law(
    "names are unique by kind, account and case-folded name; ids over all kinds",
    async (store) => {
      const insert = (record: UserRecord) =>
        store.transaction((write) => write.insertIdentity("user", record));
      await insert(user("2-1", "Ann"));
      await rejectsWith("AlreadyExists", insert(user("2-2", "ANN")));
      await rejectsWith("AlreadyExists", insert(user("2-1", "Bob")));
      await insert(user("2-2", "ann", "9999999999999999"));
      await store.transaction((write) => write.insertIdentity("group", group("g-1", "Ann")));
      // Only ASCII letters fold: these are two names.
      await insert(user("2-3", "Ä"));
      await insert(user("2-4", "ä"));
    },
  );

  law("of two that take one name at once, one does", async (store) => {
    const both = ["2-1", "2-2"].map((id) =>
      store.transaction((write) => write.insertIdentity("user", user(id, "Ann"))),
    );
    const outcomes = await Promise.allSettled(both);
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    assert.equal(await store.countIdentities("user", ACCOUNT), 1);
  });

  law("renaming frees the old name; a taken one is refused and nothing changes", async (store) => {
    await store.transaction(async (write) => {
      await write.insertIdentity("user", user("2-1", "Ann"));
      await write.insertIdentity("user", user("2-2", "Bob"));
    });
    const rename = (id: string, name: string) =>
      store.transaction((write) => write.updateIdentity("user", user(id, name)));
    await rejectsWith("AlreadyExists", rename("2-1", "BOB"));
    await rejectsWith("NotFound", rename("2-9", "Bob"));
    await rejectsWith("NotFound", rename("2-9", "Cid"));
    assert.equal((await store.identity("user", ACCOUNT, "ann"))?.name, "Ann");
    await rename("2-1", "ANN");
    await rename("2-1", "Cid");
    await rename("2-2", "Ann");
    assert.equal((await store.identity("user", ACCOUNT, "ann"))?.id, "2-2");
  });

  law("pages come in the order of the folded names, each once", async (store) => {
    const names = ["b", "A", "c-1", "C", "a1", "Z", "_"];
    await store.transaction(async (write) => {
      for (const [index, name] of names.entries()) {
        await write.insertIdentity("user", user(`2-${index}`, name));
      }
      await write.insertIdentity("user", user("2-x", "b", "9999999999999999"));
    });
    const seen: string[] = [];
    for (;;) {
      const after = seen.at(-1);
      const page = { limit: 3, ...(after === undefined ? {} : { after }) };
      const rows = await store.identities("user", ACCOUNT, page);
      seen.push(...rows.map(({ name }) => name));
      if (rows.length < 3) break;
    }
    assert.deepEqual(seen, ["_", "A", "a1", "b", "C", "c-1", "Z"]);
    assert.equal(await store.countIdentities("user", ACCOUNT), names.length);
  });

  law("a deleted identity takes its links and tags with it, and nothing else's", async (store) => {
    await store.transaction(async (write) => {
      await write.insertIdentity("user", user("2-1", "Ann"));
      await write.insertIdentity("group", group("g-1", "Team"));
      await write.insertIdentity("policy", policy("p-1", "P", ["{}"]));
      await write.insertLink(link("membership", "2-1", "g-1"));
      await write.insertLink(link("attachment", "2-1", "Custom:p-1"));
      await write.insertLink(link("attachment", "g-1", "Custom:p-1"));
      await write.insertLink(link("attachment", "g-1", "System:S"));
      await write.putTags("user", "2-1", { a: "1" });
    });
    assert.equal(await store.transaction((write) => write.deleteIdentity("role", "2-1")), false);
    assert.equal(await store.transaction((write) => write.deleteIdentity("user", "2-1")), true);
    assert.equal(await store.identity("user", ACCOUNT, "Ann"), undefined);
    assert.deepEqual(await store.links("membership", { to: "g-1" }), []);
    assert.deepEqual(await store.tagsOf("user", "2-1"), {});
    const left = async () => (await store.links("attachment", { from: "g-1" })).map(({ to }) => to);
    assert.deepEqual(await left(), ["Custom:p-1", "System:S"]);
    await store.transaction((write) => write.deleteIdentity("policy", "p-1"));
    assert.deepEqual(await left(), ["System:S"]);
    assert.equal(await store.transaction((write) => write.deleteIdentity("user", "2-1")), false);
  });

  law("links: once each, by either end, in pages", async (store) => {
    await store.transaction(async (write) => {
      for (const to of ["b", "a", "c"]) await write.insertLink(link("membership", "u", to));
      await write.insertLink(link("membership", "t", "a"));
    });
    const again = store.transaction((write) => write.insertLink(link("membership", "u", "a")));
    await rejectsWith("AlreadyExists", again);
    const tos = await store.links("membership", { from: "u" }, { after: "a", limit: 1 });
    assert.deepEqual(tos, [link("membership", "u", "b")]);
    const froms = await store.links("membership", { to: "a" });
    assert.deepEqual(
      froms.map(({ from }) => from),
      ["t", "u"],
    );
    const gone = () => store.transaction((write) => write.deleteLink("membership", "u", "a"));
    assert.deepEqual([await gone(), await gone()], [true, false]);
  });
}

function grantLaws(law: Law): void {
  const fill = (store: Store): Promise<void> =>
    store.transaction(async (write) => {
      await write.insertIdentity("user", user("2-1", "Ann"));
      await write.insertIdentity("group", group("g-1", "Team"));
      await write.insertIdentity("policy", policy("p-1", "One", ["own", "newer"]));
      await write.insertIdentity("policy", policy("p-2", "Two", ["team"]));
      await write.insertLink(link("attachment", "2-1", "Custom:p-1"));
      await write.insertLink(link("attachment", "g-1", "Custom:p-2"));
      await write.insertLink(link("attachment", "g-1", "Custom:p-1"));
      await write.insertLink(link("attachment", "g-1", "System:Read"));
      await write.insertLink(link("membership", "2-1", "g-1"));
    });
  const ONE = { type: "Custom", name: "One", document: "own" };
  const TWO = { type: "Custom", name: "Two", document: "team" };
  const READ = { type: "System", name: "Read" };

  law(
    "grants are a user's own policies and its groups', each once, at their default version",
    async (store) => {
      await fill(store);
      const grants = await store.grants("user", "2-1");
      assert.deepEqual(grants?.identity, user("2-1", "Ann"));
      assert.deepEqual(grants?.policies, [ONE, TWO, READ]);
      assert.ok(Object.isFrozen(grants));
      assert.equal(await store.grants("user", "2-2"), undefined);
      assert.equal(await store.grants("role", "2-1"), undefined);
    },
  );

  law("the very next look at grants sees what was taken away", async (store) => {
    await fill(store);
    const policies = async () => (await store.grants("user", "2-1"))?.policies;
    await policies();
    const changed = { ...policy("p-1", "One", ["own", "newer"]), defaultVersion: "v2" };
    await store.transaction((write) => write.updateIdentity("policy", changed));
    assert.deepEqual(await policies(), [{ ...ONE, document: "newer" }, TWO, READ]);
    await store.transaction((write) => write.deleteLink("attachment", "2-1", "Custom:p-1"));
    assert.deepEqual(await policies(), [{ ...ONE, document: "newer" }, TWO, READ]);
    await store.transaction((write) => write.deleteLink("membership", "2-1", "g-1"));
    assert.deepEqual(await policies(), []);
    await store.transaction((write) => write.deleteIdentity("user", "2-1"));
    assert.equal(await policies(), undefined);
  });
}

function attachedLaws(law: Law): void {
  law("a policy of a key or secret goes with it", async (store) => {
    const [id = 0] = await addSecrets(store, ["s"]);
    const put = (resourceType: "key" | "secret", resourceId: string) =>
      store.transaction((write) =>
        write.putResourcePolicy({
          ...{ resourceType, resourceId, document: "{}", principals: { a: "1" }, updatedAt: 3 },
        }),
      );
    await rejectsWith("NotFound", put("secret", "t"));
    await rejectsWith("NotFound", put("key", "key-1"));
    await store.transaction((write) => write.insertKey(newKey("key-1")));
    await put("secret", "s");
    await put("key", "key-1");
    assert.deepEqual(await store.resourcePolicy("secret", "s"), {
      ...{ resourceType: "secret", resourceId: "s", document: "{}", updatedAt: 3 },
      principals: { a: "1" },
    });
    await store.transaction(async (write) => {
      await write.deleteSecret(id);
      await write.deleteKey("key-1");
    });
    assert.equal(await store.resourcePolicy("secret", "s"), undefined);
    assert.equal(await store.resourcePolicy("key", "key-1"), undefined);
    await addSecrets(store, ["s"]);
    assert.equal(await store.resourcePolicy("secret", "s"), undefined);
  });

  law("settings of an account are its own", async (store) => {
    const put = (account: string, value: string | undefined) =>
      store.transaction((write) => write.putAccountSetting(account, "alias", value));
    await put("1", "x");
    await put("2", "y");
    await put("1", "z");
    await put("2", undefined);
    assert.equal(await store.accountSetting("1", "alias"), "z");
    assert.equal(await store.accountSetting("2", "alias"), undefined);
  });

  law("AccessKeys by owner, deleted for good, with their newest use", async (store) => {
    await store.transaction(async (write) => {
      await write.insertAccessKey(accessKey("k2", "u"));
      await write.insertAccessKey(accessKey("k1", "u"));
      await write.insertAccessKey(accessKey("k3", "root"));
    });
    const ids = async (principal: string) =>
      (await store.accessKeysOf(ACCOUNT, principal)).map(({ id }) => id);
    assert.deepEqual(await ids("u"), ["k1", "k2"]);
    await store.noteAccessKeyUses([
      { id: "k1", at: 5, service: "Kms" },
      { id: "gone", at: 5, service: "Kms" },
    ]);
    await store.noteAccessKeyUses([{ id: "k1", at: 4, service: "Ram" }]);
    assert.deepEqual(await store.accessKeyLastUse("k1"), { id: "k1", at: 5, service: "Kms" });
    assert.equal(await store.accessKeyLastUse("gone"), undefined);
    assert.equal(await store.transaction((write) => write.deleteAccessKey("k1")), true);
    assert.equal(await store.transaction((write) => write.deleteAccessKey("k1")), false);
    assert.equal(await store.accessKey("k1"), undefined);
    assert.equal(await store.accessKeyLastUse("k1"), undefined);
    assert.deepEqual(await ids("u"), ["k2"]);
  });
}

/** A row of events, each on a line. */
const lines: Pack = (events) => Buffer.concat(events.flatMap((each) => [each, Buffer.from("\n")]));
const linesOf = ({ row }: WaitingEvents): string[] => text(row).split("\n").slice(0, -1);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const event = (content: string): Uint8Array => new Uint8Array(Buffer.from(content));

function auditLaws(law: Law): void {
  law("every event that was acknowledged waits, once", async (store) => {
    const sent = Array.from({ length: 300 }, (_, index) => `event ${index}`);
    await Promise.all(sent.map((each) => store.appendEvent(event(each), lines)));
    assert.equal(await store.countWaitingEvents(), sent.length);
    const waiting = await store.waitingEvents(1000);
    assert.deepEqual(waiting.flatMap(linesOf).sort(), [...sent].sort());
    for (const each of waiting) assert.equal(each.count, linesOf(each).length);
    const sequences = waiting.map(({ sequence }) => sequence);
    assert.deepEqual(
      sequences,
      [...sequences].sort((a, b) => Number(a) - Number(b)),
    );
  });

  law("as many waiting rows are read as hold so many events, and no row more", async (store) => {
    for (let index = 0; index < 5; index += 1) {
      await Promise.all(Array.from({ length: 9 }, () => store.appendEvent(event("e"), lines)));
    }
    for (const most of [1, 10, 20, 44, 45, 46, 1000]) {
      const counts = (await store.waitingEvents(most)).map(({ count }) => count);
      const sum = counts.reduce((total, count) => total + count, 0);
      assert.ok(sum >= Math.min(most, 45), `${sum} of ${most}`);
      assert.ok(sum - (counts.at(-1) ?? 0) < most, `${sum} of ${most}`);
    }
    assert.deepEqual(await store.waitingEvents(0), []);
    for (let index = 0; index < 90; index += 1) await store.appendEvent(event("e"), lines);
    for (const most of [46, 77, 78, 134, 135, 136]) {
      const counts = (await store.waitingEvents(most)).map(({ count }) => count);
      const sum = counts.reduce((total, count) => total + count, 0);
      assert.equal(sum, Math.min(most, 135));
    }
  });

  law("an event within a transaction comes with it or not at all", async (store) => {
    await store.transaction((write) => write.appendEvent(event("kept"), lines));
    const failing = store.transaction(async (write) => {
      await write.appendEvent(event("lost"), lines);
      throw new Error("mine");
    });
    await assert.rejects(failing, /mine/);
    const waiting = (await store.waitingEvents(10)).flatMap(linesOf);
    assert.deepEqual(waiting, ["kept"]);
  });

  law(
    "placing moves events into tiles in one step; what came meanwhile waits on",
    async (store) => {
      for (const each of ["a", "b"]) await store.appendEvent(event(each), lines);
      const tile = { level: "entries", index: 0, width: 2, bytes: event("ab") } as const;
      const placing = store.auditTransaction(async (write) => {
        const waiting = await write.waitingEvents(10);
        await write.putLogTile({ ...tile, summary: event("s") });
        await write.putLogTile({ level: 0, index: 0, width: 2, bytes: event("hh") });
        await write.putAuditSetting("head", "2");
        await write.deleteWaitingEvents(waiting.map(({ sequence }) => sequence));
      });
      await Promise.all([placing, store.appendEvent(event("c"), lines)]);
      const left = (await store.waitingEvents(10)).flatMap(linesOf);
      const placed = await store.logTile("entries", 0);
      assert.ok(left.includes("c") || left.length === 0);
      assert.deepEqual([placed?.width, text(placed?.bytes ?? event(""))], [2, "ab"]);
      assert.equal((await store.logTile(0, 0))?.summary, undefined);
      assert.equal(await store.auditSetting("head"), "2");
      await assert.rejects(
        store.auditTransaction(async (write) => {
          await write.putAuditSetting("head", "3");
          throw new Error("mine");
        }),
        /mine/,
      );
      assert.equal(await store.auditSetting("head"), "2");
    },
  );

  law(
    "tiles of entries: replaced as they grow, searched newest first, forgotten from the old end",
    async (store) => {
      const tile = (index: number, width: number) => ({
        ...{
          level: "entries",
          index,
          width,
          bytes: event(`${index}`),
          summary: event(`s${index}`),
        },
      });
      await store.auditTransaction(async (write) => {
        for (const index of [0, 1, 2]) {
          await write.putLogTile({ ...tile(index, 256), level: "entries" });
          await write.putLogTile({ level: 0, index, width: 256, bytes: event("h") });
        }
        await write.putLogTile({ ...tile(3, 1), level: "entries" });
        await write.putLogTile({ ...tile(3, 2), level: "entries" });
      });
      assert.equal((await store.logTile("entries", 3))?.width, 2);
      const found = await store.logSummaries(3, 2);
      assert.deepEqual(
        found.map(({ index, width, summary }) => [index, width, summary && text(summary)]),
        [
          [2, 256, "s2"],
          [1, 256, "s1"],
        ],
      );
      await store.auditTransaction((write) =>
        write.putLogTile({ level: "entries", index: 3, width: 2, bytes: event("b") }),
      );
      assert.deepEqual(await store.logSummaries(4, 1), [{ index: 3, width: 2 }]);
      assert.equal((await store.logSummaries(undefined, 10)).length, 4);
      assert.equal(await store.auditTransaction((write) => write.deleteLogEntries(2)), 2);
      assert.equal(await store.logTile("entries", 1), undefined);
      assert.ok(await store.logTile(0, 1));
    },
  );
}

export function identityLaws(law: Law): void {
  recordLaws(law);
  grantLaws(law);
  attachedLaws(law);
  auditLaws(law);
}
