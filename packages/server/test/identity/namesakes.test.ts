// Laws of names that pass from one to another: what a policy grants to a name is granted to who had it when the policy
// was written, and to nobody who gets the name later.
import assert from "node:assert/strict";
import test from "node:test";
import { ACCOUNT, type Signer, type TestServer, testServer } from "../support/server.ts";

const DENIED = "Forbidden.NoPermission";
const ROLE_ARN = `acs:ram::${ACCOUNT}:role/Reader`;
const ASSUME = { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" };
const arn = (name: string, account = ACCOUNT): string => `acs:ram::${account}:${name}`;

function trusting(...names: readonly string[]): string {
  const statement = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { RAM: names } };
  return JSON.stringify({ Version: "1", Statement: [statement] });
}

function saying(Effect: "Allow" | "Deny", name: string, Action = "kms:*"): string {
  const statement = { Effect, Principal: { RAM: [name] }, Action, Resource: "*" };
  return JSON.stringify({ Version: "1", Statement: [statement] });
}

async function world() {
  const server = await testServer();
  const { KeyMetadata } = (await server.call("CreateKey")).body;
  const { KeyId } = KeyMetadata as { KeyId: string };
  const made = { SecretName: "s", SecretData: "v", VersionId: "v1" };
  await server.call("CreateSecret", made);
  const assume = async (by: Signer, RoleArn = ROLE_ARN) =>
    (await server.call("AssumeRole", { RoleArn, RoleSessionName: "test" }, by)).code;
  const read = async (by: Signer, SecretName = "s") =>
    (await server.call("GetSecretValue", { SecretName }, by)).code;
  const encrypt = async (by: Signer, name = KeyId) =>
    (await server.call("Encrypt", { KeyId: name, Plaintext: "eA==" }, by)).code;
  const createRole = (RoleName: string, document: string) =>
    server.ram("CreateRole", { RoleName, AssumeRolePolicyDocument: document });
  const set = async (action: string, members: Readonly<Record<string, string>>) =>
    assert.equal((await server.call(action, members)).code, "OK");
  return { server, KeyId, assume, read, encrypt, createRole, set };
}

/** Deletes a user with all that hangs on it. */
async function remove(
  server: TestServer,
  UserName: string,
  { key, by }: { key: Signer; by?: Signer },
) {
  const attached = { PolicyType: "Custom", PolicyName: `of-${UserName}` };
  const { Policies } = await server.ram("ListPoliciesForUser", { UserName }, by);
  if ((Policies as { Policy: unknown[] }).Policy.length > 0) {
    await server.ram("DetachPolicyFromUser", { ...attached, UserName }, by);
    await server.ram("DeletePolicy", { PolicyName: attached.PolicyName }, by);
  }
  await server.ram("DeleteAccessKey", { UserName, UserAccessKeyId: key.id }, by);
  await server.ram("DeleteUser", { UserName }, by);
}

test("who is made under the name of a user that is gone does not inherit its roles", async () => {
  const { server, assume, createRole } = await world();
  const bob = await server.user("bob", [ASSUME]);
  await createRole("Reader", trusting(arn("user/BOB")));
  assert.equal(await assume(bob), "OK");
  await remove(server, "bob", { key: bob });
  const other = await server.user("Bob", [ASSUME]);
  assert.equal(await assume(other), "NoPermission");
  // Written again, the policy speaks of who has the name now.
  const again = { RoleName: "Reader", NewAssumeRolePolicyDocument: trusting(arn("user/bob")) };
  await server.ram("UpdateRole", again);
  assert.equal(await assume(other), "OK");
  assert.deepEqual(server.unexpected, []);
});

test("changing anything else of a role leaves whom its trust policy means", async () => {
  const { server, assume, createRole } = await world();
  const bob = await server.user("bob", [ASSUME]);
  await createRole("Reader", trusting(arn("user/bob")));
  await server.ram("UpdateRole", { RoleName: "Reader", NewDescription: "d" });
  assert.equal(await assume(bob), "OK");
  await remove(server, "bob", { key: bob });
  const other = await server.user("bob", [ASSUME]);
  await server.ram("UpdateRole", { RoleName: "Reader", NewDescription: "e" });
  assert.equal(await assume(other), "NoPermission");
});

test("a role that is made again under its name does not go on from there to others", async () => {
  const { server, assume, createRole } = await world();
  const ann = await server.user("ann", [ASSUME]);
  const assuming = { PolicyType: "System", PolicyName: "AliyunSTSAssumeRoleAccess" };
  const first = async () => {
    await createRole("first", trusting(arn("root")));
    await server.ram("AttachPolicyToRole", { ...assuming, RoleName: "first" });
    return server.session(ann, { RoleArn: arn("role/first") });
  };
  const before = await first();
  await createRole("Reader", trusting(arn("role/first")));
  assert.equal(await assume(before), "OK");
  await server.ram("DetachPolicyFromRole", { ...assuming, RoleName: "first" });
  await server.ram("DeleteRole", { RoleName: "first" });
  assert.equal(await assume(await first()), "NoPermission");
});

test("keys and secrets given to a user, at any time, are not given to the next of its name", async () => {
  const { server, KeyId, read, encrypt, set } = await world();
  const bob = await server.user("bob");
  const Policy = saying("Allow", arn("user/bob"));
  await set("SetKeyPolicy", { KeyId, Policy });
  await set("SetSecretPolicy", { SecretName: "s", Policy });
  await set("CreateSecret", { SecretName: "with", SecretData: "v", VersionId: "v1", Policy });
  const { KeyMetadata } = (await server.call("CreateKey", { Policy })).body;
  const { KeyId: made } = KeyMetadata as { KeyId: string };
  const all = async (by: Signer) => [
    ...[await encrypt(by), await encrypt(by, made), await read(by), await read(by, "with")],
  ];
  assert.deepEqual(await all(bob), ["OK", "OK", "OK", "OK"]);
  await remove(server, "bob", { key: bob });
  const other = await server.user("bob");
  assert.deepEqual(await all(other), [DENIED, DENIED, DENIED, DENIED]);
  await set("SetSecretPolicy", { SecretName: "s", Policy });
  assert.deepEqual(await all(other), [DENIED, DENIED, "OK", DENIED]);
});

test("what is denied to a name is denied to the next one too", async () => {
  const { server, read, set } = await world();
  const full = [{ Effect: "Allow", Action: "kms:*", Resource: "*" }];
  const bob = await server.user("bob", full);
  const Policy = saying("Deny", arn("user/bob"), "kms:GetSecretValue");
  await set("SetSecretPolicy", { SecretName: "s", Policy });
  assert.equal(await read(bob), DENIED);
  await remove(server, "bob", { key: bob });
  assert.equal(await read(await server.user("bob", full)), DENIED);
});

test("whoever is renamed takes no grant along, finds it when back, and leaves none behind", async () => {
  const { server, assume, createRole } = await world();
  const bob = await server.user("bob", [ASSUME]);
  const eve = await server.user("eve", [ASSUME]);
  await createRole("Reader", trusting(arn("user/bob")));
  await server.ram("UpdateUser", { UserName: "bob", NewUserName: "robert" });
  assert.equal(await assume(bob), "NoPermission");
  await server.ram("UpdateUser", { UserName: "eve", NewUserName: "bob" });
  assert.equal(await assume(eve), "NoPermission");
  await server.ram("UpdateUser", { UserName: "bob", NewUserName: "eve" });
  await server.ram("UpdateUser", { UserName: "robert", NewUserName: "bob" });
  assert.equal(await assume(bob), "OK");
});

test("names that two exchange do not exchange what each was given", async () => {
  const { server, KeyId, encrypt, set } = await world();
  const ann = await server.user("ann");
  const bob = await server.user("bob");
  const given = (name: string, Action: string) => ({
    ...{ Effect: "Allow", Principal: { RAM: [arn(`user/${name}`)] }, Action, Resource: "*" },
  });
  const Statement = [given("ann", "kms:Encrypt"), given("bob", "kms:DescribeKey")];
  await set("SetKeyPolicy", { KeyId, Policy: JSON.stringify({ Version: "1", Statement }) });
  await server.ram("UpdateUser", { UserName: "ann", NewUserName: "x" });
  await server.ram("UpdateUser", { UserName: "bob", NewUserName: "ann" });
  await server.ram("UpdateUser", { UserName: "x", NewUserName: "bob" });
  assert.deepEqual([await encrypt(ann), await encrypt(bob)], [DENIED, DENIED]);
});

test("a trust policy that names nobody of its account is refused, and nothing is made", async () => {
  const { server, createRole } = await world();
  const other = await server.account("partner");
  await server.user("ann");
  await createRole("Reader", trusting(arn("user/ann")));
  const bad = ["user/nobody", "role/none", "role/itself"];
  for (const name of bad) {
    const document = trusting(arn("user/ann"), arn(name));
    const role = { RoleName: "itself", AssumeRolePolicyDocument: document };
    const update = { RoleName: "Reader", NewAssumeRolePolicyDocument: document };
    for (const answer of [
      await server.call("CreateRole", role),
      await server.call("UpdateRole", update),
    ]) {
      assert.deepEqual([answer.status, answer.code], [400, "MalformedPolicyDocument"]);
      const sentence = `The principal \`${arn(name)}\` does not exist.`;
      assert.equal(answer.body.Message, `${sentence} ($.Statement[0].Principal)`);
    }
  }
  assert.equal((await server.call("GetRole", { RoleName: "itself" })).code, "EntityNotExist.Role");
  const { Role } = await server.ram("GetRole", { RoleName: "Reader" });
  const { AssumeRolePolicyDocument } = Role as { AssumeRolePolicyDocument: string };
  assert.equal(AssumeRolePolicyDocument, trusting(arn("user/ann")));
  // An account means its own names.
  const own = { RoleName: "r", AssumeRolePolicyDocument: trusting(arn("user/x", other.accountId)) };
  const refused = await server.call("CreateRole", own, other);
  assert.equal(refused.code, "MalformedPolicyDocument");
});

test("a key's or secret's policy that names nobody of its account is refused, at creation too", async () => {
  const { server, KeyId } = await world();
  const Policy = saying("Deny", arn("user/nobody"));
  const made = { SecretName: "with", SecretData: "v", VersionId: "v1", Policy };
  const answers = [
    await server.call("SetKeyPolicy", { KeyId, Policy }),
    await server.call("SetSecretPolicy", { SecretName: "s", Policy }),
    await server.call("CreateKey", { Policy }),
    await server.call("CreateSecret", made),
  ];
  const detail = `$.Statement[0].Principal: The principal \`${arn("user/nobody")}\` does not exist.`;
  for (const { status, code, body } of answers) {
    assert.deepEqual([status, code], [400, "InvalidParameter"]);
    assert.equal(body.Message, `The specified parameter "Policy" is not valid. (${detail})`);
  }
  assert.equal((await server.call("ListKeys")).body.TotalCount, 1);
  assert.equal((await server.call("ListSecrets")).body.TotalCount, 1);
});

test("of another account's names nothing is told, and only who was there is let in", async () => {
  const { server, assume, createRole } = await world();
  const other = await server.account("partner");
  const { accountId } = other;
  const carol = await server.user("carol", [ASSUME], other);
  const names = ["user/carol", "user/dave"].map((name) => arn(name, accountId));
  await createRole("Reader", trusting(...names, arn("user/eve", "1111111111111111")));
  assert.equal(await assume(carol), "OK");
  const dave = await server.user("dave", [ASSUME], other);
  assert.equal(await assume(dave), "NoPermission");
  await remove(server, "carol", { key: carol, by: other });
  const next = await server.user("carol", [ASSUME], other);
  assert.equal(await assume(next), "NoPermission");
  const again = { RoleName: "Reader", NewAssumeRolePolicyDocument: trusting(...names) };
  await server.ram("UpdateRole", again);
  assert.deepEqual([await assume(next), await assume(dave)], ["OK", "OK"]);
  assert.deepEqual(server.unexpected, []);
});

test("an account as a principal means whoever is in it", async () => {
  const { server, assume, createRole } = await world();
  await createRole("Reader", trusting(arn("root")));
  const bob = await server.user("bob", [ASSUME]);
  await remove(server, "bob", { key: bob });
  assert.equal(await assume(await server.user("bob", [ASSUME])), "OK");
});
