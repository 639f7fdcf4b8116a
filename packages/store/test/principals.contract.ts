// Policies from before principals were bound: the step that binds them, on every database.
import assert from "node:assert/strict";
import test from "node:test";
import type { RoleRecord, Store } from "../src/index.ts";
import { addSecrets, newKey } from "./records.ts";

export interface Place {
  /** Opens the same data each time. */
  open(): Promise<Store>;
  administer(sql: string): Promise<void>;
}

/** As a program of before left it. */
const BEFORE = [
  "ALTER TABLE resource_policies DROP COLUMN principals",
  "DELETE FROM migrations WHERE number = 5",
];

const naming = (...principals: readonly string[]): string =>
  JSON.stringify({
    Version: "1",
    Statement: [
      { Effect: "Allow", Principal: { RAM: principals[0] } },
      { Effect: "Allow", Principal: { RAM: principals, Service: ["ecs.aliyuncs.com"] } },
      { Effect: "Allow", Principal: { Federated: ["acs:ram::1:oidc-provider/user"] } },
    ],
  });

const base = { accountId: "1", createdAt: 1, updatedAt: 2 };

function role(id: string, name: string, trustPolicy: string): RoleRecord {
  const rest = { description: "", maxSessionSeconds: 3_600, sessionsNotBefore: 0 };
  return { ...base, id, name, trustPolicy, ...rest };
}

const NAMED = [
  ...["acs:ram::1:user/BOB", "acs:ram::1:root", "acs:ram::1:user/nobody"],
  ...["acs:ram::1:role/app", "acs:ram::2:user/bob"],
];

const BOUND = { "acs:ram::1:user/bob": "2-bob", "acs:ram::1:role/app": "3-app" };

async function fill(store: Store): Promise<void> {
  await addSecrets(store, ["s"]);
  const user = { ...base, displayName: "", mobilePhone: "", email: "", comments: "" };
  await store.transaction(async (write) => {
    await write.insertKey(newKey("key-1"));
    await write.insertIdentity("user", { ...user, id: "2-bob", name: "Bob" });
    await write.insertIdentity("role", role("3-app", "app", naming(...NAMED)));
    await write.insertIdentity("role", role("3-odd", "odd", "{"));
    const policy = { document: naming(...NAMED), principals: {}, updatedAt: 3 };
    await write.putResourcePolicy({ ...policy, resourceType: "key", resourceId: "key-1" });
    await write.putResourcePolicy({ ...policy, resourceType: "secret", resourceId: "s" });
  });
}

export function bindingLaw(name: string, place: () => Promise<Place>): void {
  test(`${name}: policies of before are bound to whom their names are now, once`, async () => {
    const { open, administer } = await place();
    const before = await open();
    await fill(before);
    await before.close();
    for (const sql of BEFORE) await administer(sql);
    for (let start = 0; start < 2; start += 1) {
      const store = await open();
      const app = await store.identity("role", "1", "app");
      assert.deepEqual(app, { ...role("3-app", "app", naming(...NAMED)), principals: BOUND });
      assert.deepEqual((await store.identityById("role", "3-odd"))?.principals, {});
      assert.deepEqual((await store.resourcePolicy("key", "key-1"))?.principals, BOUND);
      assert.deepEqual((await store.resourcePolicy("secret", "s"))?.principals, BOUND);
      await store.transaction(async (write) => {
        await write.deleteIdentity("user", "2-bob");
      });
      await store.close();
    }
  });
}
