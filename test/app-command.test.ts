// `coffer app` and `coffer whoami` over a real server: an application gets what was said and nothing else, and loses it
// at once.
import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { oneTimeCode, timeStep } from "@coffer/crypto";
import { type Credentials, coffer } from "./support/command.ts";
import { startServer, temporaryFolder } from "./support/server.ts";

async function world(t: { after(fn: () => unknown): void }) {
  const running = await startServer({ dataDir: join(temporaryFolder(t), "data") });
  t.after(() => running.stop());
  const run = (...words: string[]) => coffer(running, words);
  for (const name of ["prod/db", "test/db"]) {
    const words = ["--SecretName", name, "--SecretData", "value", "--VersionId", "v1"];
    assert.equal((await run("kms", "CreateSecret", ...words)).code, 0);
  }
  return { running, run };
}

async function created(run: (...words: string[]) => Promise<{ out: string }>, ...words: string[]) {
  const { out } = await run("app", "create", ...words, "--format", "json");
  const { AccessKeyId: id, AccessKeySecret: secret } = JSON.parse(out);
  return { id, secret } as Credentials;
}

test("an application reads what was said and nothing else, until it is revoked", async (t) => {
  const { running, run } = await world(t);
  const made = await run("app", "create", "billing", "--read", "prod/*");
  assert.equal(made.code, 0, made.err);
  const [, id = "", secret = ""] =
    /^AccessKeyId\s+(\S+)\nAccessKeySecret\s+(\S+)$/m.exec(made.out) ?? [];
  assert.match(made.out, /^billing may read prod\/\*$/m);
  const by = { id, secret };
  const as = (...words: string[]) => coffer(running, words, { by });
  const who = await as("whoami");
  assert.match(who.out, /^acs:ram::\d{16}:user\/billing\n/);
  assert.doesNotMatch(who.out, new RegExp(secret));
  const read = (name: string) => as("kms", "GetSecretValue", "--SecretName", name);
  assert.equal((await read("prod/db")).code, 0);
  assert.match((await read("test/db")).err, /Forbidden\.NoPermission/);
  assert.match((await as("kms", "ListSecrets")).err, /Forbidden\.NoPermission/);
  const put = ["--SecretName", "prod/db", "--SecretData", "x", "--VersionId", "v2"];
  assert.match((await as("kms", "PutSecretValue", ...put)).err, /Forbidden\.NoPermission/);

  assert.deepEqual(await run("app", "revoke", "billing"), {
    ...{ code: 0, err: "", out: "billing is revoked: 1 AccessKey(s) deleted, the user is gone.\n" },
  });
  assert.match((await read("prod/db")).err, /InvalidAccessKeyId\.NotFound/);
  const none = await run("app", "revoke", "billing");
  assert.deepEqual([none.code, none.err], [1, "There is no application billing.\n"]);
  // Nothing of it is left: it can be made again.
  assert.equal((await run("app", "create", "billing", "--read", "prod/*")).code, 0);
});

test("an application writes new versions where that was said", async (t) => {
  const { running, run } = await world(t);
  const by = await created(run, "writer", "--write", "prod/*,test/d?");
  const put = ["--SecretName", "test/db", "--SecretData", "x", "--VersionId", "v2"];
  const as = (...words: string[]) => coffer(running, words, { by });
  assert.equal((await as("kms", "PutSecretValue", ...put)).code, 0);
  const read = await as("kms", "GetSecretValue", "--SecretName", "test/db");
  assert.match(read.err, /Forbidden\.NoPermission/);
});

test("a secret under a key of its own is read when the key is given too", async (t) => {
  const { running, run } = await world(t);
  const key = JSON.parse((await run("kms", "CreateKey")).out).KeyMetadata.KeyId;
  const own = ["--SecretName", "prod/own", "--SecretData", "x", "--VersionId", "v1"];
  await run("kms", "CreateSecret", ...own, "--EncryptionKeyId", key);
  const { out, err } = await run(
    "app",
    "create",
    "without",
    "--read",
    "prod/*",
    "--format",
    "json",
  );
  assert.ok(err.startsWith(`warning: \`prod/own\` is under the key ${key}, which the application`));
  const { AccessKeyId: id, AccessKeySecret: secret } = JSON.parse(out);
  const without = { id, secret };
  const named = ["with", "--read", "prod/*", "--key", key, "--format", "json"];
  const silent = await run("app", "create", ...named);
  assert.equal(silent.err, "");
  const given = {
    id: JSON.parse(silent.out).AccessKeyId,
    secret: JSON.parse(silent.out).AccessKeySecret,
  };
  const read = (by: Credentials) =>
    coffer(running, ["kms", "GetSecretValue", "--SecretName", "prod/own"], { by });
  assert.match((await read(without)).err, /Forbidden\.NoPermission/);
  assert.equal((await read(given)).code, 0);
});

test("what fails half-way is taken back, and what others made is left alone", async (t) => {
  const { run } = await world(t);
  const document = '{"Version":"1","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}';
  const taken = ["--PolicyName", "app-half", "--PolicyDocument", document];
  assert.equal((await run("ram", "CreatePolicy", ...taken)).code, 0);
  const half = await run("app", "create", "half", "--read", "prod/*");
  assert.notEqual(half.code, 0);
  assert.match(half.err, /`CreatePolicy` failed/);
  assert.match((await run("ram", "GetUser", "--UserName", "half")).err, /EntityNotExist\.User/);
  const policy = ["--PolicyName", "app-half", "--PolicyType", "Custom"];
  assert.equal((await run("ram", "GetPolicy", ...policy)).code, 0, "it was there before");

  await run("ram", "CreateUser", "--UserName", "person");
  const person = await run("app", "revoke", "person");
  assert.equal(person.code, 1);
  assert.match(person.err, /was not made by `coffer app create`/);
  assert.equal((await run("ram", "GetUser", "--UserName", "person")).code, 0);
  const twice = await run("app", "create", "person", "--read", "prod/*");
  assert.match(twice.err, /EntityAlreadyExists\.User/);
});

/** The bytes of a seed as devices are given it (RFC 4648). */
function base32Bytes(text: string): Buffer {
  const bits = [...text].map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign));
  const all = bits.map((value) => value.toString(2).padStart(5, "0")).join("");
  return Buffer.from((all.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

test("revoking finishes whatever others have given the application's user", async (t) => {
  const { running, run } = await world(t);
  const by = await created(run, "billing", "--read", "prod/*");
  const ram = async (...words: string[]) => {
    const { code, out, err } = await run("ram", ...words);
    assert.equal(code, 0, err);
    return JSON.parse(out);
  };
  await ram("CreateLoginProfile", "--UserName", "billing", "--Password", "a good passphrase 1");
  const device = await ram("CreateVirtualMFADevice", "--VirtualMFADeviceName", "phone");
  const { SerialNumber, Base32StringSeed } = device.VirtualMFADevice;
  const [seed, step] = [base32Bytes(Base32StringSeed), timeStep(Date.now())];
  const codes = [step - 1, step].map((each) => oneTimeCode(seed, each));
  const [first = "", second = ""] = codes;
  const shown = ["--AuthenticationCode1", first, "--AuthenticationCode2", second];
  await ram("BindMFADevice", "--UserName", "billing", "--SerialNumber", SerialNumber, ...shown);
  await ram("CreateGroup", "--GroupName", "all");
  await ram("AddUserToGroup", "--UserName", "billing", "--GroupName", "all");
  const version = '{"Version":"1","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}';
  const policy = ["--PolicyName", "app-billing"];
  await ram("CreatePolicyVersion", ...policy, "--PolicyDocument", version);

  assert.deepEqual(await run("app", "revoke", "billing"), {
    ...{ code: 0, err: "", out: "billing is revoked: 1 AccessKey(s) deleted, the user is gone.\n" },
  });
  const read = ["kms", "GetSecretValue", "--SecretName", "prod/db"];
  assert.match((await coffer(running, read, { by })).err, /InvalidAccessKeyId\.NotFound/);
  const user = await run("ram", "GetUser", "--UserName", "billing");
  assert.match(user.err, /EntityNotExist\.User/);
  const left = await run("ram", "GetPolicy", ...policy, "--PolicyType", "Custom");
  assert.match(left.err, /EntityNotExist\.Policy/);
  // The device belongs to whoever has it: it is bound to nobody and may be deleted.
  await ram("DeleteVirtualMFADevice", "--SerialNumber", SerialNumber);
});

const OTHERS = [
  ["User", ["CreateUser", "--UserName", "other"]],
  ["Group", ["CreateGroup", "--GroupName", "other"]],
  [
    "Role",
    [
      ...["CreateRole", "--RoleName", "other", "--AssumeRolePolicyDocument"],
      '{"Version":"1","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"RAM":["acs:ram::1234567890123456:root"]}}]}',
    ],
  ],
] as const;

for (const [kind, make] of OTHERS) {
  test(`a policy that somebody gave a ${kind.toLowerCase()} too is left there and said, and revoking again is no failure`, async (t) => {
    const { running, run } = await world(t);
    const by = await created(run, "billing", "--read", "prod/*");
    assert.equal((await run("ram", ...make)).code, 0);
    const policy = ["--PolicyName", "app-billing", "--PolicyType", "Custom"];
    const attached = [...policy, `--${kind}Name`, "other"];
    assert.equal((await run("ram", `AttachPolicyTo${kind}`, ...attached)).code, 0);
    for (const keys of [1, 0]) {
      const { code, out, err } = await run("app", "revoke", "billing");
      assert.equal(code, 0, err);
      assert.equal(out, `billing is revoked: ${keys} AccessKey(s) deleted, the user is gone.\n`);
      assert.match(err, /^warning: the policy `app-billing` is attached to others too/);
      assert.match(err, /ListEntitiesForPolicy/);
    }
    const read = ["kms", "GetSecretValue", "--SecretName", "prod/db"];
    assert.match((await coffer(running, read, { by })).err, /InvalidAccessKeyId\.NotFound/);
    assert.equal((await run("ram", "GetPolicy", ...policy)).code, 0, "others have it");
    assert.equal((await run("ram", `DetachPolicyFrom${kind}`, ...attached)).code, 0);
    const { code, err } = await run("app", "revoke", "billing");
    assert.deepEqual([code, err], [0, ""]);
    const none = await run("app", "revoke", "billing");
    assert.deepEqual([none.code, none.err], [1, "There is no application billing.\n"]);
  });
}

test("names and patterns that could mean something else are refused before anything is made", async (t) => {
  const { run } = await world(t);
  for (const name of ["a b", "*", "a/b", "acs:x", "\u0430pp", "-", "a".repeat(59)]) {
    const { code, err } = await run("app", "create", name, "--read", "prod/*");
    assert.equal(code, 1, name);
    assert.match(err, /cannot be the name of an application|is not a flag/, name);
  }
  for (const pattern of ["acs:kms:*", "prod db", "pr\u043ed/*"]) {
    const { code, err } = await run("app", "create", "app", "--read", pattern);
    assert.equal(code, 1);
    assert.match(err, /cannot be the name of a secret/);
  }
  assert.equal((await run("app", "create", "app")).code, 1);
  assert.match((await run("app", "creat", "app")).err, /create/);
  const users = JSON.parse((await run("ram", "ListUsers")).out);
  assert.deepEqual(users.Users.User, []);
});
