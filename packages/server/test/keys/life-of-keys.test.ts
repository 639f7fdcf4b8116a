// The life of keys: what each kind may be, versions, rotation, deletion, aliases, lists.
import assert from "node:assert/strict";
import { createPublicKey } from "node:crypto";
import test from "node:test";
import { findAlgorithm, seededRandom } from "@coffer/crypto";
import { MemoryStore } from "@coffer/store";
import { lookAfterDueKeys } from "../../src/jobs/look-after-due-keys.ts";
import { ACCOUNT, START, type TestServer, testServer } from "../support/server.ts";
import {
  base64,
  codeOf,
  createKey,
  createPair,
  describeKey,
  importMaterial,
  ok,
  versionsOf,
} from "./kit.ts";

const DAY = 24 * 60 * 60 * 1000;

/** The job that looks after due keys, as the scheduler runs it. */
async function runJob(server: TestServer): Promise<number> {
  const random = seededRandom(`job ${server.now}`);
  return lookAfterDueKeys({ store: server.store, keyring: server.keyring, random }).run(server.now);
}

test("a key's metadata is shown in full", async () => {
  const server = await testServer();
  const { KeyMetadata } = await ok(server, "CreateKey", { Description: "d" });
  const { KeyId, PrimaryKeyVersion } = KeyMetadata as { KeyId: string; PrimaryKeyVersion: string };
  assert.match(KeyId, /^key-[a-z0-9]{20}$/);
  assert.deepEqual(KeyMetadata, {
    KeyId,
    Arn: `acs:kms:cn-hangzhou:1234567890123456:key/${KeyId}`,
    Creator: "1234567890123456",
    CreationDate: "2026-11-24T08:00:00Z",
    Description: "d",
    KeySpec: "Aliyun_AES_256",
    KeyUsage: "ENCRYPT/DECRYPT",
    KeyState: "Enabled",
    Origin: "Aliyun_KMS",
    ProtectionLevel: "SOFTWARE",
    AutomaticRotation: "Disabled",
    PrimaryKeyVersion,
    LastRotationDate: "2026-11-24T08:00:00Z",
    DeleteDate: "",
    MaterialExpireTime: "",
  });
  const more = { DeletionProtection: "Disabled", DeletionProtectionDescription: "" };
  assert.deepEqual(await describeKey(server, KeyId), { ...(KeyMetadata as object), ...more });
});

test("each key spec has the usage that it defaults to, and no other than its own", async () => {
  const server = await testServer();
  const specs = {
    Aliyun_AES_256: ["ENCRYPT/DECRYPT"],
    Aliyun_AES_192: ["ENCRYPT/DECRYPT"],
    Aliyun_AES_128: ["ENCRYPT/DECRYPT"],
    Aliyun_SM4: ["ENCRYPT/DECRYPT"],
    RSA_2048: ["SIGN/VERIFY", "ENCRYPT/DECRYPT"],
    EC_P256: ["SIGN/VERIFY"],
    EC_P256K: ["SIGN/VERIFY"],
    EC_SM2: ["SIGN/VERIFY", "ENCRYPT/DECRYPT"],
    ML_DSA_65: ["SIGN/VERIFY"],
    HMAC_SHA_224: ["GENERATE/VERIFY_MAC"],
    HMAC_SHA_256: ["GENERATE/VERIFY_MAC"],
    HMAC_SHA_384: ["GENERATE/VERIFY_MAC"],
    HMAC_SHA_512: ["GENERATE/VERIFY_MAC"],
    HMAC_SM3: ["GENERATE/VERIFY_MAC"],
  };
  for (const [KeySpec, usages] of Object.entries(specs)) {
    const { KeyUsage } = await describeKey(server, await createKey(server, { KeySpec }));
    assert.equal(KeyUsage, usages[0], KeySpec);
    for (const usage of ["ENCRYPT/DECRYPT", "SIGN/VERIFY", "GENERATE/VERIFY_MAC"]) {
      const code = await codeOf(server, "CreateKey", { KeySpec, KeyUsage: usage });
      assert.equal(code, usages.includes(usage) ? "OK" : "InvalidParameter", `${KeySpec} ${usage}`);
    }
  }
  assert.deepEqual(server.unexpected, []);
});

test("what cannot be made is refused by its code", async () => {
  const server = await testServer();
  const cases: [Record<string, string>, string][] = [
    [{ KeySpec: "nonsense" }, "InvalidParameter"],
    [{ KeySpec: "aliyun_aes_256" }, "InvalidParameter"],
    [{ ProtectionLevel: "HSM" }, "Unsupported.ProtectionLevel"],
    [{ DKMSInstanceId: "kst-1" }, "Forbidden.DKMSInstanceNotFound"],
    [{ Origin: "EXTERNAL", KeySpec: "RSA_2048" }, "UnsupportedOperation"],
    [{ Origin: "EXTERNAL", KeySpec: "HMAC_SHA_256" }, "UnsupportedOperation"],
    [{ Policy: '{"Version":"1","Statement":[]}' }, "InvalidParameter"],
    [{ EnableAutomaticRotation: "true" }, "MissingParameter"],
    [{ EnableAutomaticRotation: "true", RotationInterval: "6d" }, "InvalidParameter"],
    [{ EnableAutomaticRotation: "true", RotationInterval: "731d" }, "InvalidParameter"],
    [{ EnableAutomaticRotation: "true", RotationInterval: "1y" }, "InvalidParameter"],
    [
      { EnableAutomaticRotation: "true", RotationInterval: "7d", KeySpec: "RSA_2048" },
      "UnsupportedOperation",
    ],
    [
      { EnableAutomaticRotation: "true", RotationInterval: "7d", Origin: "EXTERNAL" },
      "UnsupportedOperation",
    ],
    [{ Tags: '[{"TagKey":"acs:x","TagValue":""}]' }, "InvalidParameter.TagKey"],
  ];
  for (const [members, code] of cases) {
    assert.equal(await codeOf(server, "CreateKey", members), code, JSON.stringify(members));
  }
  assert.equal((await server.store.keys({ service: false, offset: 0, limit: 1 })).total, 0);
});

test("a pair's versions have public halves of their own, and no version is primary", async () => {
  const server = await testServer();
  const { KeyId } = await createPair(server, "EC_P256", "SIGN/VERIFY");
  server.now += 1000;
  await ok(server, "CreateKeyVersion", { KeyId });
  const versions = await versionsOf(server, KeyId);
  const keys = await Promise.all(
    versions.map(async (KeyVersionId) => {
      const { PublicKey } = await ok(server, "GetPublicKey", { KeyId, KeyVersionId });
      assert.match(String(PublicKey), /^-----BEGIN PUBLIC KEY-----\n/);
      assert.equal(createPublicKey(String(PublicKey)).asymmetricKeyType, "ec");
      return String(PublicKey);
    }),
  );
  assert.equal(new Set(keys).size, 2);
  const described = await describeKey(server, KeyId);
  assert.equal("PrimaryKeyVersion" in described, false);
  assert.equal(described.LastRotationDate, "2026-11-24T08:00:01Z");
  const symmetric = await createKey(server);
  const [KeyVersionId = ""] = await versionsOf(server, symmetric);
  const refused = await codeOf(server, "GetPublicKey", { KeyId: symmetric, KeyVersionId });
  assert.equal(refused, "Rejected.UnsupportedOperation");
  const unknown = { KeyId, KeyVersionId: "none" };
  assert.equal(await codeOf(server, "GetPublicKey", unknown), "Forbidden.KeyVersionNotFound");
  assert.equal(await codeOf(server, "DescribeKeyVersion", unknown), "Forbidden.KeyVersionNotFound");
});

test("a new version of a symmetric key encrypts, and old versions decrypt for ever", async () => {
  const server = await testServer();
  const KeyId = await createKey(server, { KeySpec: "Aliyun_SM4" });
  const made: { CiphertextBlob: string; KeyVersionId: string }[] = [];
  for (let round = 0; round < 4; round += 1) {
    made.push((await ok(server, "Encrypt", { KeyId, Plaintext: base64(`${round}`) })) as never);
    server.now += 1000;
    await ok(server, "CreateKeyVersion", { KeyId });
  }
  assert.equal(new Set(made.map(({ KeyVersionId }) => KeyVersionId)).size, 4);
  const versions = await versionsOf(server, KeyId);
  assert.deepEqual(
    versions.slice(1).reverse(),
    made.map(({ KeyVersionId }) => KeyVersionId),
  );
  assert.equal((await describeKey(server, KeyId)).PrimaryKeyVersion, versions[0]);
  for (const [round, { CiphertextBlob, KeyVersionId }] of made.entries()) {
    const { Plaintext, ...rest } = await ok(server, "Decrypt", { CiphertextBlob });
    assert.equal(Plaintext, base64(`${round}`));
    assert.equal(rest.KeyVersionId, KeyVersionId);
  }
});

test("a key has at most 50 versions, and some kinds have one", async () => {
  const server = await testServer();
  const KeyId = await createKey(server);
  for (let count = 1; count < 50; count += 1) await ok(server, "CreateKeyVersion", { KeyId });
  assert.equal(await codeOf(server, "CreateKeyVersion", { KeyId }), "Rejected.LimitExceeded");
  assert.equal((await versionsOf(server, KeyId)).length, 50);
  const mac = await createKey(server, { KeySpec: "HMAC_SHA_256" });
  const refused = "Rejected.UnsupportedOperation";
  assert.equal(await codeOf(server, "CreateKeyVersion", { KeyId: mac }), refused);
  const external = await createKey(server, { Origin: "EXTERNAL" });
  await importMaterial(server, { KeyId: external, material: Buffer.alloc(32, 1) });
  assert.equal(await codeOf(server, "CreateKeyVersion", { KeyId: external }), refused);
});

test("rotation by schedule adds one version at each interval, for ten years", async () => {
  const server = await testServer();
  const members = { EnableAutomaticRotation: "true", RotationInterval: "365d" };
  const KeyId = await createKey(server, members);
  const first = await describeKey(server, KeyId);
  assert.equal(first.AutomaticRotation, "Enabled");
  assert.equal(first.RotationInterval, "31536000s");
  assert.equal(first.NextRotationDate, "2027-11-24T08:00:00Z");
  server.now = START + 365 * DAY - 1;
  assert.equal(await runJob(server), 0);
  for (let year = 1; year <= 10; year += 1) {
    server.now = START + 365 * DAY * year;
    assert.equal(await runJob(server), 1);
    assert.equal(await runJob(server), 0);
    assert.equal((await versionsOf(server, KeyId)).length, 1 + year);
  }
  const last = await describeKey(server, KeyId);
  assert.equal(last.PrimaryKeyVersion, (await versionsOf(server, KeyId))[0]);
});

test("a clock that jumps over many intervals makes one version; back, rotation goes on from then", async () => {
  const server = await testServer();
  const KeyId = await createKey(server, {
    EnableAutomaticRotation: "true",
    RotationInterval: "7d",
  });
  server.now = START + 1000 * DAY;
  assert.equal(await runJob(server), 1);
  assert.equal((await versionsOf(server, KeyId)).length, 2);
  server.now = START;
  assert.equal(await runJob(server), 0);
  const { total } = await server.store.keyVersionsOf(KeyId, { offset: 0, limit: 1 });
  assert.equal(total, 2);
  const { LastRotationDate, NextRotationDate } = await describeKey(server, KeyId);
  assert.equal(LastRotationDate, "2026-11-24T08:00:00Z");
  assert.equal(NextRotationDate, "2026-12-01T08:00:00Z");
  server.now = START + 8 * DAY;
  assert.equal(await runJob(server), 1);
  assert.equal((await versionsOf(server, KeyId)).length, 3);
});

test("a running job notices that the clock was set back", async () => {
  const server = await testServer();
  const { store, keyring } = server;
  const job = lookAfterDueKeys({ store, keyring, random: seededRandom("job") });
  const KeyId = await createKey(server, {
    EnableAutomaticRotation: "true",
    RotationInterval: "7d",
  });
  for (const days of [0, 1000, 1]) await job.run(START + days * DAY);
  server.now = START + DAY;
  const { LastRotationDate, NextRotationDate } = await describeKey(server, KeyId);
  assert.equal(LastRotationDate, "2026-11-25T08:00:00Z");
  assert.equal(NextRotationDate, "2026-12-02T08:00:00Z");
});

test("a version that is made after the clock was set back was made then", async () => {
  const server = await testServer();
  const KeyId = await createKey(server);
  server.now = START + 1000 * DAY;
  await ok(server, "CreateKeyVersion", { KeyId });
  server.now = START + DAY;
  await ok(server, "CreateKeyVersion", { KeyId });
  assert.equal((await describeKey(server, KeyId)).LastRotationDate, "2026-11-25T08:00:00Z");
  // Their order is that in which they were made, whatever the clock showed.
  const newest = (await versionsOf(server, KeyId))[0];
  assert.equal(newest, (await describeKey(server, KeyId)).PrimaryKeyVersion);
});

test("rotation is suspended while a key is disabled, and made up for when it is enabled", async () => {
  const server = await testServer();
  const KeyId = await createKey(server, {
    EnableAutomaticRotation: "true",
    RotationInterval: "7d",
  });
  await ok(server, "DisableKey", { KeyId });
  assert.equal((await describeKey(server, KeyId)).AutomaticRotation, "Suspended");
  server.now = START + 30 * DAY;
  assert.equal(await runJob(server), 0);
  assert.equal((await versionsOf(server, KeyId)).length, 1);
  await ok(server, "EnableKey", { KeyId });
  assert.equal(await runJob(server), 1);
  const { LastRotationDate, NextRotationDate } = await describeKey(server, KeyId);
  assert.equal(LastRotationDate, "2026-12-24T08:00:00Z");
  assert.equal(NextRotationDate, "2026-12-31T08:00:00Z");
});

test("whatever makes a rotation due at once wakes the job, and nothing else does", async () => {
  const server = await testServer();
  const KeyId = await createKey(server);
  const on = { EnableAutomaticRotation: "true", RotationInterval: "7d" };
  const wakes = async (action: string, members: Record<string, string>): Promise<boolean> => {
    const { signal } = server.alarm;
    await ok(server, action, members);
    return signal.aborted;
  };
  server.now = START + 30 * DAY;
  assert.equal(await wakes("UpdateRotationPolicy", { KeyId, ...on }), true);
  await ok(server, "DisableKey", { KeyId });
  assert.equal(await wakes("EnableKey", { KeyId }), true);
  assert.equal(await wakes("DescribeKey", { KeyId }), false);
});

test("the rotation policy is turned on and off, and refused where nothing can rotate", async () => {
  const server = await testServer();
  const KeyId = await createKey(server);
  const on = { EnableAutomaticRotation: "true", RotationInterval: "604800s" };
  const off = { EnableAutomaticRotation: "false" };
  await ok(server, "UpdateRotationPolicy", { KeyId, ...on });
  assert.equal((await describeKey(server, KeyId)).NextRotationDate, "2026-12-01T08:00:00Z");
  await ok(server, "UpdateRotationPolicy", { KeyId, ...off });
  const after = await describeKey(server, KeyId);
  assert.equal(after.AutomaticRotation, "Disabled");
  assert.equal("NextRotationDate" in after || "RotationInterval" in after, false);
  assert.equal(await server.store.nextKeyDue(), undefined);
  const bare = { KeyId, EnableAutomaticRotation: "true" };
  assert.equal(await codeOf(server, "UpdateRotationPolicy", bare), "MissingParameter");
  const { KeyId: pair } = await createPair(server, "EC_P256", "SIGN/VERIFY");
  const refused = await codeOf(server, "UpdateRotationPolicy", { KeyId: pair, ...on });
  assert.equal(refused, "Rejected.UnsupportedOperation");
});

test("scheduled deletion can be cancelled until its time, and then nothing is left", async () => {
  const server = await testServer();
  const KeyId = await createKey(server, { Tags: '[{"TagKey":"a","TagValue":"b"}]' });
  await ok(server, "CreateAlias", { AliasName: "alias/a", KeyId });
  const { CiphertextBlob } = await ok(server, "Encrypt", { KeyId, Plaintext: base64("x") });
  await ok(server, "ScheduleKeyDeletion", { KeyId, PendingWindowInDays: "7" });
  assert.equal((await describeKey(server, KeyId)).DeleteDate, "2026-12-01T08:00:00Z");
  server.now = START + 7 * DAY - 1;
  assert.equal(await runJob(server), 0);
  await ok(server, "CancelKeyDeletion", { KeyId });
  assert.equal((await describeKey(server, KeyId)).KeyState, "Enabled");
  assert.equal((await describeKey(server, KeyId)).DeleteDate, "");
  await ok(server, "ScheduleKeyDeletion", { KeyId, PendingWindowInDays: "7" });
  server.now += 7 * DAY;
  // Due, and the job has not run yet.
  const gone = "Forbidden.KeyNotFound";
  assert.equal(await codeOf(server, "DescribeKey", { KeyId }), gone);
  assert.equal(await codeOf(server, "CancelKeyDeletion", { KeyId }), gone);
  const decrypt = { CiphertextBlob: String(CiphertextBlob) };
  assert.equal(await codeOf(server, "Decrypt", decrypt), gone);
  assert.equal(await runJob(server), 1);
  assert.equal(await codeOf(server, "DescribeKey", { KeyId }), gone);
  assert.equal(await codeOf(server, "Decrypt", decrypt), gone);
  assert.equal(
    await codeOf(server, "DeleteAlias", { AliasName: "alias/a" }),
    "Forbidden.AliasNotFound",
  );
  assert.equal(await server.store.key(KeyId), undefined);
  assert.deepEqual(await server.store.tagsOf("key", KeyId), {});
  assert.deepEqual(server.keyring.kept().includes(KeyId), false);
});

test("the window of a deletion has bounds, and protection keeps a key from it", async () => {
  const server = await testServer();
  const KeyId = await createKey(server);
  for (const days of ["6", "367", "0", "-1", "x"]) {
    const members = { KeyId, PendingWindowInDays: days };
    assert.equal(await codeOf(server, "ScheduleKeyDeletion", members), "InvalidParameter", days);
  }
  assert.equal(await codeOf(server, "ScheduleKeyDeletion", { KeyId }), "MissingParameter");
  const { Arn } = (await ok(server, "DescribeKey", { KeyId })).KeyMetadata as { Arn: string };
  await ok(server, "SetDeletionProtection", {
    ProtectedResourceArn: Arn,
    EnableDeletionProtection: "true",
    DeletionProtectionDescription: "needed",
  });
  const described = (await describeKey(server, KeyId)) as object as Record<string, string>;
  assert.equal(described.DeletionProtection, "Enabled");
  assert.equal(described.DeletionProtectionDescription, "needed");
  const week = { KeyId, PendingWindowInDays: "7" };
  assert.equal(await codeOf(server, "ScheduleKeyDeletion", week), "Rejected.UnsupportedOperation");
  await ok(server, "SetDeletionProtection", { KeyId, EnableDeletionProtection: "false" });
  const cleared = (await describeKey(server, KeyId)) as object as Record<string, string>;
  assert.equal(cleared.DeletionProtectionDescription, "");
  await ok(server, "ScheduleKeyDeletion", week);
  const on = { EnableDeletionProtection: "true" };
  assert.equal(await codeOf(server, "SetDeletionProtection", on), "MissingParameter");
  const other = await createKey(server);
  const both = { ...on, KeyId: other, ProtectedResourceArn: Arn };
  assert.equal(await codeOf(server, "SetDeletionProtection", both), "InvalidParameter");
});

test("DescribeKey names the secrets that would be lost with the key", async () => {
  const server = await testServer();
  const KeyId = await createKey(server);
  assert.equal("ProtectedSecrets" in (await ok(server, "DescribeKey", { KeyId })), false);
  for (let index = 0; index < 12; index += 1) {
    const secret = { SecretName: `s${index}`, SecretData: "x", VersionId: "v1" };
    await ok(server, "CreateSecret", { ...secret, EncryptionKeyId: KeyId });
  }
  const { ProtectedSecrets } = await ok(server, "DescribeKey", { KeyId });
  const { SecretName, TotalCount } = ProtectedSecrets as {
    SecretName: string[];
    TotalCount: number;
  };
  assert.deepEqual([SecretName.length, SecretName[0], TotalCount], [10, "s0", 12]);
});

test("secrets under a key are named to nobody who may not list secrets, of another account neither", async () => {
  const server = await testServer();
  const KeyId = await createKey(server);
  const secret = { SecretName: "hidden", SecretData: "x", VersionId: "v1" };
  await ok(server, "CreateSecret", { ...secret, EncryptionKeyId: KeyId });
  const describe = { Effect: "Allow", Action: "kms:DescribeKey", Resource: "*" };
  const ann = await server.user("ann", [describe]);
  const bob = await server.user("bob", [{ ...describe, Action: ["kms:Describe*", "kms:List*"] }]);
  const partner = await server.account("partner");
  const eve = await server.user("eve", [{ ...describe, Action: "kms:*" }], partner);
  const Statement = ["kms:List*", "kms:Describe*"].map((Action) => ({
    ...{ Effect: "Allow", Action, Resource: "*" },
    Principal: { RAM: [`acs:ram::${partner.accountId}:user/eve`] },
  }));
  await ok(server, "SetKeyPolicy", { KeyId, Policy: JSON.stringify({ Version: "1", Statement }) });
  const Arn = `acs:kms:cn-hangzhou:${ACCOUNT}:key/${KeyId}`;
  for (const [by, id, isTold] of [
    [ann, KeyId, false],
    [bob, KeyId, true],
    [eve, Arn, false],
  ] as const) {
    const { code, body } = await server.call("DescribeKey", { KeyId: id }, by);
    assert.equal(code, "OK");
    assert.equal(JSON.stringify(body).includes("hidden"), isTold);
    assert.equal("ProtectedSecrets" in body, isTold);
  }
  assert.deepEqual(server.unexpected, []);
});

test("an alias stands for its key where upstream takes one, and is refused elsewhere", async () => {
  const server = await testServer();
  const KeyId = await createKey(server);
  const AliasName = "alias/app/db-1";
  await ok(server, "CreateAlias", { AliasName, KeyId });
  const arn = `acs:kms:cn-hangzhou:1234567890123456:${AliasName}`;
  for (const name of [AliasName, arn]) {
    const { KeyMetadata } = await ok(server, "DescribeKey", { KeyId: name });
    assert.equal((KeyMetadata as { KeyId: string }).KeyId, KeyId);
    const answer = await ok(server, "Encrypt", { KeyId: name, Plaintext: base64("x") });
    assert.equal(answer.KeyId, KeyId);
    const refused = await codeOf(server, "DisableKey", { KeyId: name });
    assert.equal(refused, "Unsupported.Alias");
  }
  const elsewhere = `acs:kms:cn-beijing:1234567890123456:${AliasName}`;
  assert.equal(
    await codeOf(server, "DescribeKey", { KeyId: elsewhere }),
    "Forbidden.AliasNotFound",
  );
  const other = await createKey(server);
  for (const to of [other, KeyId]) await ok(server, "UpdateAlias", { AliasName: arn, KeyId: to });
  assert.equal(
    await codeOf(server, "UpdateAlias", { AliasName: elsewhere, KeyId: other }),
    "Forbidden.AliasNotFound",
  );
  await ok(server, "UpdateAlias", { AliasName, KeyId: other });
  const moved = await ok(server, "Encrypt", { KeyId: AliasName, Plaintext: base64("x") });
  assert.equal(moved.KeyId, other);
  assert.equal(
    await codeOf(server, "DeleteAlias", { AliasName: elsewhere }),
    "Forbidden.AliasNotFound",
  );
  await ok(server, "DeleteAlias", { AliasName: arn });
  assert.equal(
    await codeOf(server, "DescribeKey", { KeyId: AliasName }),
    "Forbidden.AliasNotFound",
  );
  assert.equal((await describeKey(server, KeyId)).KeyState, "Enabled");
});

test("aliases are unique, well spelt, and listed by name", async () => {
  const server = await testServer();
  const KeyId = await createKey(server);
  const other = await createKey(server);
  for (const name of ["alias/b", "alias/a", "alias/acsx"]) {
    await ok(server, "CreateAlias", { AliasName: name, KeyId });
  }
  await ok(server, "CreateAlias", { AliasName: "alias/c", KeyId: other });
  const again = { AliasName: "alias/a", KeyId };
  assert.equal(await codeOf(server, "CreateAlias", again), "AliasAlreadyExists");
  const wrong = ["a", "alias/", "Alias/x", "alias/x y", "alias/é", "alias/acs/x", "alias/acs"];
  for (const AliasName of [...wrong, `alias/${"x".repeat(256)}`]) {
    assert.equal(await codeOf(server, "CreateAlias", { AliasName, KeyId }), "InvalidParameter");
  }
  await ok(server, "CreateAlias", { AliasName: `alias/${"x".repeat(255)}`, KeyId: other });
  const list = async (members: Record<string, string>, action = "ListAliases") => {
    const { Aliases, TotalCount } = await ok(server, action, members);
    const { Alias } = Aliases as { Alias: { AliasName: string; AliasArn: string }[] };
    return [Alias.map(({ AliasName }) => AliasName), TotalCount];
  };
  assert.deepEqual(await list({ PageSize: "2" }), [["alias/a", "alias/acsx"], 5]);
  assert.deepEqual(await list({ PageSize: "2", PageNumber: "2" }), [["alias/b", "alias/c"], 5]);
  const ofKey = { KeyId, PageSize: "0" };
  assert.deepEqual(await list(ofKey, "ListAliasesByKeyId"), [
    ["alias/a", "alias/acsx", "alias/b"],
    3,
  ]);
  assert.equal(
    await codeOf(server, "UpdateAlias", { AliasName: "alias/z", KeyId }),
    "Forbidden.AliasNotFound",
  );
  assert.equal(
    await codeOf(server, "DeleteAlias", { AliasName: "alias/z" }),
    "Forbidden.AliasNotFound",
  );
});

test("ListKeys filters by every documented word", async () => {
  const server = await testServer();
  const a = await createKey(server, { Tags: '[{"TagKey":"team","TagValue":"x"}]' });
  server.now += 1000;
  const b = await createKey(server, { KeySpec: "RSA_2048", KeyUsage: "SIGN/VERIFY" });
  server.now += 1000;
  const c = await createKey(server, { KeySpec: "HMAC_SHA_256" });
  await ok(server, "DisableKey", { KeyId: b });
  await ok(server, "CreateAlias", { AliasName: "alias/c", KeyId: c });
  const list = async (...filters: readonly (readonly [string, ...string[]])[]) => {
    const Filters = JSON.stringify(filters.map(([Key, ...Values]) => ({ Key, Values })));
    const { Keys, TotalCount } = await ok(server, "ListKeys", { Filters });
    const ids = (Keys as { Key: { KeyId: string }[] }).Key.map(({ KeyId }) => KeyId);
    assert.equal(TotalCount, ids.length);
    return ids;
  };
  assert.deepEqual(await list(), [a, b, c]);
  assert.deepEqual(await list(["KeyState", "Disabled"]), [b]);
  assert.deepEqual(await list(["KeyState", "Enabled", "Disabled"], ["KeySpec", "RSA_2048"]), [b]);
  assert.deepEqual(await list(["KeyUsage", "GENERATE/VERIFY_MAC"]), [c]);
  assert.deepEqual(await list(["keyId", a], ["keyId", c]), [a, c]);
  assert.deepEqual(await list(["AliasName", "alias/c", "alias/none"]), [c]);
  assert.deepEqual(await list(["TagKey", "team"], ["TagValue", "x"]), [a]);
  assert.deepEqual(await list(["ProtectionLevel", "HSM"]), []);
  assert.deepEqual(await list(["Creator", "1234567890123456"]), [a, b, c]);
  assert.deepEqual(await list(["DKMSInstanceId", "kst-1"]), []);
  assert.equal((await list(["CreatorType", "Service"])).length, 1);
  assert.equal((await list(["CreatorType", "Service", "User"])).length, 4);
  const wrong = { Filters: '[{"Key":"Colour","Values":["red"]}]' };
  assert.equal(await codeOf(server, "ListKeys", wrong), "InvalidParameter");
});

test("the service's own key can be looked at and not changed", async () => {
  const server = await testServer();
  const { Keys } = await ok(server, "ListKeys", {
    Filters: '[{"Key":"CreatorType","Values":["Service"]}]',
  });
  const [{ KeyId } = { KeyId: "" }] = (Keys as { Key: { KeyId: string }[] }).Key;
  assert.equal((await describeKey(server, KeyId)).KeyState, "Enabled");
  const resource = { RegionId: "cn-hangzhou", ResourceType: "key", "ResourceId.1": KeyId };
  const calls: [string, Record<string, string>][] = [
    ["DisableKey", { KeyId }],
    ["EnableKey", { KeyId }],
    ["UpdateKeyDescription", { KeyId, Description: "x" }],
    ["ScheduleKeyDeletion", { KeyId, PendingWindowInDays: "7" }],
    ["CancelKeyDeletion", { KeyId }],
    ["SetDeletionProtection", { KeyId, EnableDeletionProtection: "true" }],
    ["CreateKeyVersion", { KeyId }],
    ["UpdateRotationPolicy", { KeyId, EnableAutomaticRotation: "false" }],
    ["CreateAlias", { AliasName: "alias/x", KeyId }],
    ["TagResource", { KeyId, Tags: '[{"TagKey":"a","TagValue":"b"}]' }],
    ["UntagResource", { KeyId, TagKeys: '["a"]' }],
    ["TagResources", { ...resource, "Tag.1.Key": "a", "Tag.1.Value": "b" }],
    ["UntagResources", { ...resource, "TagKey.1": "a" }],
  ];
  for (const [action, members] of calls) {
    assert.equal(await codeOf(server, action, members), "Rejected.UnsupportedOperation", action);
  }
  assert.deepEqual(server.unexpected, []);
});

test("the algorithms' table and the contract name the same specs", async () => {
  const { KEY_SPECS } = await import("@coffer/contract");
  for (const spec of KEY_SPECS) assert.equal(findAlgorithm(spec)?.spec, spec);
  assert.equal(KEY_SPECS.length, 16);
});

test("a due key whose work fails holds up no other", async () => {
  const store = new MemoryStore();
  const server = await testServer({ store });
  const rotation = { EnableAutomaticRotation: "true", RotationInterval: "7d" };
  const keys = [];
  for (let made = 0; made < 3; made += 1) keys.push(await createKey(server, rotation));
  const [spoilt = ""] = keys;
  const record = await store.key(spoilt);
  assert.ok(record);
  await store.transaction((each) => each.updateKey({ ...record, spec: "Unknown" }));
  server.now += 8 * 24 * 60 * 60 * 1000;
  const jobs = server.work.map((work) => work.run(server.now));
  const failed = (await Promise.allSettled(jobs)).filter(({ status }) => status === "rejected");
  assert.equal(failed.length, 1);
  for (const keyId of keys) {
    const { total } = await store.keyVersionsOf(keyId, { offset: 0, limit: 1 });
    assert.equal(total, keyId === spoilt ? 1 : 2);
  }
});

test("operations that take the id only refuse an alias, by name and by ARN", async () => {
  const server = await testServer();
  const key = await createKey(server);
  await ok(server, "CreateAlias", { AliasName: "alias/a", KeyId: key });
  for (const KeyId of ["alias/a", `acs:kms:cn-hangzhou:${ACCOUNT}:alias/a`]) {
    const calls: [string, Record<string, string>][] = [
      ["UntagResource", { KeyId, TagKeys: '["a"]' }],
      ["ListResourceTags", { KeyId }],
      ["EnableKey", { KeyId }],
      ["SetDeletionProtection", { KeyId, EnableDeletionProtection: "true" }],
    ];
    for (const [action, members] of calls) {
      assert.equal(
        await codeOf(server, action, members),
        "Unsupported.Alias",
        `${action} ${KeyId}`,
      );
    }
  }
});

test("filters of ListKeys are all of them held, and a key is also named by its ARN", async () => {
  const server = await testServer();
  const key = await createKey(server);
  await createKey(server);
  const listed = async (...filters: readonly [string, string][]): Promise<unknown> => {
    const Filters = JSON.stringify(filters.map(([Key, value]) => ({ Key, Values: [value] })));
    return (await ok(server, "ListKeys", { Filters })).TotalCount;
  };
  assert.equal(await listed(["KeyId", key]), 1);
  assert.equal(await listed(["KeyId", `acs:kms:cn-hangzhou:${ACCOUNT}:key/${key}`]), 1);
  assert.equal(await listed(["KeyId", "acs:kms:elsewhere:1:key/x"]), 0);
  assert.equal(await listed(["CreatorType", "Bogus"], ["KeyId", key]), 0);
  assert.equal(await listed(["CreatorType", "Service"], ["KeyId", key]), 0);
  assert.equal(await listed(["DKMSInstanceId", "kst-x"], ["KeyId", key]), 0);
  assert.equal(await listed(["KeyState", "Disabled"], ["KeyId", key]), 0);
});
