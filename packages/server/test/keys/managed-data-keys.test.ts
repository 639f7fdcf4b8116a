// Managed data keys: each version keeps its bytes for ever, is found by its id, as the first and as the newest, and
// opens in its own place only.
import assert from "node:assert/strict";
import test from "node:test";
import { MemoryStore } from "@coffer/store";
import { testServer } from "../support/server.ts";
import { codeOf, ok } from "./kit.ts";

const DataKeyName = "mk";

async function world() {
  const store = new MemoryStore();
  const server = await testServer({ store });
  const make = async (): Promise<string> => {
    server.now += 1_000;
    const made = await server.call("CreateManagedDataKey", { DataKeyName });
    assert.equal(made.code, "OK");
    return String(made.body.DataKeyVersionId);
  };
  const get = async (members: Record<string, string> = {}) => {
    const { DataKeyVersionId, Plaintext } = await ok(server, "GetManagedDataKey", {
      ...{ DataKeyName, ...members },
    });
    return [DataKeyVersionId, Plaintext];
  };
  return { store, server, make, get };
}

test("a managed data key is got by its version, else the first one, or the newest one", async () => {
  const { server, make, get } = await world();
  const versions = [await make(), await make(), await make()];
  const [, second = ""] = versions;
  const values = await Promise.all(versions.map((id) => get({ DataKeyVersionId: id })));
  assert.deepEqual(
    values.map(([id]) => id),
    versions,
  );
  assert.equal(new Set(values.map(([, value]) => value)).size, 3);
  assert.deepEqual(await get(), values[0]);
  assert.deepEqual(await get({ UseLatest: "false" }), values[0]);
  assert.deepEqual(await get({ UseLatest: "true" }), values[2]);
  assert.deepEqual(await get({ UseLatest: "true", DataKeyVersionId: second }), values[1]);
  const listed = JSON.stringify(await ok(server, "ListManagedDataKeyVersions", { DataKeyName }));
  assert.ok(versions.every((id) => listed.includes(id)));
  const none = { DataKeyName, DataKeyVersionId: "none" };
  assert.equal(await codeOf(server, "GetManagedDataKey", none), "Forbidden.ResourceNotFound");
  const absent = { DataKeyName: "absent" };
  assert.equal(await codeOf(server, "GetManagedDataKey", absent), "Forbidden.ResourceNotFound");
  assert.deepEqual(server.unexpected, []);
});

test("the value of one version of a managed data key opens in no other's place", async () => {
  const { store, server, make, get } = await world();
  const [one, other] = [await make(), await make()];
  const record = await store.managedDataKey(DataKeyName, one);
  assert.ok(record);
  const moved = [
    { ...record, versionId: "moved" },
    { ...record, name: "moved" },
  ];
  await store.transaction(async (write) => {
    for (const each of moved) await write.insertManagedDataKey(each);
  });
  for (const { name, versionId } of moved) {
    const { code, body } = await server.call("GetManagedDataKey", {
      ...{ DataKeyName: name, DataKeyVersionId: versionId },
    });
    assert.notEqual(code, "OK");
    assert.equal("Plaintext" in body, false);
  }
  assert.equal((await get({ DataKeyVersionId: other }))[0], other);
});
