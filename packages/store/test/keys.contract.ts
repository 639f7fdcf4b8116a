// What every store must do with keys, their versions, aliases and managed data keys.
import assert from "node:assert/strict";
import { type Store, StoreError } from "../src/index.ts";
import { newKey, newSecret } from "./records.ts";

type Law = (sentence: string, check: (store: Store) => Promise<void>) => void;

const absent = (error: unknown): boolean =>
  error instanceof StoreError && error.code === "NotFound";
const exists = (error: unknown): boolean =>
  error instanceof StoreError && error.code === "AlreadyExists";
const all = { offset: 0, limit: 10 };
const hex = (value: Uint8Array | undefined): string | undefined =>
  value && Buffer.from(value).toString("hex");

/** A key with the given versions, created at 1, 2, 3 … */
async function addKey(store: Store, keyId: string, versions: readonly string[]): Promise<void> {
  await store.transaction(async (transaction) => {
    await transaction.insertKey(newKey(keyId));
    for (const [index, versionId] of versions.entries()) {
      const wrappedMaterial = Uint8Array.of(index + 1);
      await transaction.insertKeyVersion({
        keyId,
        versionId,
        createdAt: index + 1,
        wrappedMaterial,
      });
    }
  });
}

export function keyLaws(law: Law): void {
  law("a key keeps each of its members, also those that most have not", async (store) => {
    const bare = newKey("bare");
    const full = newKey("full", {
      ...{ state: "PendingDeletion", description: "d", primaryVersionId: "v", lastRotatedAt: 2 },
      ...{ deleteAt: 3, rotationIntervalSeconds: 4, materialExpiresAt: 5, dueAt: 6 },
      ...{ deletionProtection: true, deletionProtectionDescription: "p" },
    });
    for (const key of [bare, full]) await store.transaction((write) => write.insertKey(key));
    // The second time from what is kept.
    for (const _ of [1, 2]) {
      assert.deepEqual(await store.key("bare"), bare);
      assert.deepEqual(await store.key("full"), full);
    }
    const { description: __, ...others } = full;
    const changed = { ...others, description: "other", dueAt: 60 };
    await store.transaction((write) => write.updateKey(changed));
    assert.deepEqual(await store.key("full"), changed);
  });

  law(
    "a key version keeps what it was given, and what was not given stays absent",
    async (store) => {
      await addKey(store, "k", ["plain"]);
      const full = {
        keyId: "k",
        versionId: "full",
        createdAt: 7,
        wrappedMaterial: Uint8Array.of(1, 0),
        publicKey: Uint8Array.of(2, 255),
        wrappedCheck: Uint8Array.of(3),
      };
      await store.transaction((transaction) => transaction.insertKeyVersion(full));
      const found = await store.keyVersion("k", "full");
      assert.deepEqual(
        [found?.createdAt, hex(found?.wrappedMaterial), hex(found?.publicKey)],
        [7, "0100", "02ff"],
      );
      assert.equal(hex(found?.wrappedCheck), "03");
      assert.deepEqual(Object.keys((await store.keyVersion("k", "plain")) ?? {}).sort(), [
        "createdAt",
        "keyId",
        "versionId",
        "wrappedMaterial",
      ]);
      const { wrappedMaterial: _, ...bare } = full;
      await store.transaction((transaction) => transaction.updateKeyVersion(bare));
      const after = await store.keyVersion("k", "full");
      assert.equal(after?.wrappedMaterial, undefined);
      assert.equal(hex(after?.wrappedCheck), "03");
      await assert.rejects(
        store.transaction((transaction) =>
          transaction.updateKeyVersion({ ...bare, versionId: "none" }),
        ),
        absent,
      );
    },
  );

  law("what a caller does to what it was given changes nothing for others", async (store) => {
    await store.transaction(async (write) => {
      await write.insertKey(newKey("k"));
      const bytes = { wrappedMaterial: Uint8Array.of(1), publicKey: Uint8Array.of(2) };
      await write.insertKeyVersion({ keyId: "k", versionId: "v", createdAt: 1, ...bytes });
      await write.insertAlias({ name: "alias/a", keyId: "k", createdAt: 1 });
    });
    for (let time = 0; time < 3; time += 1) {
      const version = await store.keyVersion("k", "v");
      assert.deepEqual([hex(version?.wrappedMaterial), hex(version?.publicKey)], ["01", "02"]);
      version?.wrappedMaterial?.fill(9);
      version?.publicKey?.fill(9);
      for (const key of [await store.aliasedKey("alias/a"), await store.key("k")]) {
        assert.equal(key?.state, "Enabled");
        Object.assign(key, { state: "Disabled" });
      }
    }
  });

  law("versions of one key are listed newest first, with the true total", async (store) => {
    await addKey(store, "k", ["a", "b", "c"]);
    await addKey(store, "other", ["z"]);
    const page = await store.keyVersionsOf("k", { offset: 1, limit: 1 });
    assert.deepEqual(page, { rows: [{ keyId: "k", versionId: "b", createdAt: 2 }], total: 3 });
    const ids = (await store.keyVersionsOf("k", all)).rows.map(({ versionId }) => versionId);
    assert.deepEqual(ids, ["c", "b", "a"]);
    assert.deepEqual(await store.keyVersionsOf("k", { offset: 9, limit: 1 }), {
      rows: [],
      total: 3,
    });
    assert.deepEqual(await store.keyVersionsOf("none", all), { rows: [], total: 0 });
  });

  law(
    "a deleted key takes its versions, aliases and tags along, and nothing else",
    async (store) => {
      await addKey(store, "k", ["a", "b"]);
      await addKey(store, "other", ["a"]);
      await store.transaction(async (transaction) => {
        await transaction.insertAlias({ name: "alias/k", keyId: "k", createdAt: 1 });
        await transaction.insertAlias({ name: "alias/other", keyId: "other", createdAt: 1 });
        await transaction.putTags("key", "k", { a: "1" });
        await transaction.putTags("key", "other", { a: "1" });
      });
      assert.equal(await store.transaction((transaction) => transaction.deleteKey("k")), true);
      assert.equal(await store.transaction((transaction) => transaction.deleteKey("k")), false);
      assert.equal(await store.key("k"), undefined);
      assert.equal(await store.keyVersion("k", "a"), undefined);
      assert.equal(await store.alias("alias/k"), undefined);
      assert.equal(await store.aliasedKey("alias/k"), undefined);
      assert.deepEqual(await store.aliasedKey("alias/other"), await store.key("other"));
      assert.deepEqual(await store.tagsOf("key", "k"), {});
      const left = await store.keyVersions(undefined, 9);
      assert.deepEqual(
        left.map(({ keyId, versionId }) => `${keyId} ${versionId}`),
        ["other a"],
      );
      assert.equal((await store.alias("alias/other"))?.keyId, "other");
      assert.deepEqual(await store.tagsOf("key", "other"), { a: "1" });
    },
  );

  law("an alias names one key, and many may name the same", async (store) => {
    await addKey(store, "k1", []);
    await addKey(store, "k2", []);
    await store.transaction(async (transaction) => {
      for (const name of ["alias/b", "alias/a", "alias/c"]) {
        await transaction.insertAlias({ name, keyId: "k1", createdAt: 4 });
      }
      const again = { name: "alias/a", keyId: "k2", createdAt: 5 };
      await assert.rejects(transaction.insertAlias(again), exists);
      const ofNothing = { name: "alias/d", keyId: "none", createdAt: 5 };
      await assert.rejects(transaction.insertAlias(ofNothing), absent);
      await assert.rejects(transaction.updateAlias("alias/d", "k1"), absent);
      await assert.rejects(transaction.updateAlias("alias/a", "none"), absent);
      await transaction.updateAlias("alias/b", "k2");
    });
    assert.deepEqual(await store.alias("alias/a"), {
      name: "alias/a",
      keyId: "k1",
      createdAt: 4,
    });
    const names = async (query: object): Promise<unknown> => {
      const page = await store.aliases({ ...all, ...query });
      return [page.rows.map(({ name }) => name), page.total];
    };
    assert.deepEqual(await names({}), [["alias/a", "alias/b", "alias/c"], 3]);
    assert.deepEqual(await names({ keyId: "k1" }), [["alias/a", "alias/c"], 2]);
    assert.deepEqual(await names({ offset: 1, limit: 1 }), [["alias/b"], 3]);
    const byAlias = await store.keys({ ...all, aliases: ["alias/b", "alias/none"] });
    assert.deepEqual(
      byAlias.rows.map(({ keyId }) => keyId),
      ["k2"],
    );
    const drop = () => store.transaction((transaction) => transaction.deleteAlias("alias/b"));
    assert.deepEqual([await drop(), await drop()], [true, false]);
    assert.equal(await store.alias("alias/b"), undefined);
  });

  law("an alias that was read before a change is read anew after it", async (store) => {
    await addKey(store, "k1", []);
    await addKey(store, "k2", []);
    assert.equal(await store.alias("alias/a"), undefined);
    await store.transaction((transaction) =>
      transaction.insertAlias({ name: "alias/a", keyId: "k1", createdAt: 1 }),
    );
    assert.equal((await store.alias("alias/a"))?.keyId, "k1");
    await store.transaction((transaction) => transaction.updateAlias("alias/a", "k2"));
    assert.equal((await store.alias("alias/a"))?.keyId, "k2");
  });

  law("keys that are due come earliest first, and only those", async (store) => {
    assert.equal(await store.nextKeyDue(), undefined);
    await store.transaction(async (transaction) => {
      await transaction.insertKey(newKey("late", { dueAt: 30 }));
      await transaction.insertKey(newKey("early", { dueAt: 10 }));
      await transaction.insertKey(newKey("never"));
      await transaction.insertKey(newKey("middle", { dueAt: 20 }));
    });
    const due = async (now: number, limit: number): Promise<string[]> =>
      (await store.keysDue(now, limit)).map(({ keyId }) => keyId);
    assert.deepEqual(await due(9, 9), []);
    assert.deepEqual(await due(20, 9), ["early", "middle"]);
    assert.deepEqual(await due(99, 1), ["early"]);
    assert.equal(await store.nextKeyDue(), 10);
    await store.transaction((transaction) => transaction.updateKey(newKey("early")));
    assert.equal(await store.nextKeyDue(), 20);
  });

  law("keys that were rotated after a time come by id, and only those", async (store) => {
    await store.transaction(async (transaction) => {
      await transaction.insertKey(newKey("c", { lastRotatedAt: 11 }));
      await transaction.insertKey(newKey("b", { lastRotatedAt: 30 }));
      await transaction.insertKey(newKey("a", { lastRotatedAt: 10 }));
      await transaction.insertKey(newKey("never"));
    });
    const rotated = async (now: number, limit: number): Promise<string[]> =>
      (await store.keysRotatedAfter(now, limit)).map(({ keyId }) => keyId);
    assert.deepEqual(await rotated(10, 9), ["b", "c"]);
    assert.deepEqual(await rotated(10, 1), ["b"]);
    assert.deepEqual(await rotated(30, 9), []);
  });

  law("secrets are found by the key that protects them", async (store) => {
    await store.transaction(async (transaction) => {
      for (const [name, keyId] of [
        ["s1", "k1"],
        ["s2", "k2"],
        ["s3", "k1"],
      ] as const) {
        await transaction.insertSecret(newSecret(name, { keyId }));
      }
    });
    const page = await store.secrets({ offset: 0, limit: 1, keyIds: ["k1"] });
    assert.deepEqual([page.rows.map(({ name }) => name), page.total], [["s1"], 2]);
  });

  law("AccessKeys are walked in the order of their ids, and can be wrapped anew", async (store) => {
    const record = { status: "Active", principal: "root", accountId: "1", createdAt: 1 } as const;
    await store.transaction(async (transaction) => {
      for (const id of ["c", "a", "b"]) {
        await transaction.insertAccessKey({ ...record, id, wrappedSecret: Uint8Array.of(1) });
      }
    });
    const ids = async (after: string | undefined, limit: number): Promise<string[]> =>
      (await store.accessKeys(after, limit)).map(({ id }) => id);
    assert.deepEqual(await ids(undefined, 2), ["a", "b"]);
    assert.deepEqual(await ids("b", 2), ["c"]);
    await store.transaction(async (transaction) => {
      await transaction.updateAccessKey({ ...record, id: "a", wrappedSecret: Uint8Array.of(2) });
      const unknown = { ...record, id: "x", wrappedSecret: Uint8Array.of(2) };
      await assert.rejects(transaction.updateAccessKey(unknown), absent);
    });
    assert.equal(hex((await store.accessKey("a"))?.wrappedSecret), "02");
  });

  law("versions of a managed data key are kept newest first and written once", async (store) => {
    const record = { name: "d", createdAt: 1, keyId: "k", dataKey: Uint8Array.of(1) };
    await store.transaction(async (transaction) => {
      for (const [index, versionId] of ["v9", "v1"].entries()) {
        const value = Uint8Array.of(index);
        await transaction.insertManagedDataKey({ ...record, versionId, value });
      }
      const again = { ...record, versionId: "v1", value: Uint8Array.of(9) };
      await assert.rejects(transaction.insertManagedDataKey(again), exists);
    });
    const page = await store.managedDataKeyVersions("d", all);
    assert.deepEqual(page, {
      rows: [
        { name: "d", versionId: "v1", createdAt: 1 },
        { name: "d", versionId: "v9", createdAt: 1 },
      ],
      total: 2,
    });
    const found = await store.managedDataKey("d", "v1");
    assert.deepEqual([found?.keyId, hex(found?.value), hex(found?.dataKey)], ["k", "01", "01"]);
    assert.equal(await store.managedDataKey("d", "v2"), undefined);
    assert.equal(await store.managedDataKey("e", "v1"), undefined);
  });
}
