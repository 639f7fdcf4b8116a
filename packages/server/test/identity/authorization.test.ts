// Laws of authorisation through the front door: what policies say is what happens, at the very next request.
import assert from "node:assert/strict";
import test from "node:test";
import type { WireRequest } from "../../src/http/wire.ts";
import { ACCOUNT, formRequest, type Signer, testServer } from "../support/server.ts";

const secretArn = (name: string): string => `acs:kms:cn-hangzhou:${ACCOUNT}:secret/${name}`;
const allow = (Action: string | readonly string[], Resource: string | readonly string[] = "*") => ({
  Effect: "Allow",
  Action,
  Resource,
});

async function world() {
  const server = await testServer();
  for (const name of ["prod/db", "test/db"]) {
    await server.call("CreateSecret", { SecretName: name, SecretData: "v", VersionId: "v1" });
  }
  const code = async (by: Signer, action: string, members: Readonly<Record<string, string>> = {}) =>
    (await server.call(action, members, by)).code;
  const read = (by: Signer, SecretName: string) => code(by, "GetSecretValue", { SecretName });
  return { server, code, read };
}

test("a user starts with nothing, and is denied with what was asked", async () => {
  const { server } = await world();
  const ann = await server.user("ann");
  const answer = await server.call("GetSecretValue", { SecretName: "prod/db" }, ann);
  assert.deepEqual([answer.status, answer.code], [403, "Forbidden.NoPermission"]);
  const detail = answer.body.AccessDeniedDetail as Readonly<Record<string, unknown>>;
  assert.equal(detail.AuthAction, "kms:GetSecretValue");
  assert.deepEqual(
    [detail.AuthPrincipalType, detail.NoPermissionType],
    ["SubUser", "ImplicitDeny"],
  );
  assert.ok(Object.values(detail).every((value) => typeof value === "string"));
  const ram = await server.call("GetUser", { UserName: "ann" }, ann);
  assert.deepEqual([ram.status, ram.code], [403, "NoPermission"]);
  assert.deepEqual(server.unexpected, []);
});

test("a narrow policy gives what it names and nothing beside it", async () => {
  const { server, code, read } = await world();
  const ann = await server.user("ann", [allow("kms:GetSecretValue", secretArn("prod/*"))]);
  assert.equal(await read(ann, "prod/db"), "OK");
  assert.equal(await read(ann, secretArn("prod/db")), "OK");
  assert.equal(await read(ann, "test/db"), "Forbidden.NoPermission");
  assert.equal(await read(ann, "prod/none"), "Forbidden.ResourceNotFound");
  assert.equal(
    await code(ann, "DescribeSecret", { SecretName: "prod/db" }),
    "Forbidden.NoPermission",
  );
  assert.equal(await code(ann, "ListSecrets"), "Forbidden.NoPermission");
});

test("what is denied is the same whether it is there or not", async () => {
  const { server } = await world();
  const ann = await server.user("ann", [allow("kms:GetSecretValue", secretArn("other"))]);
  const answers = [];
  for (const name of ["prod/db", "prod/xx"]) {
    const { status, body } = await server.call("GetSecretValue", { SecretName: name }, ann);
    const { RequestId: _, ...rest } = body;
    answers.push(JSON.stringify([status, rest]).replaceAll(name, "NAME"));
  }
  assert.equal(answers[0], answers[1]);
});

test("a batch is asked secret by secret", async () => {
  const { server, code } = await world();
  const ann = await server.user("ann", [allow("kms:GetSecretValue", secretArn("prod/*"))]);
  const batch = (...names: string[]) =>
    code(ann, "BatchGetSecretValue", {
      SecretsList: JSON.stringify(names.map((SecretName) => ({ SecretName }))),
    });
  assert.equal(await batch("prod/db"), "OK");
  assert.equal(await batch("prod/db", "test/db"), "Forbidden.NoPermission");
  assert.equal(await batch("test/db", "prod/db"), "Forbidden.NoPermission");
});

test("a secret under a key of its own needs the key too", async () => {
  const { server, code, read } = await world();
  const { KeyMetadata } = (await server.call("CreateKey")).body;
  const { KeyId: keyId, Arn: keyArn } = KeyMetadata as { KeyId: string; Arn: string };
  const made = { SecretName: "own", SecretData: "v", VersionId: "v1", EncryptionKeyId: keyId };
  await server.call("CreateSecret", made);
  const ann = await server.user("ann", [allow(["kms:GetSecretValue", "kms:PutSecretValue"])]);
  const bob = await server.user("bob", [
    allow(["kms:GetSecretValue", "kms:PutSecretValue"]),
    allow("kms:Decrypt", keyArn),
  ]);
  assert.equal(await read(ann, "prod/db"), "OK");
  assert.equal(await read(ann, "own"), "Forbidden.NoPermission");
  assert.equal(await read(bob, "own"), "OK");
  const put = { SecretName: "own", SecretData: "w", VersionId: "v2" };
  assert.equal(await code(bob, "PutSecretValue", put), "Forbidden.NoPermission");
});

test("an alias is asked about beside its key, and opens no key that is denied", async () => {
  const { server, code } = await world();
  const { KeyMetadata } = (await server.call("CreateKey")).body;
  const { KeyId, Arn } = KeyMetadata as { KeyId: string; Arn: string };
  await server.call("CreateAlias", { AliasName: "alias/app", KeyId });
  const encrypt = (by: Signer, key: string) =>
    code(by, "Encrypt", { KeyId: key, Plaintext: "eA==" });
  const aliasArn = `acs:kms:cn-hangzhou:${ACCOUNT}:alias/app`;
  const byKey = await server.user("by-key", [allow("kms:Encrypt", Arn)]);
  const byAlias = await server.user("by-alias", [allow("kms:Encrypt", aliasArn)]);
  const both = await server.user("both", [allow("kms:Encrypt", [aliasArn, Arn])]);
  assert.equal(await encrypt(byKey, KeyId), "OK");
  assert.equal(await encrypt(byKey, "alias/app"), "Forbidden.NoPermission");
  assert.equal(await encrypt(byAlias, "alias/app"), "Forbidden.NoPermission");
  assert.equal(await encrypt(byAlias, KeyId), "Forbidden.NoPermission");
  assert.equal(await encrypt(both, "alias/app"), "OK");
  assert.equal(await encrypt(both, aliasArn), "OK");
});

test("a ciphertext is asked by the key that made it", async () => {
  const { server, code } = await world();
  const keys: string[] = [];
  const blobs: string[] = [];
  for (let index = 0; index < 2; index += 1) {
    const { KeyMetadata } = (await server.call("CreateKey")).body;
    const { KeyId, Arn } = KeyMetadata as { KeyId: string; Arn: string };
    keys.push(Arn);
    const { body } = await server.call("Encrypt", { KeyId, Plaintext: "eA==" });
    blobs.push(String(body.CiphertextBlob));
  }
  const ann = await server.user("ann", [allow("kms:Decrypt", keys[0])]);
  assert.equal(await code(ann, "Decrypt", { CiphertextBlob: blobs[0] ?? "" }), "OK");
  const denied = { CiphertextBlob: blobs[1] ?? "" };
  assert.equal(await code(ann, "Decrypt", denied), "Forbidden.NoPermission");
  assert.equal(await code(ann, "Decrypt", { CiphertextBlob: "eA==" }), "Forbidden.NoPermission");
});

test("conditions: address, TLS and time of the request, tags of the resource", async () => {
  const { server, code } = await world();
  await server.call("TagResource", {
    SecretName: "prod/db",
    Tags: JSON.stringify([{ TagKey: "team", TagValue: "blue" }]),
  });
  const within = (Condition: object) => [{ ...allow("kms:GetSecretValue"), Condition }];
  const get = async (by: Signer, SecretName: string, from: Partial<WireRequest> = {}) => {
    const parameters = server.signed("GetSecretValue", { SecretName }, by);
    const request = { ...formRequest(parameters), remoteAddress: "10.1.1.1", secure: true };
    return (await server.handle({ ...request, ...from })).code;
  };
  const ip = await server.user("ip", within({ IpAddress: { "acs:SourceIp": "10.0.0.0/8" } }));
  assert.equal(await get(ip, "prod/db"), "OK");
  assert.equal(await get(ip, "prod/db", { remoteAddress: "192.0.2.1" }), "Forbidden.NoPermission");
  const tls = await server.user("tls", within({ Bool: { "acs:SecureTransport": "true" } }));
  assert.equal(await get(tls, "prod/db"), "OK");
  assert.equal(await get(tls, "prod/db", { secure: false }), "Forbidden.NoPermission");
  const until = { DateLessThan: { "acs:CurrentTime": "2026-11-24T09:00:00Z" } };
  const time = await server.user("time", within(until));
  assert.equal(await get(time, "prod/db"), "OK");
  const tag = await server.user(
    "tag",
    within({ StringEquals: { "acs:ResourceTag/team": "blue" } }),
  );
  assert.equal(await get(tag, "prod/db"), "OK");
  // A tag that is missing is no match.
  assert.equal(await get(tag, "test/db"), "Forbidden.NoPermission");
  server.now += 3_600_000;
  assert.equal(await get(time, "prod/db"), "Forbidden.NoPermission");
  assert.equal(
    await code(ip, "GetSecretValue", { SecretName: "prod/db" }),
    "Forbidden.NoPermission",
  );
});

const TAKEN_AWAY: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  [
    "detaching the policy",
    "DetachPolicyFromUser",
    { PolicyType: "Custom", PolicyName: "of-ann", UserName: "ann" },
  ],
  [
    "a narrower default version",
    "CreatePolicyVersion",
    {
      PolicyName: "of-ann",
      SetAsDefault: "true",
      PolicyDocument: JSON.stringify({ Version: "1", Statement: [allow("kms:ListKeys")] }),
    },
  ],
];

for (const [how, action, members] of TAKEN_AWAY) {
  test(`${how} is in force at the very next request`, async () => {
    const { server, read } = await world();
    const ann = await server.user("ann", [allow("kms:GetSecretValue")]);
    assert.equal(await read(ann, "prod/db"), "OK");
    await server.ram(action, members);
    assert.equal(await read(ann, "prod/db"), "Forbidden.NoPermission");
  });
}

test("a disabled AccessKey, a deleted one and one of a deleted user are refused at the next request", async () => {
  const { server, read } = await world();
  const ann = await server.user("ann", [allow("kms:GetSecretValue")]);
  const key = { UserName: "ann", UserAccessKeyId: ann.id };
  await server.ram("UpdateAccessKey", { ...key, Status: "Inactive" });
  assert.equal(await read(ann, "prod/db"), "InvalidAccessKeyId.Inactive");
  await server.ram("UpdateAccessKey", { ...key, Status: "Active" });
  assert.equal(await read(ann, "prod/db"), "OK");
  await server.ram("DeleteAccessKey", key);
  assert.equal(await read(ann, "prod/db"), "InvalidAccessKeyId.NotFound");
});

test("leaving a group takes its policies, and a group's policy is its users'", async () => {
  const { server, read } = await world();
  const ann = await server.user("ann");
  await server.ram("CreateGroup", { GroupName: "readers" });
  await server.ram("AttachPolicyToGroup", {
    ...{ PolicyType: "System", PolicyName: "AliyunKMSSecretUserAccess", GroupName: "readers" },
  });
  assert.equal(await read(ann, "prod/db"), "Forbidden.NoPermission");
  await server.ram("AddUserToGroup", { UserName: "ann", GroupName: "readers" });
  assert.equal(await read(ann, "prod/db"), "OK");
  await server.ram("RemoveUserFromGroup", { UserName: "ann", GroupName: "readers" });
  assert.equal(await read(ann, "prod/db"), "Forbidden.NoPermission");
});

test("an explicit denial wins over every permission, also of the administrator's policy", async () => {
  const { server, read } = await world();
  const deny = { Effect: "Deny", Action: "kms:GetSecretValue", Resource: secretArn("prod/*") };
  const ann = await server.user("ann", [deny]);
  await server.ram("AttachPolicyToUser", {
    ...{ PolicyType: "System", PolicyName: "AdministratorAccess", UserName: "ann" },
  });
  assert.equal(await read(ann, "test/db"), "OK");
  assert.equal(await read(ann, "prod/db"), "Forbidden.NoPermission");
});

test("a name in another case escapes no denial: identities are asked by their stored names", async () => {
  const { server, code } = await world();
  const deny = { Effect: "Deny", Action: "ram:*", Resource: `acs:ram:*:${ACCOUNT}:user/Admin` };
  await server.ram("CreateUser", { UserName: "Admin" });
  const ann = await server.user("ann", [allow("ram:*"), deny]);
  for (const UserName of ["Admin", "ADMIN", "admin"]) {
    assert.equal(await code(ann, "GetUser", { UserName }), "NoPermission");
  }
  assert.equal(await code(ann, "GetUser", { UserName: "ann" }), "OK");
});

test("a user manages its own AccessKeys only where a policy says so, and by omission no other's", async () => {
  const { server, code } = await world();
  const own = `acs:ram:*:${ACCOUNT}:user/ann`;
  const ann = await server.user("ann", [allow("ram:*AccessKey*", own)]);
  await server.user("bob");
  assert.equal(await code(ann, "ListAccessKeys"), "OK");
  assert.equal(await code(ann, "CreateAccessKey"), "OK");
  assert.equal(await code(ann, "ListAccessKeys", { UserName: "bob" }), "NoPermission");
});

test("administration is the root's unless a policy gives it by its action", async () => {
  const { server, code } = await world();
  const ann = await server.user("ann", [allow("kms:*"), allow("ram:*")]);
  assert.equal(await code(ann, "GetRootKeyStatus"), "Forbidden.NoPermission");
  const bob = await server.user("bob", [allow("coffer:GetRootKeyStatus")]);
  assert.equal(await code(bob, "GetRootKeyStatus"), "OK");
  assert.equal(await code(bob, "RotateRootKey"), "Forbidden.NoPermission");
});
