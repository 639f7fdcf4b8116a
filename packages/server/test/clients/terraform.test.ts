// What Terraform's provider relies on, by the requests that it makes: V1 by POST with everything in the form, RegionId
// among it. A plan after an apply is empty only if what was sent is read back as it was.
import assert from "node:assert/strict";
import test from "node:test";
import { ACCOUNT, type Answer, REGION, type TestServer, testServer } from "../support/server.ts";

type Members = Readonly<Record<string, string>>;
type Row = Readonly<Record<string, unknown>>;

/** The provider's calls: an answer, or a failed test. */
function provider(server: TestServer) {
  const ask = (action: string, members: Members = {}): Promise<Answer> =>
    server.call(action, { RegionId: REGION, Format: "JSON", ...members });
  return {
    ask,
    async call(action: string, members: Members = {}): Promise<Row> {
      const { status, code, body } = await ask(action, members);
      assert.deepEqual([action, status, code], [action, 200, "OK"]);
      // It takes any Code that is no success word for an error.
      assert.ok(!("Code" in body) && !("Success" in body));
      return body;
    },
  };
}

const at = (body: Row, ...names: readonly string[]): unknown =>
  names.reduce<unknown>((inner, name) => (inner as Row)[name], body);

/** What must be the same at the next refresh. */
function stable({ RequestId: _id, ...rest }: Row): Row {
  return rest;
}

test("a key is read back as it was made, changed and put away", async () => {
  const server = await testServer();
  const { ask, call } = provider(server);
  const made = await call("CreateKey", {
    ...{ Description: "app 键", KeySpec: "Aliyun_AES_256", KeyUsage: "ENCRYPT/DECRYPT" },
    ...{ Origin: "Aliyun_KMS", ProtectionLevel: "SOFTWARE", EnableAutomaticRotation: "true" },
    ...{ RotationInterval: "604800s" },
    Tags: JSON.stringify([{ TagKey: "team", TagValue: "a" }]),
  });
  const KeyId = String(at(made, "KeyMetadata", "KeyId"));
  const read = async (): Promise<Row> =>
    at(await call("DescribeKey", { KeyId }), "KeyMetadata") as Row;
  const seen = await read();
  assert.deepEqual(
    [seen.Description, seen.KeySpec, seen.KeyUsage, seen.Origin, seen.ProtectionLevel],
    ["app 键", "Aliyun_AES_256", "ENCRYPT/DECRYPT", "Aliyun_KMS", "SOFTWARE"],
  );
  assert.deepEqual([seen.AutomaticRotation, seen.RotationInterval], ["Enabled", "604800s"]);
  for (const name of ["Arn", "Creator", "CreationDate", "PrimaryKeyVersion", "NextRotationDate"]) {
    assert.ok(seen[name], name);
  }
  assert.deepEqual(await read(), seen);
  const tags = { ResourceType: "key", "ResourceId.1": KeyId };
  const tagged = await call("ListTagResources", tags);
  const [tag] = at(tagged, "TagResources", "TagResource") as Row[];
  assert.deepEqual([tag?.TagKey, tag?.TagValue], ["team", "a"]);
  await call("UpdateKeyDescription", { KeyId, Description: "" });
  await call("UpdateRotationPolicy", { KeyId, EnableAutomaticRotation: "false" });
  await call("DisableKey", { KeyId });
  const ProtectedResourceArn = String(seen.Arn);
  await call("SetDeletionProtection", { ProtectedResourceArn, EnableDeletionProtection: "true" });
  await call("UntagResources", { ...tags, "TagKey.1": "team" });
  const changed = await read();
  assert.deepEqual(
    [changed.Description, changed.AutomaticRotation, changed.KeyState, changed.DeletionProtection],
    ["", "Disabled", "Disabled", "Enabled"],
  );
  assert.deepEqual(await read(), changed);
  await call("SetDeletionProtection", { ProtectedResourceArn, EnableDeletionProtection: "false" });
  await call("ScheduleKeyDeletion", { KeyId, PendingWindowInDays: "7" });
  const gone = await read();
  // It counts a key in this state as gone.
  assert.deepEqual([gone.KeyState, typeof gone.DeleteDate], ["PendingDeletion", "string"]);
  const missing = await ask("DescribeKey", { KeyId: "key-hzz0000000000000000000" });
  assert.deepEqual([missing.status, missing.code], [404, "Forbidden.KeyNotFound"]);
});

test("a key's policy is read back byte for byte", async () => {
  const { call } = provider(await testServer());
  const KeyId = String(at(await call("CreateKey"), "KeyMetadata", "KeyId"));
  // Not as we would write it: with blanks, and members in another order.
  const Policy = `{ "Version":"1", "Statement":[ {"Resource":["*"],"Action":["kms:*"],"Effect":"Allow","Principal":{"RAM":["acs:ram::${ACCOUNT}:*"]},"Sid":"kms"} ] }`;
  await call("SetKeyPolicy", { KeyId, PolicyName: "default", Policy });
  const { Policy: read } = await call("GetKeyPolicy", { KeyId, PolicyName: "default" });
  assert.deepEqual(JSON.parse(String(read)), JSON.parse(Policy));
});

test("a secret is read back as it was made and changed, and is gone with 404", async () => {
  const { ask, call } = provider(await testServer());
  const name = { SecretName: "tf/db" };
  await call("CreateSecret", {
    ...name,
    ...{ SecretData: '{"pwd": "ö&=+ "}', SecretDataType: "text", VersionId: "v1" },
    ...{ Description: "a  b", SecretType: "Generic", EnableAutomaticRotation: "false" },
    Tags: '[{"TagKey":"env","TagValue":"prod"},{"TagKey":"For","TagValue":""}]',
  });
  const refresh = async (): Promise<Row> => ({
    ...stable(await call("DescribeSecret", name)),
    ...stable(await call("GetSecretValue", { ...name, VersionId: "v1" })),
    ...stable(
      await call("ListTagResources", { ResourceType: "secret", "ResourceId.1": name.SecretName }),
    ),
  });
  const seen = await refresh();
  assert.deepEqual(
    [seen.SecretData, seen.SecretDataType, seen.Description, seen.SecretType, seen.SecretName],
    ['{"pwd": "ö&=+ "}', "text", "a  b", "Generic", "tf/db"],
  );
  assert.deepEqual(at(seen, "VersionStages", "VersionStage"), ["ACSCurrent"]);
  const tags = (at(seen, "TagResources", "TagResource") as Row[]).map(
    ({ TagKey, TagValue }) => `${TagKey}=${TagValue}`,
  );
  assert.deepEqual(tags.sort(), ["For=", "env=prod"]);
  assert.ok(seen.NextToken === undefined || seen.NextToken === "");
  assert.deepEqual(await refresh(), seen);
  await call("PutSecretValue", {
    ...name,
    ...{ SecretData: "two", VersionId: "v2", SecretDataType: "text" },
    VersionStages: '["ACSCurrent","Team"]',
  });
  const { VersionId, SecretData } = await call("GetSecretValue", name);
  assert.deepEqual([VersionId, SecretData], ["v2", "two"]);
  // It sends no description where one was taken away: nothing changes.
  await call("UpdateSecret", name);
  await call("UpdateSecret", { ...name, Description: "c" });
  assert.equal((await call("DescribeSecret", name)).Description, "c");
  const deleted = await call("DeleteSecret", { ...name, RecoveryWindowInDays: "7" });
  assert.match(String(deleted.PlannedDeleteTime), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.ok((await call("DescribeSecret", name)).PlannedDeleteTime);
  await call("DeleteSecret", { ...name, ForceDeleteWithoutRecovery: "true" });
  for (const action of ["DescribeSecret", "GetSecretValue", "DeleteSecret"]) {
    const { status, code } = await ask(action, name);
    assert.deepEqual([action, status, code], [action, 404, "Forbidden.ResourceNotFound"]);
  }
});

test("an alias is found in pages of 20, and its absence is an empty list", async () => {
  const { ask, call } = provider(await testServer());
  const list = async (PageNumber: string) =>
    at(await call("ListAliases", { PageNumber, PageSize: "20" }), "Aliases", "Alias") as Row[];
  assert.deepEqual(await list("1"), []);
  const KeyId = String(at(await call("CreateKey"), "KeyMetadata", "KeyId"));
  for (let each = 0; each < 25; each += 1) {
    await call("CreateAlias", { KeyId, AliasName: `alias/tf-${each}` });
  }
  const all = [...(await list("1")), ...(await list("2"))];
  assert.deepEqual(
    all.map(({ AliasName }) => AliasName).sort(),
    Array.from({ length: 25 }, (_, each) => `alias/tf-${each}`).sort(),
  );
  assert.ok(all.every((alias) => alias.KeyId === KeyId));
  assert.deepEqual(await list("3"), []);
  const other = String(at(await call("CreateKey"), "KeyMetadata", "KeyId"));
  await call("UpdateAlias", { KeyId: other, AliasName: "alias/tf-0" });
  await call("DeleteAlias", { AliasName: "alias/tf-0" });
  const { status, code } = await ask("DescribeKey", { KeyId: "alias/tf-0" });
  assert.deepEqual([status, code], [404, "Forbidden.AliasNotFound"]);
});

test("a ciphertext's plaintext need not be Base64, and its context may be empty", async () => {
  const { call } = provider(await testServer());
  const KeyId = String(at(await call("CreateKey"), "KeyMetadata", "KeyId"));
  for (const Plaintext of ["example", "no Base64 – äß!", "aGVsbG8=", "aGVsbG8"]) {
    for (const EncryptionContext of ["{}", '{"name":"value"}']) {
      const { CiphertextBlob } = await call("Encrypt", { KeyId, Plaintext, EncryptionContext });
      const blob = { CiphertextBlob: String(CiphertextBlob), EncryptionContext };
      const opened = await call("Decrypt", blob);
      assert.deepEqual([opened.Plaintext, opened.KeyId], [Plaintext, KeyId]);
    }
  }
});

test("a key's versions are listed and described", async () => {
  const { call } = provider(await testServer());
  const KeyId = String(at(await call("CreateKey"), "KeyMetadata", "KeyId"));
  const made = await call("CreateKeyVersion", { KeyId });
  const KeyVersionId = String(at(made, "KeyVersion", "KeyVersionId"));
  const read = await call("DescribeKeyVersion", { KeyId, KeyVersionId });
  assert.deepEqual(at(read, "KeyVersion"), at(made, "KeyVersion"));
  const listed = await call("ListKeyVersions", { KeyId });
  assert.equal((at(listed, "KeyVersions", "KeyVersion") as Row[]).length, 2);
});

const EMPTY: readonly (readonly [action: string, members: Members, ...path: string[]])[] = [
  ["ListKeys", {}, "Keys", "Key"],
  ["ListAliases", {}, "Aliases", "Alias"],
  ["ListSecrets", { FetchTags: "true" }, "SecretList", "Secret"],
  ["ListTagResources", { ResourceType: "key" }, "TagResources", "TagResource"],
  ["ListTagResources", { ResourceType: "secret" }, "TagResources", "TagResource"],
  ["ListUsers", {}, "Users", "User"],
  ["ListGroups", {}, "Groups", "Group"],
  ["ListRoles", {}, "Roles", "Role"],
  ["ListPolicies", { PolicyType: "Custom", Version: "2015-05-01" }, "Policies", "Policy"],
];

for (const [action, members, ...path] of EMPTY) {
  test(`${action} of nothing (${JSON.stringify(members)}) is a wrapped empty list`, async () => {
    const { call } = provider(await testServer());
    const body = await call(action, members);
    assert.deepEqual(at(body, ...path), []);
    assert.ok(body.NextToken === undefined || body.NextToken === "");
  });
}

test("the data source of secrets reads tags and pages until a short one", async () => {
  const { call } = provider(await testServer());
  for (let each = 0; each < 23; each += 1) {
    const Tags = each % 2 === 0 ? '[{"TagKey":"even","TagValue":"yes"}]' : "[]";
    const secret = { SecretName: `s${each}`, SecretData: "v", VersionId: "v1", Tags };
    await call("CreateSecret", secret);
  }
  const all: Row[] = [];
  for (let page = 1; ; page += 1) {
    const members = { FetchTags: "true", PageSize: "10", PageNumber: String(page) };
    const rows = at(await call("ListSecrets", members), "SecretList", "Secret") as Row[];
    all.push(...rows);
    if (rows.length < 10) break;
  }
  assert.equal(all.length, 23);
  const even = all.filter((row) => (at(row, "Tags", "Tag") as Row[]).length === 1);
  assert.equal(even.length, 12);
});
