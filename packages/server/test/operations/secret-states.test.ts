// Every operation on a secret in every state, enumerated from the table.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { REGION, type TestServer, testServer } from "../support/server.ts";

type State = "live" | "window" | "gone";
type Row = { readonly operation: string } & Readonly<Record<State, string>>;

const { states, rows } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../fixtures/secret-states.json"), "utf8"),
) as { states: State[]; rows: Row[] };

const NAME = { SecretName: "s" };
const VALUE = { SecretData: "data", VersionId: "v2" };
const Policy = JSON.stringify({
  Version: "1",
  Statement: [
    { Effect: "Deny", Principal: { RAM: "acs:ram::1:root" }, Action: "kms:*", Resource: "*" },
  ],
});
const ONE = { RegionId: REGION, ResourceType: "secret", "ResourceId.1": "s" };

/** What each call needs besides its state. */
const MEMBERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CreateSecret: { ...NAME, ...VALUE },
  PutSecretValue: { ...NAME, ...VALUE },
  RotateSecret: { ...NAME, VersionId: "v2" },
  UpdateSecretRotationPolicy: { ...NAME, EnableAutomaticRotation: "false" },
  UpdateSecret: { ...NAME, Description: "d" },
  SetSecretPolicy: { ...NAME, Policy },
  UpdateSecretVersionStage: { ...NAME, VersionStage: "Mine", MoveToVersion: "v1" },
  TagResource: { ...NAME, Tags: '[{"TagKey":"a","TagValue":"b"}]' },
  UntagResource: { ...NAME, TagKeys: '["a"]' },
  TagResources: { ...ONE, "Tag.1.Key": "a", "Tag.1.Value": "b" },
  UntagResources: { ...ONE, "TagKey.1": "a" },
  ListTagResources: ONE,
  "DeleteSecret forced": { ...NAME, ForceDeleteWithoutRecovery: "true" },
};

const DAY = 24 * 60 * 60 * 1000;

async function bring(server: TestServer, state: State): Promise<void> {
  await server.call("CreateSecret", { ...NAME, SecretData: "data", VersionId: "v1" });
  if (state === "live") return;
  assert.equal(
    (await server.call("DeleteSecret", { ...NAME, RecoveryWindowInDays: "7" })).code,
    "OK",
  );
  if (state === "gone") server.now += 7 * DAY;
}

for (const row of rows) {
  for (const state of states) {
    test(`${row.operation} on a ${state} secret answers ${row[state]}`, async () => {
      const server = await testServer();
      await bring(server, state);
      const [operation = ""] = row.operation.split(" ");
      const answer = await server.call(operation, MEMBERS[row.operation] ?? NAME);
      assert.equal(answer.code, row[state], JSON.stringify(answer.body));
      assert.deepEqual(server.unexpected, []);
    });
  }
}

test("BatchGetSecretValue tells each state beside the values", async () => {
  const server = await testServer();
  await server.call("CreateSecret", { SecretName: "live", SecretData: "x", VersionId: "v1" });
  await bring(server, "window");
  const SecretsList = JSON.stringify([
    { SecretName: "s" },
    { SecretName: "live", VersionId: "v1" },
    { SecretName: "nobody" },
  ]);
  const { body } = await server.call("BatchGetSecretValue", { SecretsList });
  const values = body.SecretValues as {
    SecretName: string;
    SecretData: string;
    RequestId: string;
  }[];
  const errors = body.Errors as { SecretName: string; Code: string; HttpStatus: number }[];
  assert.deepEqual(
    values.map(({ SecretName, SecretData }) => [SecretName, SecretData]),
    [["live", "x"]],
  );
  assert.equal(values[0]?.RequestId, body.RequestId);
  assert.deepEqual(
    errors.map(({ SecretName, Code, HttpStatus }) => [SecretName, Code, HttpStatus]),
    [
      ["s", "Rejected.ResourceInDeleteWindow", 409],
      ["nobody", "Forbidden.ResourceNotFound", 404],
    ],
  );
});

test("ListSecrets shows a secret in its window with its date, and not when it is gone", async () => {
  const server = await testServer();
  await bring(server, "window");
  const list = async () => {
    const { body } = await server.call("ListSecrets");
    return (body.SecretList as { Secret: { PlannedDeleteTime?: string }[] }).Secret;
  };
  assert.deepEqual(
    (await list()).map((each) => each.PlannedDeleteTime),
    ["2026-12-01T08:00:00Z"],
  );
  server.now += 7 * DAY;
  assert.deepEqual(await list(), []);
});

test("restoring brings back every version and label as it was", async () => {
  const server = await testServer();
  await bring(server, "live");
  await server.call("PutSecretValue", { ...NAME, ...VALUE, VersionStages: '["A","B"]' });
  const before = (await server.call("ListSecretVersionIds", { ...NAME, IncludeDeprecated: "true" }))
    .body;
  await server.call("DeleteSecret", NAME);
  await server.call("RestoreSecret", NAME);
  const after = (await server.call("ListSecretVersionIds", { ...NAME, IncludeDeprecated: "true" }))
    .body;
  assert.deepEqual(after.VersionIds, before.VersionIds);
  assert.equal("PlannedDeleteTime" in (await server.call("DescribeSecret", NAME)).body, false);
});
