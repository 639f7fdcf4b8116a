// What every store must do: the promises of `src/store.ts`, one test each. Called for each implementation.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Store, StoreError, type WriteStore } from "../src/index.ts";
import { identityLaws } from "./identity.contract.ts";
import { keyLaws } from "./keys.contract.ts";
import { addSecrets, newKey, newSecret, newVersion } from "./records.ts";

const bytes = (value: Uint8Array | undefined): string => Buffer.from(value ?? []).toString("hex");
const names = (page: { rows: readonly { name: string }[] }): string[] =>
  page.rows.map((row) => row.name);

/** @param open gives a new, empty store; the suite closes it */
export function storeContract(title: string, open: () => Promise<Store>): void {
  const law = (sentence: string, check: (store: Store) => Promise<void>): void => {
    test(sentence, async () => {
      const store = await open();
      try {
        await check(store);
      } finally {
        await store.close();
      }
    });
  };

  describe(title, () => {
    keyLaws(law);
    identityLaws(law);

    law("a committed write is read back as it was given", async (store) => {
      const key = newKey("key-1", {
        primaryVersionId: "p",
        deleteAt: 7,
        rotationIntervalSeconds: 9,
      });
      const accessKey = {
        id: "AK",
        wrappedSecret: Uint8Array.of(0, 1, 255),
        status: "Active",
        principal: "root",
        accountId: "1",
        createdAt: 5,
      } as const;
      const id = await store.transaction(async (transaction) => {
        await transaction.putSetting("a", "1");
        await transaction.putSetting("a", "2");
        await transaction.insertAccessKey(accessKey);
        await transaction.insertKey(key);
        const version = { keyId: "key-1", versionId: "p", createdAt: 4 };
        await transaction.insertKeyVersion({ ...version, wrappedMaterial: Uint8Array.of(9) });
        const secretId = await transaction.insertSecret(newSecret("s", { deleteAt: 99 }));
        await transaction.insertSecretVersion(newVersion(secretId, "v1"));
        return secretId;
      });
      assert.equal(await store.setting("a"), "2");
      assert.equal(await store.setting("b"), undefined);
      assert.deepEqual(await store.key("key-1"), key);
      const found = await store.accessKey("AK");
      assert.equal(bytes(found?.wrappedSecret), "0001ff");
      assert.deepEqual({ ...found, wrappedSecret: 0 }, { ...accessKey, wrappedSecret: 0 });
      assert.equal(bytes((await store.keyVersion("key-1", "p"))?.wrappedMaterial), "09");
      assert.deepEqual(await store.secret("s"), { ...newSecret("s", { deleteAt: 99 }), id });
      const both = await store.secretAndKey("s");
      assert.deepEqual(both, { secret: await store.secret("s"), key });
      const version = await store.secretVersion(id, "v1");
      assert.equal(bytes(version?.value), "00ff0a0d");
      assert.equal(bytes(version?.dataKey), "010203");
      assert.equal(version?.dataType, "text");
    });

    law("what is absent is undefined or empty, never an error", async (store) => {
      assert.equal(await store.accessKey("x"), undefined);
      assert.equal(await store.key("x"), undefined);
      assert.equal(await store.keyVersion("x", "y"), undefined);
      assert.equal(await store.secret("x"), undefined);
      assert.equal(await store.secretAndKey("x"), undefined);
      assert.equal(await store.secretVersion(1, "x"), undefined);
      assert.deepEqual(await store.secretVersions(1), []);
      assert.deepEqual(await store.tagsOf("key", "x"), {});
      assert.equal(await store.nextSecretDue(), undefined);
      assert.deepEqual(await store.secrets({ offset: 0, limit: 10 }), { rows: [], total: 0 });
      assert.deepEqual(await store.keys({ offset: 5, limit: 10 }), { rows: [], total: 0 });
    });

    law(
      "a transaction that throws leaves nothing and rejects with what it threw",
      async (store) => {
        const thrown = new Error("mine");
        const failing = store.transaction(async (transaction) => {
          await transaction.putSetting("a", "1");
          await transaction.insertSecret(newSecret("s"));
          throw thrown;
        });
        await assert.rejects(failing, thrown);
        assert.equal(await store.setting("a"), undefined);
        assert.equal((await store.secrets({ offset: 0, limit: 10 })).total, 0);
      },
    );

    law("a failing transaction takes no other one with it", async (store) => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) =>
          store.transaction(async (transaction) => {
            await transaction.putSetting(`s${index}`, "1");
            if (index % 3 === 0) throw new Error("mine");
          }),
        ),
      );
      for (const [index, { status }] of outcomes.entries()) {
        const failed = index % 3 === 0;
        assert.equal(status, failed ? "rejected" : "fulfilled");
        assert.equal(await store.setting(`s${index}`), failed ? undefined : "1");
      }
    });

    law("transactions at once never lose each other's writes", async (store) => {
      const add = (transaction: WriteStore) => async (): Promise<void> => {
        const seen = Number((await transaction.setting("count")) ?? "0");
        await transaction.putSetting("count", String(seen + 1));
      };
      const all = Array.from({ length: 30 }, () => store.transaction((each) => add(each)()));
      await Promise.all(all);
      assert.equal(await store.setting("count"), "30");
    });

    law("readers outside see nothing of a transaction before its commit", async (store) => {
      await store.transaction((transaction) => transaction.putSetting("a", "old"));
      const seen: unknown[] = [];
      await store.transaction(async (transaction) => {
        await transaction.putSetting("a", "new");
        await transaction.insertSecret(newSecret("s"));
        seen.push(await transaction.setting("a"), (await transaction.secret("s"))?.name);
        seen.push(await store.setting("a"), await store.secret("s"));
      });
      assert.deepEqual(seen, ["new", "s", "old", undefined]);
      assert.equal(await store.setting("a"), "new");
    });

    law("transactions that read what the other writes do not both go ahead", async (store) => {
      const claim = (own: string) =>
        store.transaction(async (transaction) => {
          const taken = [await transaction.setting("a"), await transaction.setting("b")];
          if (taken.every((each) => each === undefined)) await transaction.putSetting(own, "1");
        });
      await Promise.all([claim("a"), claim("b"), claim("a"), claim("b")]);
      const taken = [await store.setting("a"), await store.setting("b")];
      assert.equal(taken.filter((each) => each === "1").length, 1);
    });

    law("a page and its total are of one moment, also while others write", async (store) => {
      const all = Array.from({ length: 40 }, (_, index) => `s${index}`);
      const ids = await addSecrets(store, all);
      const reading: Promise<void>[] = [];
      const read = async (filter: object): Promise<void> => {
        const page = await store.secrets({ offset: 0, limit: 100, ...filter });
        assert.equal(page.rows.length, page.total);
      };
      const deleting = ids.map((id, index) =>
        store.transaction(async (each) => {
          await each.deleteSecret(id);
          // Not awaited: this transaction's commit comes into the middle of the reading.
          reading.push(read(index % 2 === 0 ? {} : { types: ["Generic"] }));
        }),
      );
      const adding = all.map((name) => addSecrets(store, [`new ${name}`]));
      for (let index = 0; index < 20; index += 1) {
        reading.push(read({}), read({ types: ["Generic"] }));
      }
      await Promise.all([...deleting, ...adding]);
      assert.ok(reading.length >= 80);
      await Promise.all(reading);
      assert.equal((await store.secrets({ offset: 0, limit: 1 })).total, 40);
    });

    law("a transaction's methods fail after its end", async (store) => {
      const ended = (error: unknown): boolean =>
        error instanceof StoreError && error.code === "Invalid";
      const kept: WriteStore[] = [];
      await store.transaction(async (transaction) => {
        kept.push(transaction);
      });
      const failing = store.transaction(async (transaction) => {
        kept.push(transaction);
        throw new Error("mine");
      });
      await assert.rejects(failing, /mine/);
      assert.equal(kept.length, 2);
      for (const transaction of kept) {
        await assert.rejects(transaction.putSetting("a", "1"), ended);
        await assert.rejects(transaction.setting("a"), ended);
      }
      assert.equal(await store.setting("a"), undefined);
    });

    law("text that not every database keeps is refused, and found nowhere", async (store) => {
      const invalid = (error: unknown): boolean =>
        error instanceof StoreError && error.code === "Invalid" && !/marker/.test(error.message);
      await store.transaction((transaction) =>
        transaction.insertSecret(newSecret("s", { description: "marker \u{1f600}\ufffd" })),
      );
      for (const text of ["marker\0", "marker\ud83d", "\ude00marker"]) {
        await store.transaction(async (transaction) => {
          await assert.rejects(transaction.putSetting(text, "1"), invalid);
          await assert.rejects(transaction.putSetting("n", text), invalid);
          await assert.rejects(transaction.insertSecret(newSecret(text)), invalid);
          await assert.rejects(transaction.insertKey(newKey("k", { description: text })), invalid);
          const stages = { [text]: "v1" };
          await assert.rejects(transaction.insertSecret(newSecret("t", { stages })), invalid);
          await assert.rejects(transaction.putTags("secret", "s", { [text]: "1" }), invalid);
          await assert.rejects(transaction.putTags("secret", "s", { a: text }), invalid);
        });
        assert.equal(await store.setting(text), undefined);
        assert.equal(await store.secret(text), undefined);
        assert.deepEqual(await store.tagsOf("secret", text), {});
        const page = { offset: 0, limit: 9 };
        assert.equal((await store.secrets({ ...page, names: [text] })).total, 0);
        assert.equal((await store.secrets({ ...page, descriptions: [text] })).total, 0);
        assert.equal((await store.secrets({ ...page, tagValues: [text] })).total, 0);
      }
      const half = { offset: 0, limit: 9, descriptions: ["\ud83d"] };
      assert.equal((await store.secrets(half)).total, 0);
      assert.deepEqual(await store.tagsOf("secret", "s"), {});
      assert.equal((await store.secrets({ offset: 0, limit: 9 })).total, 1);
    });

    law("what is given and what is returned are copies", async (store) => {
      const value = Uint8Array.of(1, 2, 3);
      const stages = { ACSCurrent: "v1" };
      const id = await store.transaction(async (transaction) => {
        const secretId = await transaction.insertSecret(newSecret("s", { stages }));
        await transaction.insertSecretVersion(newVersion(secretId, "v1", { value }));
        return secretId;
      });
      value.fill(9);
      stages.ACSCurrent = "changed";
      const first = await store.secretVersion(id, "v1");
      assert.equal(bytes(first?.value), "010203");
      first?.value.fill(8);
      assert.equal(bytes((await store.secretVersion(id, "v1"))?.value), "010203");
      assert.deepEqual((await store.secret("s"))?.stages, { ACSCurrent: "v1" });
    });

    law("no record that was handed out is the store's own", async (store) => {
      const wrapped = Uint8Array.of(1, 2, 3);
      await store.transaction(async (transaction) => {
        const accessKey = {
          id: "AK",
          status: "Active",
          principal: "root",
          accountId: "1",
          createdAt: 1,
        } as const;
        await transaction.insertAccessKey({ ...accessKey, wrappedSecret: wrapped });
        await transaction.insertKey(newKey("k"));
        const version = { keyId: "k", versionId: "1", createdAt: 1, wrappedMaterial: wrapped };
        await transaction.insertKeyVersion(version);
        await transaction.insertSecret(newSecret("s", { keyId: "k" }));
        await transaction.putTags("secret", "s", { a: "1" });
      });
      wrapped.fill(9);
      const read = async () => ({
        accessKey: bytes((await store.accessKey("AK"))?.wrappedSecret),
        keyVersion: bytes((await store.keyVersion("k", "1"))?.wrappedMaterial),
        keyVersions: bytes((await store.keyVersions(undefined, 1))[0]?.wrappedMaterial),
        records: JSON.stringify([
          await store.key("k"),
          await store.secretAndKey("s"),
          await store.keys({ offset: 0, limit: 1 }),
          await store.secrets({ offset: 0, limit: 1 }),
          await store.tagsOf("secret", "s"),
          await store.tags({ resourceType: "secret", limit: 1 }),
        ]),
      });
      const before = await read();
      assert.deepEqual([before.accessKey, before.keyVersion], ["010203", "010203"]);
      (await store.accessKey("AK"))?.wrappedSecret.fill(8);
      (await store.keyVersion("k", "1"))?.wrappedMaterial?.fill(8);
      (await store.keyVersions(undefined, 1))[0]?.wrappedMaterial?.fill(8);
      const both = await store.secretAndKey("s");
      const page = await store.secrets({ offset: 0, limit: 1 });
      const given = [
        await store.key("k"),
        both?.key,
        both?.secret,
        both?.secret.stages,
        (await store.keys({ offset: 0, limit: 1 })).rows[0],
        page.rows[0],
        page.rows[0]?.stages,
        await store.tagsOf("secret", "s"),
        (await store.tags({ resourceType: "secret", limit: 1 }))[0],
      ];
      for (const record of given) {
        assert.ok(record);
        for (const member of Object.keys(record)) Object.assign(record, { [member]: "changed" });
      }
      assert.deepEqual(await read(), before);
    });

    law("inserting what exists is AlreadyExists, and the transaction may go on", async (store) => {
      const exists = (error: unknown): boolean =>
        error instanceof StoreError && error.code === "AlreadyExists";
      await store.transaction(async (transaction) => {
        await transaction.insertKey(newKey("key-1"));
        const id = await transaction.insertSecret(newSecret("s"));
        await transaction.insertSecretVersion(newVersion(id, "v1"));
      });
      const id = (await store.secret("s"))?.id ?? 0;
      await assert.rejects(
        store.transaction((each) => each.insertKey(newKey("key-1"))),
        exists,
      );
      await assert.rejects(
        store.transaction((each) => each.insertSecret(newSecret("s"))),
        exists,
      );
      const again = store.transaction((each) => each.insertSecretVersion(newVersion(id, "v1")));
      await assert.rejects(again, exists);
      const newId = await store.transaction(async (transaction) => {
        await transaction.putSetting("before", "1");
        await assert.rejects(transaction.insertKey(newKey("key-1")), exists);
        await assert.rejects(transaction.insertSecret(newSecret("s")), exists);
        await assert.rejects(transaction.insertSecretVersion(newVersion(id, "v1")), exists);
        return transaction.insertSecret(newSecret("t"));
      });
      assert.equal(await store.setting("before"), "1");
      assert.equal((await store.secret("t"))?.id, newId);
      assert.equal((await store.secrets({ offset: 0, limit: 9 })).total, 2);
    });

    law("updating or extending what is not there is NotFound", async (store) => {
      const absent = (error: unknown): boolean =>
        error instanceof StoreError && error.code === "NotFound";
      await assert.rejects(
        store.transaction((each) => each.updateKey(newKey("x"))),
        absent,
      );
      const secret = { ...newSecret("x"), id: 77 };
      await assert.rejects(
        store.transaction((each) => each.updateSecret(secret)),
        absent,
      );
      const version = newVersion(77, "v1");
      await assert.rejects(
        store.transaction((each) => each.insertSecretVersion(version)),
        absent,
      );
      await store.transaction(async (transaction) => {
        const ofNoKey = { keyId: "x", versionId: "1", createdAt: 1 };
        const wrappedMaterial = Uint8Array.of(1);
        await assert.rejects(transaction.insertKeyVersion({ ...ofNoKey, wrappedMaterial }), absent);
        await assert.rejects(transaction.insertSecretVersion(version), absent);
        await transaction.putSetting("after", "1");
      });
      assert.equal(await store.setting("after"), "1");
    });

    law("a secret's name never changes", async (store) => {
      const [id = 0] = await addSecrets(store, ["s"]);
      await assert.rejects(
        store.transaction((each) => each.updateSecret({ ...newSecret("other"), id })),
        (error: unknown) => error instanceof StoreError && error.code === "NotFound",
      );
      assert.equal((await store.secret("s"))?.id, id);
    });

    law("an update replaces every column, absent ones too", async (store) => {
      const id = await store.transaction(async (transaction) => {
        await transaction.insertKey(newKey("k", { deleteAt: 5, primaryVersionId: "p" }));
        return transaction.insertSecret(newSecret("s", { deleteAt: 5 }));
      });
      const secret = { ...newSecret("s", { description: "d", stages: { A: "1", B: "1" } }), id };
      const key = newKey("k", { state: "Disabled", deletionProtection: true });
      await store.transaction(async (transaction) => {
        await transaction.updateSecret(secret);
        await transaction.updateKey(key);
      });
      assert.deepEqual(await store.secret("s"), secret);
      assert.deepEqual(await store.key("k"), key);
    });

    law(
      "deleting a secret takes its versions and tags, and its id never comes back",
      async (store) => {
        const [id = 0] = await addSecrets(store, ["s"]);
        await store.transaction(async (transaction) => {
          await transaction.insertSecretVersion(newVersion(id, "v1"));
          await transaction.putTags("secret", "s", { a: "1" });
        });
        assert.equal(await store.transaction((each) => each.deleteSecret(id)), true);
        assert.equal(await store.transaction((each) => each.deleteSecret(id)), false);
        assert.equal(await store.secret("s"), undefined);
        assert.equal(await store.secretVersion(id, "v1"), undefined);
        assert.deepEqual(await store.tagsOf("secret", "s"), {});
        const [again = 0] = await addSecrets(store, ["s"]);
        assert.ok(again > id);
        assert.deepEqual(await store.secretVersions(again), []);
      },
    );

    law("versions come newest first, by creation and then by insertion", async (store) => {
      const [id = 0] = await addSecrets(store, ["s"]);
      await store.transaction(async (transaction) => {
        const times = { a: 5, b: 9, c: 5, d: 1 };
        for (const [versionId, createdAt] of Object.entries(times)) {
          await transaction.insertSecretVersion(newVersion(id, versionId, { createdAt }));
        }
      });
      const order = (await store.secretVersions(id)).map((version) => version.versionId);
      assert.deepEqual(order, ["b", "c", "a", "d"]);
      await store.transaction((transaction) => transaction.deleteSecretVersion(id, "c"));
      assert.equal((await store.secretVersions(id)).length, 3);
    });

    law("pages of secrets are those of the whole list, whatever was deleted", async (store) => {
      const ids = await addSecrets(
        store,
        Array.from({ length: 300 }, (_, index) => `s${index}`),
      );
      const gone = new Set(ids.filter((_, index) => index % 7 < 3 || (index > 130 && index < 262)));
      await store.transaction(async (transaction) => {
        for (const id of gone) await transaction.deleteSecret(id);
      });
      const left = ids.flatMap((id, index) => (gone.has(id) ? [] : [`s${index}`]));
      for (let offset = 0; offset < left.length + 20; offset += 13) {
        const page = await store.secrets({ offset, limit: 13 });
        assert.deepEqual(names(page), left.slice(offset, offset + 13));
        assert.equal(page.total, left.length);
      }
    });

    law("filters of secrets: any value of one, all of several", async (store) => {
      await store.transaction(async (transaction) => {
        const descriptions = ["50% off_a", "plain", "Plain", 'it\'s "x" \\ 中文'];
        for (const [index, description] of descriptions.entries()) {
          await transaction.insertSecret(newSecret(`s${index}`, { description }));
        }
        await transaction.insertSecret(newSecret("other", { type: "Rds", creator: "c2" }));
        await transaction.putTags("secret", "s1", { env: "prod", team: "a" });
        await transaction.putTags("secret", "s2", { env: "test" });
        await transaction.putTags("key", "s3", { env: "prod" });
      });
      const list = async (query: object): Promise<string[]> => {
        const page = await store.secrets({ offset: 0, limit: 10, ...query });
        assert.equal(page.total, page.rows.length);
        return names(page);
      };
      assert.deepEqual(await list({ names: ["s3", "s0", "nobody"] }), ["s0", "s3"]);
      assert.deepEqual(await list({ names: [] }), []);
      assert.deepEqual(await list({ descriptions: ["% off_"] }), ["s0"]);
      assert.deepEqual(await list({ descriptions: ["lain"] }), ["s1", "s2"]);
      assert.deepEqual(await list({ descriptions: ["plain", '"x" \\ 中'] }), ["s1", "s3"]);
      assert.deepEqual(await list({ descriptions: ["_"] }), ["s0"]);
      assert.deepEqual(await list({ types: ["Rds"] }), ["other"]);
      assert.deepEqual(await list({ creators: ["c2", "c3"] }), ["other"]);
      assert.deepEqual(await list({ tagKeys: ["env"] }), ["s1", "s2"]);
      assert.deepEqual(await list({ tagKeys: ["env"], tagValues: ["prod"] }), ["s1"]);
      assert.deepEqual(await list({ tagKeys: ["team"], names: ["s2"] }), []);
      const second = await store.secrets({ offset: 1, limit: 1, tagKeys: ["env"] });
      assert.deepEqual([names(second), second.total], [["s2"], 2]);
    });

    law("filters of keys, in the order of creation, ties by id", async (store) => {
      await store.transaction(async (transaction) => {
        await transaction.insertKey(newKey("k3", { createdAt: 1 }));
        await transaction.insertKey(newKey("k1", { createdAt: 2, state: "Disabled" }));
        await transaction.insertKey(newKey("k2", { createdAt: 2, creator: "service" }));
        await transaction.insertKey(
          newKey("k0", { createdAt: 3, spec: "RSA_2048", usage: "SIGN/VERIFY" }),
        );
        await transaction.putTags("key", "k1", { env: "prod" });
      });
      const list = async (query: object): Promise<string[]> => {
        const page = await store.keys({ offset: 0, limit: 10, ...query });
        assert.equal(page.total, page.rows.length);
        return page.rows.map((key) => key.keyId);
      };
      assert.deepEqual(await list({}), ["k3", "k1", "k2", "k0"]);
      assert.deepEqual(await list({ service: true }), ["k2"]);
      assert.deepEqual(await list({ service: false }), ["k3", "k1", "k0"]);
      assert.deepEqual(await list({ states: ["Disabled", "PendingDeletion"] }), ["k1"]);
      assert.deepEqual(await list({ specs: ["RSA_2048"], usages: ["SIGN/VERIFY"] }), ["k0"]);
      assert.deepEqual(await list({ keyIds: ["k0", "k3"], protectionLevels: ["HSM"] }), []);
      assert.deepEqual(await list({ creators: ["service"] }), ["k2"]);
      assert.deepEqual(await list({ tagKeys: ["env"], tagValues: ["prod", "test"] }), ["k1"]);
      const page = await store.keys({ offset: 1, limit: 2 });
      assert.deepEqual([page.rows.map((key) => key.keyId), page.total], [["k1", "k2"], 4]);
    });

    law("ids are in the order of their UTF-8 bytes", async (store) => {
      // The order of UTF-16 would put the fourth before the third.
      const ordered = ["Z", "a", "\uff4b", "\u{1f511}"];
      await store.transaction(async (transaction) => {
        for (const keyId of ordered.toReversed()) {
          await transaction.insertKey(newKey(keyId));
          const version = { keyId, versionId: "1", createdAt: 1 };
          await transaction.insertKeyVersion({ ...version, wrappedMaterial: Uint8Array.of(1) });
          await transaction.putTags("key", keyId, { a: "1" });
        }
      });
      const page = await store.keys({ offset: 0, limit: 9 });
      assert.deepEqual(
        page.rows.map((key) => key.keyId),
        ordered,
      );
      const versions = await store.keyVersions(undefined, 9);
      assert.deepEqual(
        versions.map((version) => version.keyId),
        ordered,
      );
      const tags = await store.tags({ resourceType: "key", limit: 9 });
      assert.deepEqual(
        tags.map((tag) => tag.resourceId),
        ordered,
      );
    });

    law("key versions are walked in the order of their ids", async (store) => {
      await store.transaction(async (transaction) => {
        for (const keyId of ["b", "a"]) {
          await transaction.insertKey(newKey(keyId));
          for (const versionId of ["2", "1"]) {
            const wrappedMaterial = Uint8Array.of(1);
            await transaction.insertKeyVersion({ keyId, versionId, createdAt: 1, wrappedMaterial });
          }
        }
      });
      const ids = (rows: readonly { keyId: string; versionId: string }[]): string[] =>
        rows.map((row) => row.keyId + row.versionId);
      const first = await store.keyVersions(undefined, 3);
      assert.deepEqual(ids(first), ["a1", "a2", "b1"]);
      assert.deepEqual(ids(await store.keyVersions(first[2], 3)), ["b2"]);
    });

    law("tags are overwritten, listed in order and removed", async (store) => {
      await store.transaction(async (transaction) => {
        await transaction.putTags("secret", "s1", { b: "1", a: "2", A: "3" });
        await transaction.putTags("secret", "s1", { b: "9" });
        await transaction.putTags("secret", "s0", { a: "2" });
        await transaction.putTags("key", "s1", { z: "1" });
      });
      assert.deepEqual(await store.tagsOf("secret", "s1"), { b: "9", a: "2", A: "3" });
      const list = async (query: object): Promise<string[]> =>
        (await store.tags({ resourceType: "secret", limit: 10, ...query })).map(
          (tag) => `${tag.resourceId} ${tag.key}=${tag.value}`,
        );
      const all = ["s0 a=2", "s1 A=3", "s1 a=2", "s1 b=9"];
      assert.deepEqual(await list({}), all);
      assert.deepEqual(await list({ limit: 2 }), all.slice(0, 2));
      assert.deepEqual(await list({ after: { resourceId: "s1", key: "A" } }), all.slice(2));
      assert.deepEqual(await list({ resourceIds: ["s0"] }), ["s0 a=2"]);
      assert.deepEqual(await list({ resourceIds: [] }), []);
      assert.deepEqual(await list({ matching: [{ key: "b" }] }), all.slice(1));
      assert.deepEqual(await list({ matching: [{ key: "a", value: "2" }] }), all);
      assert.deepEqual(await list({ matching: [{ key: "a" }, { key: "b", value: "1" }] }), []);
      const none = { offset: 0, limit: 9, tagKeys: [] };
      await store.transaction((each) => each.putTags("secret", "s0", { "\u0001": "\u0001" }));
      assert.equal((await store.secrets(none)).total, 0);
      assert.deepEqual(await list({ resourceIds: [] }), []);
      await store.transaction((transaction) => transaction.deleteTags("secret", "s1", ["a", "x"]));
      assert.deepEqual(await store.tagsOf("secret", "s1"), { b: "9", A: "3" });
      await store.transaction((transaction) => transaction.deleteTags("secret", "s1"));
      assert.deepEqual(await store.tagsOf("secret", "s1"), {});
      assert.deepEqual(await store.tagsOf("key", "s1"), { z: "1" });
    });

    law("due secrets come at their time, earliest first", async (store) => {
      await store.transaction(async (transaction) => {
        for (const [name, deleteAt] of Object.entries({ a: 30, b: 10, c: 20 })) {
          await transaction.insertSecret(newSecret(name, { deleteAt }));
        }
        await transaction.insertSecret(newSecret("live"));
      });
      const due = async (now: number, limit: number): Promise<string[]> =>
        (await store.secretsDue(now, limit)).map((secret) => secret.name);
      assert.deepEqual(await due(9, 10), []);
      assert.deepEqual(await due(20, 10), ["b", "c"]);
      assert.deepEqual(await due(99, 2), ["b", "c"]);
      assert.equal(await store.nextSecretDue(), 10);
    });

    law("a value of 30 KB and text of any script come back unchanged", async (store) => {
      const [id = 0] = await addSecrets(store, ["s/中文?%_'\""]);
      const value = Uint8Array.from({ length: 31_000 }, (_, index) => index % 256);
      const description = "é\u{1f600}' OR 1=1; --%_\\";
      await store.transaction(async (transaction) => {
        await transaction.insertSecretVersion(newVersion(id, "v", { value }));
        const secret = await transaction.secret("s/中文?%_'\"");
        assert.ok(secret);
        await transaction.updateSecret({ ...secret, description });
      });
      assert.equal(bytes((await store.secretVersion(id, "v"))?.value), bytes(value));
      assert.equal((await store.secret("s/中文?%_'\""))?.description, description);
    });

    law("names differ by case and are never patterns", async (store) => {
      await addSecrets(store, ["a", "A", "a%", "_"]);
      assert.equal((await store.secret("A"))?.name, "A");
      assert.equal(await store.secret("%"), undefined);
      assert.equal((await store.secret("_"))?.name, "_");
    });

    law("names of the prototype are ordinary stage labels and tag keys", async (store) => {
      const stages = JSON.parse('{"__proto__":"v1","constructor":"v1","toString":"v2"}');
      const [id = 0] = await addSecrets(store, ["s"]);
      await store.transaction(async (transaction) => {
        await transaction.updateSecret({ ...newSecret("s", { stages }), id });
        await transaction.putTags("secret", "s", { constructor: "c", toString: "t" });
      });
      assert.deepEqual(Object.keys((await store.secret("s"))?.stages ?? {}), Object.keys(stages));
      const tags = await store.tagsOf("secret", "s");
      assert.deepEqual(Object.entries(tags).sort(), [
        ["constructor", "c"],
        ["toString", "t"],
      ]);
    });

    law(
      "closing waits for what is under way; after it every call is Unreachable",
      async (store) => {
        const closed = await open();
        const underWay = Array.from({ length: 5 }, (_, index) =>
          closed.transaction((transaction) => transaction.putSetting(`s${index}`, "1")),
        );
        const page = { offset: 0, limit: 1 };
        const reading = [closed.secrets(page), closed.keys(page), closed.setting("x")];
        const closing = closed.close();
        for (const each of await Promise.allSettled(reading)) {
          assert.equal(each.status, "fulfilled");
        }
        assert.deepEqual(
          (await Promise.allSettled(underWay)).map(({ status }) => status),
          underWay.map(() => "fulfilled"),
        );
        await closing;
        await closed.close();
        const unreachable = (error: unknown): boolean =>
          error instanceof StoreError && error.code === "Unreachable";
        const calls = [
          () => closed.transaction(async () => 1),
          () => closed.setting("s0"),
          () => closed.accessKey("x"),
          () => closed.secretAndKey("x"),
          () => closed.secrets({ offset: 0, limit: 1 }),
          () => closed.keys({ offset: 0, limit: 1 }),
          () => closed.nextSecretDue(),
          () => closed.tags({ resourceType: "key", limit: 1 }),
        ];
        for (const call of calls) await assert.rejects(call(), unreachable);
        assert.equal(await store.transaction(async () => 1), 1);
      },
    );
  });
}
