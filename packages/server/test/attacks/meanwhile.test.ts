// What a name means, and who may do what, change between a request's first look and its turn to write: what counts is
// what its own transaction sees, and that is what stands on record.
import assert from "node:assert/strict";
import test from "node:test";
import { MemoryStore, type WriteStore } from "@coffer/store";
import { Overtaken } from "../../src/errors.ts";
import { unlessOvertaken } from "../../src/http/unless-overtaken.ts";
import { type Signer, type TestServer, testServer } from "../support/server.ts";

/** Somebody is faster: before the next transaction, other requests are answered. */
class OvertakenStore extends MemoryStore {
  #others: (() => Promise<void>) | undefined;

  overtakeNext(others: () => Promise<void>): void {
    this.#others = others;
  }

  override async transaction<Result>(work: (store: WriteStore) => Promise<Result>) {
    const others = this.#others;
    this.#others = undefined;
    await others?.();
    return super.transaction(work);
  }
}

const statement = (action: string, resource: string, more: object = {}) => ({
  ...{ Effect: "Allow", Action: action, Resource: resource, ...more },
});

interface Scene {
  readonly server: TestServer;
  /** Ids of two keys, and the resource of the first. */
  readonly keys: readonly [string, string];
  readonly first: string;
  ok(action: string, members: Readonly<Record<string, string>>): Promise<void>;
  /** The user's request, overtaken by those of the root. */
  overtaken(
    by: Signer,
    call: readonly [string, Readonly<Record<string, string>>],
    others: readonly (readonly [string, Readonly<Record<string, string>>])[],
  ): ReturnType<TestServer["call"]>;
  /** The event of the last request of that name. */
  event(action: string): Promise<Readonly<Record<string, unknown>>>;
}

async function scene(): Promise<Scene> {
  const store = new OvertakenStore();
  const server = await testServer({ store });
  const made = [await server.call("CreateKey"), await server.call("CreateKey")];
  const keys = made.map(({ body }) => (body.KeyMetadata as { KeyId: string }).KeyId);
  const [one = "", two = ""] = keys;
  const ok = async (action: string, members: Readonly<Record<string, string>>) => {
    const { status, body } = await server.call(action, members);
    assert.equal(status, 200, JSON.stringify(body));
  };
  await ok("CreateAlias", { AliasName: "alias/a", KeyId: one });
  return {
    ...{ server, ok, keys: [one, two], first: `acs:kms:*:*:key/${one}` },
    async overtaken(by, [action, members], others) {
      let isOvertaken = false;
      store.overtakeNext(async () => {
        for (const each of others) await ok(...each);
        isOvertaken = true;
      });
      const answer = await server.call(action, members, by);
      assert.ok(isOvertaken, "it was refused before");
      return answer;
    },
    async event(action) {
      const found = (await server.events()).findLast(({ eventName }) => eventName === action);
      assert.ok(found);
      return found;
    },
  };
}

function assertDenied({ status, code }: Awaited<ReturnType<TestServer["call"]>>): void {
  assert.deepEqual([status, code], [403, "Forbidden.NoPermission"]);
}

test("an alias that points elsewhere meanwhile is not deleted without permission on that key", async () => {
  const { server, keys, first, overtaken, event, ok } = await scene();
  const ann = await server.user("ann", [
    statement("kms:*Alias", "acs:kms:*:*:alias/*"),
    statement("kms:*Alias", first),
  ]);
  const repointed = ["UpdateAlias", { AliasName: "alias/a", KeyId: keys[1] }] as const;
  assertDenied(await overtaken(ann, ["DeleteAlias", { AliasName: "alias/a" }], [repointed]));
  const { errorCode, referencedResources } = await event("DeleteAlias");
  assert.equal(errorCode, "Forbidden.NoPermission");
  assert.match(JSON.stringify(referencedResources), new RegExp(keys[1]));
  const { body } = await server.call("DescribeKey", { KeyId: "alias/a" });
  assert.equal((body.KeyMetadata as { KeyId: string }).KeyId, keys[1]);
  await ok("UpdateAlias", { AliasName: "alias/a", KeyId: keys[0] });
  assert.equal((await server.call("DeleteAlias", { AliasName: "alias/a" }, ann)).status, 200);
});

test("a secret is not made under a key that the alias means only since then", async () => {
  const { server, keys, first, overtaken, event } = await scene();
  const ann = await server.user("ann", [
    statement("kms:CreateSecret", "*"),
    statement("kms:GenerateDataKey", "acs:kms:*:*:alias/*"),
    statement("kms:GenerateDataKey", first),
  ]);
  const repointed = ["UpdateAlias", { AliasName: "alias/a", KeyId: keys[1] }] as const;
  const secret = { SecretName: "s", SecretData: "v", VersionId: "v1", EncryptionKeyId: "alias/a" };
  assertDenied(await overtaken(ann, ["CreateSecret", secret], [repointed]));
  assert.equal((await server.call("DescribeSecret", { SecretName: "s" })).status, 404);
  const bob = await server.user("bob", [statement("kms:*", "*")]);
  const back = ["UpdateAlias", { AliasName: "alias/a", KeyId: keys[0] }] as const;
  assert.equal((await overtaken(bob, ["CreateSecret", secret], [back])).status, 200);
  const { body } = await server.call("DescribeSecret", { SecretName: "s" });
  assert.equal(body.EncryptionKeyId, keys[0]);
  const { referencedResources } = await event("CreateSecret");
  const named = (referencedResources as Record<string, string[]>)["ACS::KMS::Key"];
  assert.deepEqual(named, [keys[0]], "the record names the key that was used");
});

test("a version is not put into another secret that has the name meanwhile", async () => {
  const put = ["PutSecretValue", { SecretName: "s", SecretData: "x", VersionId: "v2" }] as const;
  const gone = ["DeleteSecret", { SecretName: "s", ForceDeleteWithoutRecovery: "true" }] as const;
  const secret = { SecretName: "s", SecretData: "v", VersionId: "v1" };
  const versions = async ({ call }: TestServer) => {
    const { body } = await call("ListSecretVersionIds", { SecretName: "s" });
    return JSON.stringify(body.VersionIds);
  };
  {
    const { server, keys, first, overtaken, ok } = await scene();
    await ok("CreateSecret", { ...secret, EncryptionKeyId: keys[0] });
    const mine = [statement("kms:PutSecretValue", "*"), statement("kms:GenerateDataKey", first)];
    const ann = await server.user("ann", mine);
    const anew = ["CreateSecret", { ...secret, EncryptionKeyId: keys[1] }] as const;
    assertDenied(await overtaken(ann, put, [gone, anew]));
    assert.doesNotMatch(await versions(server), /v2/);
  }
  {
    const { server, overtaken, ok } = await scene();
    const tagged = (value: string) => ({
      ...{ ...secret, Tags: JSON.stringify([{ TagKey: "env", TagValue: value }]) },
    });
    await ok("CreateSecret", tagged("dev"));
    const Condition = { StringEquals: { "acs:ResourceTag/env": "dev" } };
    const ann = await server.user("ann", [statement("kms:PutSecretValue", "*", { Condition })]);
    assertDenied(await overtaken(ann, put, [gone, ["CreateSecret", tagged("prod")]]));
    assert.doesNotMatch(await versions(server), /v2/);
  }
});

test("a version drawn for the key that an alias meant is made for the one that it means now, if that is permitted", async () => {
  const { server, keys, first, overtaken, event, ok } = await scene();
  const bob = await server.user("bob", [statement("kms:*", "*")]);
  const ann = await server.user("ann", [
    statement("kms:CreateKeyVersion", "acs:kms:*:*:alias/*"),
    statement("kms:CreateKeyVersion", first),
  ]);
  const created = ["CreateKeyVersion", { KeyId: "alias/a" }] as const;
  const counts = async () => {
    const lists = [
      await server.call("ListKeyVersions", { KeyId: keys[0] }),
      await server.call("ListKeyVersions", { KeyId: keys[1] }),
    ];
    return lists.map(({ body }) => body.TotalCount);
  };
  const pointed = (KeyId: string) => ["UpdateAlias", { AliasName: "alias/a", KeyId }] as const;
  assertDenied(await overtaken(ann, created, [pointed(keys[1])]));
  assert.deepEqual(await counts(), [1, 1]);
  const { body } = await overtaken(bob, created, [pointed(keys[0])]);
  assert.equal((body.KeyVersion as { KeyId: string }).KeyId, keys[0]);
  assert.deepEqual(await counts(), [2, 1]);
  const { referencedResources } = await event("CreateKeyVersion");
  const named = (referencedResources as Record<string, string[]>)["ACS::KMS::Key"];
  assert.deepEqual(named, [keys[0]]);
  const deleted = ["DeleteAlias", { AliasName: "alias/a" }] as const;
  assert.equal((await overtaken(bob, created, [deleted])).code, "Forbidden.AliasNotFound");
  assert.deepEqual(await counts(), [2, 1]);
  await ok("CreateAlias", { AliasName: "alias/a", KeyId: keys[1] });
});

test("whoever is overtaken every time is told so in the end, and nothing is done", async () => {
  let attempts = 0;
  const always = unlessOvertaken(async () => {
    attempts += 1;
    throw new Overtaken();
  });
  await assert.rejects(always, { code: "ServiceUnavailableTemporary" });
  assert.equal(attempts, 5);
});

for (const [action, members] of [
  ["CreateSecret", { SecretName: "s", SecretData: "v", VersionId: "v1" }],
  ["CreateKey", { KeySpec: "EC_P256", KeyUsage: "SIGN/VERIFY" }],
] as const) {
  test(`${action} whose permission was taken away before its turn is refused, and recorded so`, async () => {
    const { server, overtaken, event } = await scene();
    const ann = await server.user("ann", [statement("kms:*", "*")]);
    const { body } = await server.call("ListPoliciesForUser", { UserName: "ann" });
    const [policy] = (body.Policies as { Policy: { PolicyName: string }[] }).Policy;
    const detached = {
      UserName: "ann",
      PolicyType: "Custom",
      PolicyName: policy?.PolicyName ?? "",
    };
    assertDenied(await overtaken(ann, [action, members], [["DetachPolicyFromUser", detached]]));
    assert.equal((await event(action)).errorCode, "Forbidden.NoPermission");
    const again = await server.call(action, members, ann);
    assertDenied(again);
  });
}
