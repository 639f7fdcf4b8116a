// Laws of sessions: what a role lends, for how long, to whom, and how it ends.
import assert from "node:assert/strict";
import test from "node:test";
import { MemoryStore } from "@coffer/store";
import { ACCOUNT, type Signer, signerOf, testServer } from "../support/server.ts";

const ROLE_ARN = `acs:ram::${ACCOUNT}:role/Reader`;
const allow = (Action: string | readonly string[], Resource = "*") => ({
  Effect: "Allow",
  Action,
  Resource,
});
const trusting = (principal: string, Condition?: object): string =>
  JSON.stringify({
    Version: "1",
    Statement: [
      {
        ...{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { RAM: [principal] } },
        ...(Condition === undefined ? {} : { Condition }),
      },
    ],
  });

async function world(trust = trusting(`acs:ram::${ACCOUNT}:root`)) {
  const server = await testServer();
  await server.call("CreateSecret", { SecretName: "s", SecretData: "v", VersionId: "v1" });
  const ann = await server.user("ann", [allow("sts:AssumeRole")]);
  await server.ram("CreateRole", { RoleName: "Reader", AssumeRolePolicyDocument: trust });
  const read = { PolicyType: "System", PolicyName: "AliyunKMSSecretUserAccess" };
  await server.ram("AttachPolicyToRole", { ...read, RoleName: "Reader" });
  const assume = (by: Signer, members: Readonly<Record<string, string>> = {}) =>
    server.call("AssumeRole", { RoleArn: ROLE_ARN, RoleSessionName: "test", ...members }, by);
  const read1 = async (by: Signer) =>
    (await server.call("GetSecretValue", { SecretName: "s" }, by)).code;
  return { server, ann, assume, read: read1 };
}

test("a session has the role's rights, and only those", async () => {
  const { server, ann, assume, read } = await world();
  assert.equal(await read(ann), "Forbidden.NoPermission");
  const answer = await assume(ann);
  const { AssumedRoleUser: user, Credentials } = answer.body;
  assert.equal((user as { Arn: string }).Arn, `${ROLE_ARN}/test`);
  assert.equal((Credentials as { Expiration: string }).Expiration, "2026-11-24T09:00:00Z");
  const session = signerOf(answer.body);
  assert.equal(await read(session), "OK");
  assert.equal((await server.call("ListKeys", {}, session)).code, "Forbidden.NoPermission");
  assert.deepEqual(server.unexpected, []);
});

test("everybody is told who they are, and is never denied it", async () => {
  const { server, ann } = await world();
  const who = async (by?: Signer) => {
    const { RequestId: _, ...rest } = (await server.call("GetCallerIdentity", {}, by)).body;
    return rest;
  };
  assert.deepEqual(await who(), {
    ...{ IdentityType: "Account", AccountId: ACCOUNT, PrincipalId: ACCOUNT, UserId: ACCOUNT },
    Arn: `acs:ram::${ACCOUNT}:root`,
  });
  const user = await who(ann);
  assert.equal(user.Arn, `acs:ram::${ACCOUNT}:user/ann`);
  const role = await who(await server.session(ann, { RoleArn: ROLE_ARN }));
  assert.equal(role.IdentityType, "AssumedRoleUser");
  assert.equal(role.Arn, `acs:ram::${ACCOUNT}:assumed-role/Reader/test`);
  assert.equal(role.PrincipalId, `${role.RoleId}:test`);
});

test("both sides must allow: the caller's policies and the trust policy", async () => {
  const { server, assume } = await world(trusting(`acs:ram::${ACCOUNT}:user/ann`));
  const bob = await server.user("bob", [allow("sts:AssumeRole")]);
  const cid = await server.user("cid");
  assert.equal((await assume(bob)).code, "NoPermission");
  assert.equal((await assume(cid)).code, "NoPermission");
  const root = await assume({
    id: "LTAI5tFakeAccessKey01",
    secret: "FakeSecretKey0123456789abcdefABCD",
  });
  assert.deepEqual(
    [root.code, root.body.Message],
    ["NoPermission", "Roles may not be assumed by root accounts."],
  );
});

test("an external id that the trust policy asks for must be given", async () => {
  const condition = { StringEquals: { "sts:ExternalId": "e-1" } };
  const { ann, assume } = await world(trusting(`acs:ram::${ACCOUNT}:root`, condition));
  assert.equal((await assume(ann)).code, "NoPermission");
  assert.equal((await assume(ann, { ExternalId: "e-2" })).code, "NoPermission");
  assert.equal((await assume(ann, { ExternalId: "e-1" })).code, "OK");
});

test("no external id is none, not an empty one", async () => {
  const root = `acs:ram::${ACCOUNT}:root`;
  for (const [operator, value] of [
    ["StringEquals", ""],
    ["StringLike", "*"],
  ] as const) {
    const condition = { [operator]: { "sts:ExternalId": value } };
    const { ann, assume } = await world(trusting(root, condition));
    assert.equal((await assume(ann)).code, "NoPermission", operator);
  }
});

const FAULTS: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
  [{ RoleArn: "" }, "MissingParameter.RoleArn"],
  [{ RoleArn: "Reader" }, "InvalidParameter.RoleArn"],
  [{ RoleArn: `acs:ram::${ACCOUNT}:role/None` }, "EntityNotExist.Role"],
  [{ RoleSessionName: "x" }, "InvalidParameter.RoleSessionName"],
  [{ RoleSessionName: "a b" }, "InvalidParameter.RoleSessionName"],
  [{ DurationSeconds: "899" }, "InvalidParameter.DurationSeconds"],
  [{ DurationSeconds: "3601" }, "InvalidParameter.DurationSeconds"],
  [{ Policy: "{}" }, "InvalidParameter.PolicyGrammar"],
  [{ Policy: " ".repeat(2049) }, "InvalidParameter.PolicySize"],
];

for (const [members, expected] of FAULTS) {
  test(`AssumeRole with ${JSON.stringify(members).slice(0, 50)} is ${expected}`, async () => {
    const { server, ann, assume } = await world();
    assert.equal((await assume(ann, members)).code, expected);
    assert.deepEqual(server.unexpected, []);
  });
}

/** Upstream's words. */
const SENTENCES: readonly (readonly [Readonly<Record<string, string>>, number, string])[] = [
  [{ RoleArn: "" }, 400, "Parameter RoleArn is required."],
  [{ RoleSessionName: "" }, 400, "Parameter RoleSessionName is required."],
  [{ RoleArn: "Reader" }, 400, "The parameter RoleArn is wrongly formed."],
  [{ RoleArn: `acs:ram::${ACCOUNT}:group/g` }, 400, "The parameter RoleArn is wrongly formed."],
  [{ RoleSessionName: "x" }, 400, "The parameter RoleSessionName is wrongly formed."],
  [{ DurationSeconds: "3601" }, 400, "The Min/Max value of DurationSeconds is 15min/1hr."],
  [{ RoleArn: `acs:ram::${ACCOUNT}:role/None` }, 404, "The specified Role not exists."],
  [{ RoleArn: `acs:ram::${ACCOUNT}:user/ann` }, 404, "The specified Role not exists."],
  [{ RoleArn: `acs:ram::${ACCOUNT}:user/Reader` }, 404, "The specified Role not exists."],
];

for (const [members, status, sentence] of SENTENCES) {
  test(`AssumeRole with ${JSON.stringify(members)} says: ${sentence}`, async () => {
    const { server, ann, assume } = await world();
    const answer = await assume(ann, members);
    assert.deepEqual([answer.status, answer.body.Message], [status, sentence]);
    assert.deepEqual(server.unexpected, []);
  });
}

test("the longest session that is told is the role's", async () => {
  const { server, ann, assume } = await world();
  const longer = { RoleName: "Reader", NewMaxSessionDuration: "9000" };
  await server.ram("UpdateRole", longer);
  const { body } = await assume(ann, { DurationSeconds: "9001" });
  assert.equal(body.Message, "The Min/Max value of DurationSeconds is 15min/150min.");
});

test("who may not assume a role is not told whether it is one, or there at all", async () => {
  const { server, assume } = await world();
  const bob = await server.user("bob");
  const names = ["role/Reader", "role/None", "user/bob", "user/None"];
  for (const name of names) {
    const { status, code, body } = await assume(bob, { RoleArn: `acs:ram::${ACCOUNT}:${name}` });
    assert.deepEqual([status, code], [403, "NoPermission"], name);
    const sentence = "You are not authorized to do this action. You should be authorized by RAM.";
    assert.equal(body.Message, sentence);
  }
});

test("a right to assume a role is none to assume what is named as a user", async () => {
  const { server, assume } = await world();
  const one = await server.user("one", [allow("sts:AssumeRole", ROLE_ARN)]);
  assert.equal((await assume(one)).code, "OK");
  const asUser = await assume(one, { RoleArn: `acs:ram::${ACCOUNT}:user/Reader` });
  assert.equal(asUser.code, "NoPermission");
});

test("what fails unknown is each product's own code, and never says why", async () => {
  const store = new MemoryStore();
  const server = await testServer({ store });
  const ann = await server.user("ann", [allow("*")]);
  const fail = async () => {
    throw new Error("the disk said: hunter2");
  };
  store.identity = fail;
  store.secret = fail;
  const versions = { RAM: "2015-05-01", STS: "2015-04-01", KMS: "2016-01-20" };
  const assumed = { RoleArn: ROLE_ARN, RoleSessionName: "test" };
  const answers = [
    await server.call("GetRole", { Version: versions.RAM, RoleName: "Reader" }, ann),
    await server.call("AssumeRole", { Version: versions.STS, ...assumed }, ann),
    await server.call("DescribeSecret", { Version: versions.KMS, SecretName: "s" }, ann),
  ];
  assert.deepEqual(
    answers.map(({ status, code, body }) => [status, code, body.Message]),
    [
      [500, "InternalError", "The request processing has failed due to some unknown error."],
      [500, "InternalError", "STS Server Internal Error happened."],
      [500, "InternalFailure", "The request processing has failed due to some unknown error."],
    ],
  );
  assert.equal(server.unexpected.length, 3);
});

test("a session policy narrows and never widens", async () => {
  const { server, ann, read } = await world();
  const within = (...Statement: object[]) =>
    server.session(ann, { RoleArn: ROLE_ARN, Policy: JSON.stringify({ Version: "1", Statement }) });
  const wider = await within(allow("*"));
  assert.equal(await read(wider), "OK");
  assert.equal((await server.call("ListKeys", {}, wider)).code, "Forbidden.NoPermission");
  const other = await within(allow("kms:ListKeys"));
  const denied = await server.call("GetSecretValue", { SecretName: "s" }, other);
  assert.equal(denied.code, "Forbidden.NoPermission");
  assert.equal(
    (denied.body.AccessDeniedDetail as { PolicyType: string }).PolicyType,
    "SessionPolicy",
  );
});

test("a session policy lifts no denial in the secret's own policy, and adds to no allowance there", async () => {
  const { server, ann, read } = await world();
  const Policy = JSON.stringify({ Version: "1", Statement: [allow("kms:*")] });
  const session = await server.session(ann, { RoleArn: ROLE_ARN, Policy });
  const set = async (Effect: string) => {
    const Statement = [
      { Effect, Action: "kms:GetSecretValue", Resource: "*", Principal: { RAM: [ROLE_ARN] } },
    ];
    const members = { SecretName: "s", Policy: JSON.stringify({ Version: "1", Statement }) };
    assert.equal((await server.call("SetSecretPolicy", members)).code, "OK");
  };
  assert.equal(await read(session), "OK");
  await set("Deny");
  assert.equal(await read(session), "Forbidden.NoPermission");
  await set("Allow");
  assert.equal(await read(session), "OK");
  const narrow = JSON.stringify({ Version: "1", Statement: [allow("kms:ListKeys")] });
  const other = await server.session(ann, { RoleArn: ROLE_ARN, Policy: narrow });
  assert.equal(await read(other), "Forbidden.NoPermission");
});

test("who is not trusted is told that it was the role's trust policy", async () => {
  const { server, assume } = await world(trusting(`acs:ram::${ACCOUNT}:user/ann`));
  const bob = await server.user("bob", [allow("sts:AssumeRole")]);
  const { code, body } = await assume(bob);
  assert.equal(code, "NoPermission");
  const { PolicyType } = body.AccessDeniedDetail as { PolicyType: string };
  assert.equal(PolicyType, "AssumeRolePolicy");
});

test("a session policy looks at tags, though the role's own policies speak of none", async () => {
  const { server, ann, read } = await world();
  const within = (...Statement: object[]) =>
    server.session(ann, { RoleArn: ROLE_ARN, Policy: JSON.stringify({ Version: "1", Statement }) });
  const Condition = { StringEquals: { "acs:ResourceTag/team": "blue" } };
  const onlyBlue = await within({ ...allow("kms:GetSecretValue"), Condition });
  const neverBlue = await within(allow("*"), { ...allow("*"), Effect: "Deny", Condition });
  assert.equal(await read(onlyBlue), "Forbidden.NoPermission");
  assert.equal(await read(neverBlue), "OK");
  const Tags = JSON.stringify([{ TagKey: "team", TagValue: "blue" }]);
  await server.call("TagResource", { SecretName: "s", Tags });
  assert.equal(await read(onlyBlue), "OK");
  assert.equal(await read(neverBlue), "Forbidden.NoPermission");
});

test("a session ends at its time, to the millisecond", async () => {
  const { server, ann, read } = await world();
  const session = await server.session(ann, { RoleArn: ROLE_ARN, DurationSeconds: "900" });
  server.now += 900_000 - 1;
  assert.equal(await read(session), "OK");
  server.now += 1;
  assert.equal(await read(session), "InvalidSecurityToken.Expired");
});

test("what is taken from the role is taken from its sessions, at the next request", async () => {
  const { server, ann, read } = await world();
  const session = await server.session(ann, { RoleArn: ROLE_ARN });
  const attached = { PolicyType: "System", PolicyName: "AliyunKMSSecretUserAccess" };
  await server.ram("DetachPolicyFromRole", { ...attached, RoleName: "Reader" });
  assert.equal(await read(session), "Forbidden.NoPermission");
});

test("a chain of sessions keeps its source identity", async () => {
  const { server, ann, assume } = await world();
  await server.ram("AttachPolicyToRole", {
    ...{ PolicyType: "System", PolicyName: "AliyunSTSAssumeRoleAccess", RoleName: "Reader" },
  });
  const first = await server.session(ann, { RoleArn: ROLE_ARN, SourceIdentity: "ann@x" });
  const again = await assume(first);
  assert.equal(again.body.SourceIdentity, "ann@x");
  assert.equal((await assume(first, { SourceIdentity: "bob@x" })).code, "InvalidParameter");
});

test("a user who is gone leaves its sessions, a role that is gone does not", async () => {
  const { server, ann, read } = await world();
  const session = await server.session(ann, { RoleArn: ROLE_ARN });
  await server.ram("DeleteAccessKey", { UserName: "ann", UserAccessKeyId: ann.id });
  assert.equal(await read(session), "OK");
  const attached = { PolicyType: "System", PolicyName: "AliyunKMSSecretUserAccess" };
  await server.ram("DetachPolicyFromRole", { ...attached, RoleName: "Reader" });
  await server.ram("DeleteRole", { RoleName: "Reader" });
  assert.equal(await read(session), "InvalidSecurityToken.Expired");
  await server.ram("CreateRole", {
    ...{ RoleName: "Reader", AssumeRolePolicyDocument: trusting(`acs:ram::${ACCOUNT}:root`) },
  });
  await server.ram("AttachPolicyToRole", { ...attached, RoleName: "Reader" });
  assert.equal(await read(session), "InvalidSecurityToken.Expired");
});

test("revoking a role's sessions ends those there are, and lets new ones begin", async () => {
  const server = await testServer();
  const trust = {
    ...{ Effect: "Allow", Action: "sts:AssumeRole" },
    Principal: { RAM: [`acs:ram::${ACCOUNT}:root`] },
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "1", Statement: [trust] });
  await server.ram("CreateRole", { RoleName: "reader", AssumeRolePolicyDocument });
  const ann = await server.user("ann", [
    { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" },
  ]);
  const RoleArn = `acs:ram::${ACCOUNT}:role/reader`;
  const before = await server.session(ann, { RoleArn });
  const who = async (by: Signer) => (await server.call("GetCallerIdentity", {}, by)).code;
  assert.equal(await who(before), "OK");
  assert.equal((await server.call("RevokeRoleSessions", { RoleName: "reader" })).code, "OK");
  assert.equal(await who(before), "InvalidSecurityToken.Expired");
  server.now += 1;
  assert.equal(await who(await server.session(ann, { RoleArn })), "OK");
  const none = await server.call("RevokeRoleSessions", { RoleName: "none" });
  assert.deepEqual([none.status, none.code], [404, "EntityNotExist.Role"]);
});
