// Laws of the policies that keys and secrets carry, within the owning account and between accounts.
import assert from "node:assert/strict";
import test from "node:test";
import { ACCOUNT, type Signer, type TestServer, testServer } from "../support/server.ts";

const DENIED = "Forbidden.NoPermission";
const secretArn = (name: string): string => `acs:kms:cn-hangzhou:${ACCOUNT}:secret/${name}`;
const user = (account: string, name: string): string => `acs:ram::${account}:user/${name}`;

function policy(...statements: readonly (readonly [string, string, string | string[]])[]): string {
  const Statement = statements.map(([Effect, principal, Action]) => ({
    ...{ Effect, Principal: { RAM: [principal] }, Action, Resource: "*" },
  }));
  return JSON.stringify({ Version: "1", Statement });
}

const allow = (Action: string | readonly string[], Resource: string | readonly string[] = "*") => ({
  ...{ Effect: "Allow", Action, Resource },
});

async function world() {
  const server = await testServer();
  const { KeyMetadata } = (await server.call("CreateKey")).body;
  const { KeyId, Arn } = KeyMetadata as { KeyId: string; Arn: string };
  const made = { SecretName: "prod/db", SecretData: "v", VersionId: "v1" };
  await server.call("CreateSecret", { ...made, EncryptionKeyId: KeyId });
  await server.call("CreateSecret", { ...made, SecretName: "plain" });
  const code = async (by: Signer, action: string, members: Readonly<Record<string, string>>) =>
    (await server.call(action, members, by)).code;
  return { server, code, KeyId, Arn };
}

async function setSecret(server: TestServer, SecretName: string, Policy: string): Promise<void> {
  assert.equal((await server.call("SetSecretPolicy", { SecretName, Policy })).code, "OK");
}

test("a policy comes back byte for byte, by name and by ARN, and until then the default one", async () => {
  const { server, KeyId, Arn } = await world();
  await server.user("ann");
  const first = await server.call("GetKeyPolicy", { KeyId });
  const read = JSON.parse(String(first.body.Policy));
  assert.deepEqual(read.Statement, [
    {
      Sid: "kms default key policy",
      Effect: "Allow",
      Principal: { RAM: [`acs:ram::${ACCOUNT}:*`] },
      Action: ["kms:*"],
      Resource: ["*"],
    },
  ]);
  const Policy = `{ "Version" : "1",\n "Statement": [{"Effect":"Allow","Principal":{"RAM":"${user(ACCOUNT, "ann")}"},"Action":"kms:Decrypt","Resource":"*"}] }`;
  assert.equal((await server.call("SetKeyPolicy", { KeyId: Arn, Policy })).code, "OK");
  assert.equal((await server.call("GetKeyPolicy", { KeyId })).body.Policy, Policy);
  await setSecret(server, secretArn("plain"), Policy);
  const named = { SecretName: "plain", PolicyName: "default" };
  assert.equal((await server.call("GetSecretPolicy", named)).body.Policy, Policy);
  const other = await server.call("GetSecretPolicy", { ...named, PolicyName: "other" });
  assert.deepEqual([other.status, other.code], [404, "Forbidden.ResourceNotFound"]);
  assert.deepEqual(server.unexpected, []);
});

test("what is no policy of a key or secret is refused, at creation too, and nothing is made", async () => {
  const { server, KeyId } = await world();
  await server.user("ann");
  const good = JSON.parse(policy(["Allow", user(ACCOUNT, "ann"), "kms:Decrypt"]));
  const statement = good.Statement[0];
  const bad = [
    "",
    "{",
    JSON.stringify({ ...good, Version: "2" }),
    JSON.stringify({ ...good, Statement: [] }),
    JSON.stringify({ ...good, Statement: [{ ...statement, Principal: undefined }] }),
    JSON.stringify({ ...good, Statement: [{ ...statement, Action: "ram:*" }] }),
    JSON.stringify({ ...good, Statement: [{ ...statement, Resource: secretArn("*") }] }),
    JSON.stringify({ ...good, Statement: [{ ...statement, Principal: { RAM: ["*"] } }] }),
    JSON.stringify({ ...good, Statement: [{ ...statement, NotResource: "*" }] }),
    JSON.stringify({ ...good, Pad: "x".repeat(32_768) }),
  ];
  for (const Policy of bad) {
    const members = { KeyId, SecretName: "plain", Policy };
    for (const action of ["SetKeyPolicy", "SetSecretPolicy"]) {
      const { SecretName, ...ofKey } = members;
      const { KeyId: _, ...ofSecret } = members;
      const answer = await server.call(action, action === "SetKeyPolicy" ? ofKey : ofSecret);
      assert.equal(answer.status, 400, `${action} ${Policy.slice(0, 80)}`);
      assert.ok(["InvalidParameter", "MissingParameter"].includes(answer.code), answer.code);
    }
    // An empty member is one that was not given.
    if (Policy === "") continue;
    const made = { SecretName: "with", SecretData: "v", VersionId: "v1", Policy };
    assert.equal((await server.call("CreateSecret", made)).status, 400);
    assert.equal((await server.call("CreateKey", { Policy })).status, 400);
  }
  const { body } = await server.call("ListKeys", { Filters: "[]" });
  assert.equal(body.TotalCount, 1);
  const gone = await server.call("GetSecretPolicy", { SecretName: "with" });
  assert.equal(gone.code, "Forbidden.ResourceNotFound");
});

test("inside the account a secret's policy gives what no identity policy gives", async () => {
  const { server, code } = await world();
  const ann = await server.user("ann");
  const bob = await server.user("bob");
  const read = (by: Signer, SecretName: string) => code(by, "GetSecretValue", { SecretName });
  assert.equal(await read(ann, "plain"), DENIED);
  await setSecret(server, "plain", policy(["Allow", user(ACCOUNT, "ann"), "kms:GetSecretValue"]));
  assert.equal(await read(ann, "plain"), "OK");
  assert.equal(await read(bob, "plain"), DENIED);
  assert.equal(await code(ann, "DescribeSecret", { SecretName: "plain" }), DENIED);
  await setSecret(server, "plain", policy(["Allow", user(ACCOUNT, "bob"), "kms:*"]));
  assert.equal(await read(ann, "plain"), DENIED, "what is taken away counts at the next request");
  assert.equal(await read(bob, "plain"), "OK");
});

test("the whole account as a principal gives its users nothing, and forbids its users but not its root", async () => {
  const { server, code, KeyId } = await world();
  const ann = await server.user("ann");
  const full = await server.user("full", [allow("kms:*")]);
  const encrypt = { KeyId, Plaintext: "eA==" };
  assert.equal(await code(ann, "Encrypt", encrypt), DENIED);
  assert.equal(await code(full, "Encrypt", encrypt), "OK");
  const Policy = policy(["Deny", `acs:ram::${ACCOUNT}:*`, "kms:Encrypt"]);
  await server.call("SetKeyPolicy", { KeyId, Policy });
  assert.equal(await code(full, "Encrypt", encrypt), DENIED);
  assert.equal((await server.call("Encrypt", encrypt)).code, "OK");
});

test("a denial in the key's policy also stops reading the secrets under it", async () => {
  const { server, code, KeyId } = await world();
  const full = await server.user("full", [allow("kms:*")]);
  const read = () => code(full, "GetSecretValue", { SecretName: "prod/db" });
  assert.equal(await read(), "OK");
  const Policy = policy(["Deny", user(ACCOUNT, "full"), "kms:Decrypt"]);
  await server.call("SetKeyPolicy", { KeyId, Policy });
  assert.equal(await read(), DENIED);
  assert.equal(await code(full, "GetSecretValue", { SecretName: "plain" }), "OK");
});

test("a policy of creation is in force from the start, and goes with its secret", async () => {
  const { server, code } = await world();
  const ann = await server.user("ann");
  const Policy = policy(["Allow", user(ACCOUNT, "ann"), "kms:GetSecretValue"]);
  const made = { SecretName: "with", SecretData: "v", VersionId: "v1" };
  await server.call("CreateSecret", { ...made, Policy });
  assert.equal(await code(ann, "GetSecretValue", { SecretName: "with" }), "OK");
  const gone = { SecretName: "with", ForceDeleteWithoutRecovery: "true" };
  assert.equal((await server.call("DeleteSecret", gone)).code, "OK");
  await server.call("CreateSecret", made);
  assert.equal(await code(ann, "GetSecretValue", { SecretName: "with" }), DENIED);
  const { body } = await server.call("CreateKey", {
    Policy: policy(["Allow", user(ACCOUNT, "ann"), "kms:Encrypt"]),
  });
  const { KeyId } = body.KeyMetadata as { KeyId: string };
  assert.equal(await code(ann, "Encrypt", { KeyId, Plaintext: "eA==" }), "OK");
});

test("a key or secret that waits for its deletion keeps its policy and takes no other", async () => {
  const { server, KeyId } = await world();
  const Policy = policy(["Allow", user(ACCOUNT, "ann"), "kms:Decrypt"]);
  await server.call("DeleteSecret", { SecretName: "plain", RecoveryWindowInDays: "7" });
  const waiting = await server.call("SetSecretPolicy", { SecretName: "plain", Policy });
  assert.equal(waiting.code, "Rejected.ResourceInDeleteWindow");
  assert.equal((await server.call("GetSecretPolicy", { SecretName: "plain" })).code, "OK");
  await server.call("ScheduleKeyDeletion", { KeyId, PendingWindowInDays: "7" });
  const pending = await server.call("SetKeyPolicy", { KeyId, Policy });
  assert.equal(pending.code, "Rejected.PendingDeletion");
  assert.equal((await server.call("GetKeyPolicy", { KeyId })).code, "OK");
});

/** A policy of one statement for ann, where the tag `team` of what carries it is `blue`. */
const whereBlue = (Effect: string, Action: string, tag = "acs:ResourceTag/team"): string =>
  JSON.stringify({
    Version: "1",
    Statement: [
      {
        ...{ Effect, Principal: { RAM: [user(ACCOUNT, "ann")] }, Action, Resource: "*" },
        Condition: { StringEquals: { [tag]: "blue" } },
      },
    ],
  });

const BLUE = JSON.stringify([{ TagKey: "team", TagValue: "blue" }]);

test("a secret's own policy looks at the secret's tags, though no other policy speaks of tags", async () => {
  const { server, code } = await world();
  const ann = await server.user("ann");
  const read = () => code(ann, "GetSecretValue", { SecretName: "plain" });
  await setSecret(server, "plain", whereBlue("Allow", "kms:GetSecretValue"));
  assert.equal(await read(), DENIED);
  await server.call("TagResource", { SecretName: "plain", Tags: BLUE });
  assert.equal(await read(), "OK");
  await server.call("UntagResource", { SecretName: "plain", TagKeys: '["team"]' });
  assert.equal(await read(), DENIED);
});

test("a denial by tags in a secret's own policy binds whom an identity policy allows everything", async () => {
  const { server, code } = await world();
  const ann = await server.user("ann", [allow("kms:*")]);
  const read = () => code(ann, "GetSecretValue", { SecretName: "plain" });
  await setSecret(server, "plain", whereBlue("Deny", "kms:GetSecretValue"));
  assert.equal(await read(), "OK");
  await server.call("TagResource", { SecretName: "plain", Tags: BLUE });
  assert.equal(await read(), DENIED);
});

for (const tag of ["acs:ResourceTag/team", "kms:tag/team"]) {
  test(`a key's own policy looks at the key's tags by \`${tag}\`, to allow and to deny`, async () => {
    const { server, code, KeyId } = await world();
    const ann = await server.user("ann");
    const encrypt = (by: Signer) => code(by, "Encrypt", { KeyId, Plaintext: "eA==" });
    await server.call("SetKeyPolicy", { KeyId, Policy: whereBlue("Allow", "kms:Encrypt", tag) });
    assert.equal(await encrypt(ann), DENIED);
    await server.call("TagResource", { KeyId, Tags: BLUE });
    assert.equal(await encrypt(ann), "OK");
    await server.call("SetKeyPolicy", { KeyId, Policy: whereBlue("Deny", "kms:Encrypt", tag) });
    const full = { PolicyType: "System", PolicyName: "AdministratorAccess", UserName: "ann" };
    await server.ram("AttachPolicyToUser", full);
    assert.equal(await encrypt(ann), DENIED);
    await server.call("UntagResource", { KeyId, TagKeys: '["team"]' });
    assert.equal(await encrypt(ann), "OK");
  });
}

test("between accounts both sides must allow, for the secret and for its key", async () => {
  const { server, code, KeyId, Arn } = await world();
  const other = await server.account("partner");
  const SecretName = secretArn("prod/db");
  const read = (by: Signer, name = SecretName) => code(by, "GetSecretValue", { SecretName: name });
  const rights = allow(
    ["kms:GetSecretValue", "kms:Decrypt", "kms:DeleteSecret"],
    [`acs:kms:*:${ACCOUNT}:secret/*`, Arn],
  );
  const carol = await server.user("carol", [rights], other);
  const dave = await server.user("dave", [], other);
  const principal = (name: string) => user(other.accountId, name);
  assert.equal(await read(carol), DENIED, "the owner's consent is missing");
  await setSecret(
    server,
    "prod/db",
    policy(
      ["Allow", principal("carol"), "kms:*"],
      ["Allow", principal("dave"), "kms:GetSecretValue"],
    ),
  );
  assert.equal(await read(carol), DENIED, "its consent for the key is missing");
  const Policy = policy(["Allow", `acs:ram::${other.accountId}:*`, "kms:Decrypt"]);
  await server.call("SetKeyPolicy", { KeyId, Policy });
  assert.equal(await read(carol), "OK");
  assert.equal(await read(dave), DENIED, "the caller's own account must allow too");
  assert.equal(await read(carol, "prod/db"), DENIED, "a bare name is of the caller's own account");
  assert.equal(await code(carol, "DeleteSecret", { SecretName }), DENIED, "users only, never more");
  assert.equal(await read(other), DENIED, "the other account's root has no rights here");
  assert.equal(await code(carol, "ListSecrets", {}), DENIED);
});

test("a role of one account is assumed from another when both allow it, and reads there as its own", async () => {
  const { server, code } = await world();
  const other = await server.account("partner");
  const statement = { Effect: "Allow", Action: "sts:AssumeRole" };
  const trust = { ...statement, Principal: { RAM: [`acs:ram::${other.accountId}:root`] } };
  await server.ram("CreateRole", {
    RoleName: "reader",
    AssumeRolePolicyDocument: JSON.stringify({ Version: "1", Statement: [trust] }),
  });
  await server.ram("AttachPolicyToRole", {
    ...{ PolicyType: "System", PolicyName: "AliyunKMSSecretUserAccess", RoleName: "reader" },
  });
  const RoleArn = `acs:ram::${ACCOUNT}:role/reader`;
  const carol = await server.user("carol", [allow("sts:AssumeRole", RoleArn)], other);
  const dave = await server.user("dave", [], other);
  const session = await server.session(carol, { RoleArn });
  assert.equal(await code(session, "GetSecretValue", { SecretName: "plain" }), "OK");
  const asked = { RoleArn, RoleSessionName: "xx" };
  assert.equal(await code(dave, "AssumeRole", asked), "NoPermission");
  assert.equal(await code(other, "AssumeRole", asked), "NoPermission");
});

test("accounts see nothing of each other, and one with identities is not deleted", async () => {
  const { server, code } = await world();
  const other = await server.account("partner");
  await server.user("ann");
  await server.user("carol", [], other);
  const users = await server.ram("ListUsers", {}, other);
  const names = (users.Users as { User: { UserName: string }[] }).User;
  assert.deepEqual(
    names.map(({ UserName }) => UserName),
    ["carol"],
  );
  assert.equal(await code(other, "GetUser", { UserName: "ann" }), "EntityNotExist.User");
  for (const action of ["CreateAccount", "ListAccounts", "DeleteAccount", "GetRootKeyStatus"]) {
    const members = { AccountName: "third", AccountId: other.accountId };
    assert.equal(await code(other, action, members), DENIED, action);
  }
  const AccountId = other.accountId;
  assert.equal((await server.call("DeleteAccount", { AccountId })).code, "DeleteConflict.Account");
  const twice = await server.call("CreateAccount", { AccountName: "PARTNER" });
  assert.deepEqual([twice.status, twice.code], [409, "EntityAlreadyExists.Account"]);
  const keys = await server.ram("ListAccessKeys", { UserName: "carol" }, other);
  const [key] = (keys.AccessKeys as { AccessKey: { AccessKeyId: string }[] }).AccessKey;
  const UserAccessKeyId = String(key?.AccessKeyId);
  await server.ram("DeleteAccessKey", { UserName: "carol", UserAccessKeyId }, other);
  await server.ram("DeleteUser", { UserName: "carol" }, other);
  assert.equal((await server.call("DeleteAccount", { AccountId })).code, "OK");
  assert.equal(await code(other, "ListUsers", {}), "InvalidAccessKeyId.NotFound");
  const none = await server.call("DeleteAccount", { AccountId });
  assert.deepEqual([none.status, none.code], [404, "EntityNotExist.Account"]);
  assert.deepEqual(server.unexpected, []);
});
