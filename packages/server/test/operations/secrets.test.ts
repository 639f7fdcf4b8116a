// The settled rules of secrets: names, sizes, versions, labels, keys, each at, below and above its limit.
import assert from "node:assert/strict";
import test from "node:test";
import { ACCOUNT, REGION, testServer } from "../support/server.ts";

const NAME = { SecretName: "s" };
const FIRST = { ...NAME, SecretData: "one", VersionId: "v1" };
const put = (VersionId: string, more: Record<string, string> = {}) => ({
  ...NAME,
  SecretData: `data ${VersionId}`,
  VersionId,
  ...more,
});
type Versions = { VersionId: { VersionId: string; VersionStages: { VersionStage: string[] } }[] };

async function withSecret() {
  const server = await testServer();
  assert.equal((await server.call("CreateSecret", FIRST)).code, "OK");
  const labels = async (): Promise<Record<string, string[]>> => {
    const { body } = await server.call("ListSecretVersionIds", {
      ...NAME,
      IncludeDeprecated: "true",
    });
    const versions = (body.VersionIds as Versions).VersionId;
    return Object.fromEntries(
      versions.map((row) => [row.VersionId, row.VersionStages.VersionStage]),
    );
  };
  return { server, labels };
}

test("names: letters, digits and _/+=.@-, at most 192, not beginning with acs/", async () => {
  const server = await testServer();
  const codeOf = async (SecretName: string) =>
    (await server.call("CreateSecret", { ...FIRST, SecretName })).code;
  for (const name of ["a", "a/b_c+d=e.f@g-h", "x".repeat(192), "acs"])
    assert.equal(await codeOf(name), "OK");
  for (const name of ["x".repeat(193), "a b", "中文", "a!b", "acs/x", "$Auto", "a\n"]) {
    assert.equal(await codeOf(name), "InvalidParameter", name);
  }
  assert.equal(await codeOf(""), "MissingParameter");
});

test("a value has at most 30,720 bytes, and comes back byte for byte", async () => {
  const { server } = await withSecret();
  const values = [
    "中".repeat(10_240),
    "x".repeat(30_720),
    "\u0000\r\n\t\u2028😀 %+&=",
    "=not base64=",
  ];
  for (const [index, SecretData] of values.entries()) {
    const more = { SecretData, SecretDataType: index === 3 ? "binary" : "text" };
    assert.equal((await server.call("PutSecretValue", put(`w${index}`, more))).code, "OK");
    const { body } = await server.call("GetSecretValue", NAME);
    assert.equal(body.SecretData, SecretData);
    assert.equal(body.SecretDataType, more.SecretDataType);
  }
  for (const SecretData of ["x".repeat(30_721), `${"中".repeat(10_240)}x`]) {
    assert.equal(
      (await server.call("PutSecretValue", put("big", { SecretData }))).code,
      "InvalidParameter",
    );
  }
});

test("a secret that names no key shows none; one that names a key shows it", async () => {
  const { server } = await withSecret();
  assert.equal("EncryptionKeyId" in (await server.call("DescribeSecret", NAME)).body, false);
  const { body } = await server.call("CreateKey");
  const { KeyId, Arn } = body.KeyMetadata as { KeyId: string; Arn: string };
  for (const [SecretName, EncryptionKeyId] of Object.entries({ byId: KeyId, byArn: Arn })) {
    await server.call("CreateSecret", { ...FIRST, SecretName, EncryptionKeyId });
    assert.equal((await server.call("DescribeSecret", { SecretName })).body.EncryptionKeyId, KeyId);
    assert.equal((await server.call("GetSecretValue", { SecretName })).body.SecretData, "one");
  }
  const unknown = { ...FIRST, SecretName: "x", EncryptionKeyId: "key-nobody" };
  assert.equal((await server.call("CreateSecret", unknown)).code, "Forbidden.ResourceNotFound");
});

test("a disabled key makes its secrets unreadable, and enabling heals them", async () => {
  const { server } = await withSecret();
  const { KeyId } = (await server.call("CreateKey")).body.KeyMetadata as { KeyId: string };
  await server.call("CreateSecret", { ...FIRST, SecretName: "k", EncryptionKeyId: KeyId });
  const key = await server.store.key(KeyId);
  assert.ok(key);
  const codes = {
    Disabled: "Rejected.Disabled",
    PendingDeletion: "Rejected.PendingDeletion",
  } as const;
  for (const [state, code] of Object.entries(codes)) {
    const record = { ...key, state: state as keyof typeof codes };
    await server.store.transaction((transaction) => transaction.updateKey(record));
    assert.equal((await server.call("GetSecretValue", { SecretName: "k" })).code, code);
    assert.equal(
      (await server.call("PutSecretValue", { ...put("v9"), SecretName: "k" })).code,
      code,
    );
  }
  await server.store.transaction((transaction) => transaction.updateKey(key));
  assert.equal((await server.call("GetSecretValue", { SecretName: "k" })).code, "OK");
});

test("the same version again is ignored with the same value, refused with another", async () => {
  const { server, labels } = await withSecret();
  await server.call("PutSecretValue", put("v2"));
  const before = await labels();
  const again = await server.call("PutSecretValue", { ...FIRST, VersionStages: '["New"]' });
  assert.equal(again.code, "OK");
  assert.deepEqual(again.body.VersionStages, { VersionStage: ["ACSPrevious"] });
  assert.deepEqual(await labels(), before);
  for (const more of [{ SecretData: "other" }, { SecretDataType: "binary" }]) {
    const answer = await server.call("PutSecretValue", { ...FIRST, ...more });
    assert.deepEqual([answer.status, answer.code], [409, "Rejected.ResourceExist"]);
  }
  assert.equal(
    (await server.call("GetSecretValue", { ...NAME, VersionId: "v1" })).body.SecretData,
    "one",
  );
});

test("the eleventh version removes the oldest that has no label", async () => {
  const { server, labels } = await withSecret();
  await server.call("UpdateSecretVersionStage", {
    ...NAME,
    VersionStage: "Keep",
    MoveToVersion: "v1",
  });
  for (let version = 2; version <= 10; version += 1)
    await server.call("PutSecretValue", put(`v${version}`));
  assert.equal(Object.keys(await labels()).length, 10);
  await server.call("PutSecretValue", put("v11"));
  const names = Object.keys(await labels());
  assert.equal(names.length, 10);
  assert.ok(names.includes("v1") && !names.includes("v2") && names.includes("v11"));
});

test("a write that names labels without ACSCurrent leaves the current version", async () => {
  const { server, labels } = await withSecret();
  await server.call("PutSecretValue", put("v2", { VersionStages: '["Pending"]' }));
  assert.deepEqual(await labels(), { v2: ["Pending"], v1: ["ACSCurrent"] });
  await server.call(
    "PutSecretValue",
    put("v3", { VersionStages: '{"VersionStage":["ACSCurrent","Pending"]}' }),
  );
  assert.deepEqual(await labels(), { v3: ["ACSCurrent", "Pending"], v2: [], v1: ["ACSPrevious"] });
});

test("labels that are no list of labels are refused", async () => {
  const { server } = await withSecret();
  for (const VersionStages of [
    "[]",
    "{}",
    '["a","a"]',
    '["a b"]',
    "[1]",
    '"a"',
    "x",
    '{"VersionStage":[]}',
  ]) {
    const { code } = await server.call("PutSecretValue", put("v2", { VersionStages }));
    assert.equal(code, "InvalidParameter", VersionStages);
  }
});

test("a secret has at most eight labels", async () => {
  const { server } = await withSecret();
  await server.call(
    "PutSecretValue",
    put("v2", { VersionStages: '["a","b","c","d","e","f","g"]' }),
  );
  const move = { ...NAME, MoveToVersion: "v1" };
  const ninth = await server.call("UpdateSecretVersionStage", { ...move, VersionStage: "h" });
  assert.deepEqual([ninth.status, ninth.code], [400, "Rejected.LimitExceeded"]);
  assert.equal((await server.call("PutSecretValue", put("v3"))).code, "Rejected.LimitExceeded");
  assert.equal(
    (await server.call("UpdateSecretVersionStage", { ...move, VersionStage: "a" })).code,
    "OK",
  );
});

test("each line of the table of UpdateSecretVersionStage", async () => {
  const cases: [string, string | undefined, string | undefined, string][] = [
    ["Custom", undefined, undefined, "InvalidParameter"],
    ["Custom", "v1", undefined, "OK"],
    ["Pending", undefined, "v2", "OK"],
    ["Pending", undefined, "v1", "Rejected.InvalidRequest"],
    ["Pending", "v1", "v2", "OK"],
    ["Pending", "v1", "v1", "Rejected.InvalidRequest"],
    ["ACSCurrent", "v2", undefined, "OK"],
    ["ACSCurrent", "v2", "v1", "OK"],
    ["ACSCurrent", "v2", "v2", "Rejected.InvalidRequest"],
    ["ACSCurrent", undefined, "v1", "Rejected.InvalidRequest"],
    ["ACSPrevious", "v2", undefined, "OK"],
    ["ACSCurrent", "v1", undefined, "OK"],
    ["Custom", "nobody", undefined, "Forbidden.ResourceNotFound"],
    ["constructor", "v1", undefined, "OK"],
    ["__proto__", "v1", undefined, "OK"],
  ];
  for (const [VersionStage, to, from, code] of cases) {
    const { server } = await withSecret();
    await server.call("PutSecretValue", put("v2", { VersionStages: '["Pending"]' }));
    const answer = await server.call("UpdateSecretVersionStage", {
      ...NAME,
      VersionStage,
      ...(to === undefined ? {} : { MoveToVersion: to }),
      ...(from === undefined ? {} : { RemoveFromVersion: from }),
    });
    assert.equal(answer.code, code, `${VersionStage} ${to} ${from}`);
  }
});

test("moving ACSCurrent moves ACSPrevious to the former current version", async () => {
  const { server, labels } = await withSecret();
  await server.call("PutSecretValue", put("v2", { VersionStages: '["P"]' }));
  await server.call("UpdateSecretVersionStage", {
    ...NAME,
    VersionStage: "ACSCurrent",
    MoveToVersion: "v2",
  });
  assert.deepEqual(await labels(), { v2: ["ACSCurrent", "P"], v1: ["ACSPrevious"] });
});

test("a version is read by id, by label, or by both when they agree", async () => {
  const { server } = await withSecret();
  await server.call("PutSecretValue", put("v2"));
  await server.call("PutSecretValue", put("v3"));
  const read = async (more: Record<string, string>) => {
    const { body, code } = await server.call("GetSecretValue", { ...NAME, ...more });
    return code === "OK" ? [body.VersionId, body.SecretData] : code;
  };
  assert.deepEqual(await read({}), ["v3", "data v3"]);
  assert.deepEqual(await read({ VersionStage: "ACSPrevious" }), ["v2", "data v2"]);
  assert.deepEqual(await read({ VersionId: "v1" }), ["v1", "one"]);
  assert.deepEqual(await read({ VersionId: "v2", VersionStage: "ACSPrevious" }), ["v2", "data v2"]);
  for (const more of [
    { VersionId: "v1", VersionStage: "ACSCurrent" },
    { VersionId: "nobody" },
    { VersionStage: "nobody" },
    { VersionStage: "constructor" },
    { VersionStage: "__proto__" },
  ] as Record<string, string>[]) {
    assert.equal(await read(more), "Forbidden.ResourceNotFound");
  }
});

test("ARNs stand for names; those of other accounts, regions and kinds are not found", async () => {
  const { server } = await withSecret();
  const arn = (region: string, account: string, rest: string) =>
    `acs:kms:${region}:${account}:${rest}`;
  const read = async (SecretName: string) =>
    (await server.call("GetSecretValue", { SecretName })).code;
  assert.equal(await read(arn(REGION, ACCOUNT, "secret/s")), "OK");
  for (const wrong of [
    arn("cn-beijing", ACCOUNT, "secret/s"),
    arn(REGION, "9999999999999999", "secret/s"),
    arn(REGION, ACCOUNT, "key/s"),
    "acs:kms:",
  ]) {
    assert.equal(await read(wrong), "Forbidden.ResourceNotFound", wrong);
  }
  const key = await server.call("DescribeKey", { KeyId: arn("cn-beijing", ACCOUNT, "key/k") });
  assert.equal(key.code, "Forbidden.KeyNotFound");
  assert.equal(
    (await server.call("DescribeKey", { KeyId: "alias/a" })).code,
    "Forbidden.AliasNotFound",
  );
});

test("the deletion window is 7 to 30 days; a forced deletion ignores it", async () => {
  const cases = { 6: "InvalidParameter", 7: "OK", 30: "OK", 31: "InvalidParameter" };
  for (const [days, code] of Object.entries(cases)) {
    const { server } = await withSecret();
    const answer = await server.call("DeleteSecret", { ...NAME, RecoveryWindowInDays: days });
    assert.equal(answer.code, code, days);
  }
  const { server } = await withSecret();
  const standard = await server.call("DeleteSecret", NAME);
  assert.equal(standard.body.PlannedDeleteTime, "2026-12-24T08:00:00Z");
  const forced = { ...NAME, ForceDeleteWithoutRecovery: "True", RecoveryWindowInDays: "99" };
  assert.equal(
    (await server.call("DeleteSecret", forced)).body.PlannedDeleteTime,
    "2026-11-24T08:00:00Z",
  );
  assert.equal((await server.call("CreateSecret", FIRST)).code, "OK");
});

test("DryRun of GetSecretValue always fails, and says why", async () => {
  const { server } = await withSecret();
  const run = async (more: Record<string, string>) =>
    (await server.call("GetSecretValue", { DryRun: "true", ...more })).code;
  assert.equal(await run(NAME), "DryRunOperationError");
  assert.equal(await run({}), "ValidationError");
  assert.equal(await run({ SecretName: "nobody" }), "Forbidden.ResourceNotFound");
});

test("types other than Generic, rotation and instances are refused in words", async () => {
  const server = await testServer();
  const cases: [Record<string, string>, string][] = [
    [{ SecretType: "Rds" }, "UnsupportedOperation"],
    [{ SecretType: "Other" }, "InvalidParameter"],
    [{ EnableAutomaticRotation: "true" }, "InvalidParameter"],
    [{ EnableAutomaticRotation: "false" }, "OK"],
    [{ DKMSInstanceId: "kst-x", SecretName: "t" }, "Forbidden.DKMSInstanceNotFound"],
  ];
  for (const [more, code] of cases) {
    assert.equal((await server.call("CreateSecret", { ...FIRST, ...more })).code, code);
  }
  const custom = { ...NAME, "ExtendedConfig.CustomData": '{"a":"b"}' };
  assert.equal((await server.call("UpdateSecret", custom)).code, "InvalidParameter");
  const parts = { ...NAME, "ExtendedConfig.CustomData.a": "b" };
  assert.equal((await server.call("UpdateSecret", parts)).code, "InvalidParameter");
});

test("what two do at once: one creates, the other finds it there", async () => {
  const server = await testServer();
  const codes = await Promise.all(
    ["a", "b", "c"].map(
      async (SecretData) => (await server.call("CreateSecret", { ...FIRST, SecretData })).code,
    ),
  );
  assert.deepEqual(codes.sort(), ["OK", "Rejected.ResourceExist", "Rejected.ResourceExist"]);
});

test("members that are missing are named before members that are wrong", async () => {
  const server = await testServer();
  const answer = await server.call("CreateSecret", { SecretDataType: "wrong", SecretName: "s" });
  assert.equal(answer.code, "MissingParameter");
  assert.match(String(answer.body.Message), /`SecretData`|`VersionId`/);
});

test("random passwords keep their rules", async () => {
  const server = await testServer();
  const draw = async (members: Record<string, string>) => {
    const { body, code } = await server.call("GetRandomPassword", members);
    return code === "OK" ? String(body.RandomPassword) : code;
  };
  for (let round = 0; round < 200; round += 1) {
    const all = await draw({ PasswordLength: "8" });
    assert.match(all, /^[\x21-\x7e]{8}$/);
    for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]) assert.match(all, kind);
    assert.match(
      await draw({ ExcludePunctuation: "true", ExcludeNumbers: "TRUE" }),
      /^[A-Za-z]{32}$/,
    );
    assert.doesNotMatch(await draw({ ExcludeCharacters: "abc`", PasswordLength: "128" }), /[abc`]/);
  }
  const letters = "abcdefghijklmnopqrstuvwxyz";
  assert.match(await draw({ ExcludeCharacters: letters }), /^[^a-z]{32}$/);
  const none = {
    ExcludeLowercase: "true",
    ExcludeUppercase: "true",
    ExcludeNumbers: "true",
    ExcludePunctuation: "true",
  };
  for (const wrong of [
    none,
    { PasswordLength: "7" },
    { PasswordLength: "129" },
    { ExcludeCharacters: "é" },
  ]) {
    assert.equal(await draw(wrong), "InvalidParameter");
  }
});
