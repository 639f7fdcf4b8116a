// Laws of taking away while the audit's spool is full: whoever was found out is stopped at once, and recorded; nothing
// is given to anybody.
import assert from "node:assert/strict";
import test from "node:test";
import { PRODUCTS } from "@coffer/contract";
import { sampleMembers } from "../support/sample-members.ts";
import { ACCOUNT, type TestServer, testServer } from "../support/server.ts";

/** Whose only sink takes nothing; full once so many events wait for it. */
async function behind(whenFull: "refuse-writes" | "refuse-all" = "refuse-writes") {
  const sink = {
    name: "down",
    deliver: () => Promise.reject(new Error("down")),
    close: () => Promise.resolve(),
  };
  const server = await testServer({ audit: { sinks: [sink], bound: 200, whenFull } });
  await round(server);
  return server;
}

async function round(server: TestServer): Promise<void> {
  for (const work of [...server.work, ...server.deliveries]) await work.run(server.now);
}

async function fill(server: TestServer): Promise<void> {
  for (let index = 0; index < 200; index += 1) await server.call("ListKeys");
  await round(server);
  await round(server);
  assert.equal((await server.call("CreateKey")).code, "ServiceUnavailableTemporary");
}

const allow = (Action: string) => ({ Effect: "Allow", Action, Resource: "*" });
const TRUST = JSON.stringify({
  Version: "1",
  Statement: [
    {
      ...{ Effect: "Allow", Action: "sts:AssumeRole" },
      Principal: { RAM: [`acs:ram::${ACCOUNT}:root`] },
    },
  ],
});
const SYSTEM = { PolicyType: "System", PolicyName: "AliyunKMSSecretUserAccess" };

/** Somebody who reads by a policy of their own, by a group's and by a role's. */
async function world(whenFull?: "refuse-all") {
  const server = await behind(whenFull);
  await server.call("CreateSecret", { SecretName: "s", SecretData: "v", VersionId: "v1" });
  const ann = await server.user("ann", [allow("kms:GetSecretValue"), allow("sts:AssumeRole")]);
  const bob = await server.user("bob");
  await server.ram("CreateGroup", { GroupName: "readers" });
  await server.ram("AttachPolicyToGroup", { ...SYSTEM, GroupName: "readers" });
  await server.ram("AddUserToGroup", { UserName: "bob", GroupName: "readers" });
  await server.ram("CreateRole", { RoleName: "reader", AssumeRolePolicyDocument: TRUST });
  await server.ram("AttachPolicyToRole", { ...SYSTEM, RoleName: "reader" });
  const session = await server.session(ann, { RoleArn: `acs:ram::${ACCOUNT}:role/reader` });
  const { KeyId } = (await server.call("CreateKey")).body.KeyMetadata as { KeyId: string };
  await fill(server);
  const read = async (by: typeof ann) =>
    (await server.call("GetSecretValue", { SecretName: "s" }, by)).code;
  for (const each of [ann, bob, session]) {
    const expected = whenFull === undefined ? "OK" : "ServiceUnavailableTemporary";
    assert.equal(await read(each), expected);
  }
  return { server, ann, bob, session, KeyId, read };
}

type World = Awaited<ReturnType<typeof world>>;
type Members = Readonly<Record<string, string>>;

/** What is done, whose reading it ends and how the next request is answered. */
const TAKEN: readonly (readonly [
  string,
  (world: World) => Members,
  "ann" | "bob" | "session",
  string,
])[] = [
  [
    "UpdateAccessKey",
    ({ ann }) => ({ UserName: "ann", UserAccessKeyId: ann.id, Status: "Inactive" }),
    ...(["ann", "InvalidAccessKeyId.Inactive"] as const),
  ],
  [
    "DeleteAccessKey",
    ({ ann }) => ({ UserName: "ann", UserAccessKeyId: ann.id }),
    ...(["ann", "InvalidAccessKeyId.NotFound"] as const),
  ],
  [
    "DetachPolicyFromUser",
    () => ({ PolicyType: "Custom", PolicyName: "of-ann", UserName: "ann" }),
    ...(["ann", "Forbidden.NoPermission"] as const),
  ],
  [
    "RemoveUserFromGroup",
    () => ({ UserName: "bob", GroupName: "readers" }),
    ...(["bob", "Forbidden.NoPermission"] as const),
  ],
  [
    "DetachPolicyFromGroup",
    () => ({ ...SYSTEM, GroupName: "readers" }),
    ...(["bob", "Forbidden.NoPermission"] as const),
  ],
  [
    "DetachPolicyFromRole",
    () => ({ ...SYSTEM, RoleName: "reader" }),
    ...(["session", "Forbidden.NoPermission"] as const),
  ],
  [
    "RevokeRoleSessions",
    () => ({ RoleName: "reader" }),
    ...(["session", "InvalidSecurityToken.Expired"] as const),
  ],
];

for (const [operation, members, who, expected] of TAKEN) {
  test(`with a full spool ${operation} is done, recorded, and in force at the next request`, async () => {
    const each = await world();
    const { server, read } = each;
    const answer = await server.call(operation, members(each));
    assert.equal(answer.code, "OK");
    assert.equal(await read(each[who]), expected);
    const events = await server.events();
    const [event] = events.filter(({ requestId }) => requestId === answer.body.RequestId);
    assert.equal(event?.eventName, operation);
    assert.deepEqual(server.unexpected, []);
  });
}

test("with a full spool a key can be disabled, and not enabled again", async () => {
  const { server, KeyId } = await world();
  assert.equal((await server.call("DisableKey", { KeyId })).code, "OK");
  assert.equal((await server.call("EnableKey", { KeyId })).code, "ServiceUnavailableTemporary");
  const encrypted = await server.call("Encrypt", { KeyId, Plaintext: "eA==" });
  assert.equal(encrypted.code, "Rejected.Disabled");
});

test("with a full spool an AccessKey is not enabled again", async () => {
  const { server, ann } = await world();
  const key = { UserName: "ann", UserAccessKeyId: ann.id };
  await server.call("UpdateAccessKey", { ...key, Status: "Inactive" });
  for (const Status of ["Active", "active", "Inactive ", ""]) {
    const answer = await server.call("UpdateAccessKey", { ...key, Status });
    assert.notEqual(answer.code, "OK", Status);
  }
  const active = await server.call("UpdateAccessKey", { ...key, Status: "Active" });
  assert.equal(active.code, "ServiceUnavailableTemporary");
});

test("where all requests are refused, taking away is too", async () => {
  const each = await world("refuse-all");
  for (const [operation, members] of TAKEN) {
    const { code } = await each.server.call(operation, members(each));
    assert.equal(code, "ServiceUnavailableTemporary", operation);
  }
});

test("with a full spool these operations go through and every other that writes is refused", async () => {
  const server = await behind();
  await fill(server);
  const through: string[] = [];
  for (const product of PRODUCTS) {
    for (const [operation, row] of Object.entries(product.operations)) {
      const isBuilt = row.support.level === "full" || row.support.level === "adapted";
      if (!isBuilt || row.effect === "read" || row.effect === "crypto") continue;
      const members = { ...sampleMembers(row, { role: "none" }), Version: product.version };
      const given = "RegionId" in row.request ? { RegionId: "cn-hangzhou" } : {};
      // The first choice of a status is `Active`, which gives.
      const { code } = await server.call(operation, { ...members, ...given });
      if (code !== "ServiceUnavailableTemporary") through.push(operation);
    }
  }
  assert.deepEqual(through.sort(), [
    ...["DeleteAccessKey", "DeleteAccount", "DeleteLoginProfile", "DeleteOIDCProvider"],
    ...["DeletePolicy", "DeleteRole", "DeleteUser", "DetachPolicyFromGroup"],
    ...["DetachPolicyFromRole", "DetachPolicyFromUser", "DisableKey", "RemoveUserFromGroup"],
    "RevokeRoleSessions",
  ]);
});
