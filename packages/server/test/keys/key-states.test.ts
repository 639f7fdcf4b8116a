// Every operation on a key in every state, enumerated from upstream's table.
import assert from "node:assert/strict";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { lookup, PRODUCTS } from "@coffer/contract";
import type { KeyState } from "@coffer/store";
import { REGION, type TestServer, testServer } from "../support/server.ts";
import { base64, codeOf, createKey, createPair, importMaterial, importMembers, ok } from "./kit.ts";

type Row = { readonly operation: string } & Readonly<Record<KeyState, string>>;

const { states, rows } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../fixtures/key-states.json"), "utf8"),
) as { states: KeyState[]; rows: Row[] };

const MATERIAL = Buffer.alloc(32, 5);
const DIGEST = base64(randomBytes(32));
const WRAPPING = {
  PublicKeyBlob: base64(
    generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({
      format: "der",
      type: "spki",
    }),
  ),
  WrappingKeySpec: "RSA_2048",
  WrappingAlgorithm: "RSAES_OAEP_SHA_256",
};
const LIST = { RegionId: REGION, ResourceType: "key" };
const Policy = JSON.stringify({
  Version: "1",
  Statement: [
    { Effect: "Deny", Principal: { RAM: "acs:ram::1:root" }, Action: "kms:*", Resource: "*" },
  ],
});
const SYMMETRIC = { Plaintext: base64("plain") };

interface Subject {
  readonly KeyId: string;
  /** The call under test, made ready while the key is Enabled. */
  readonly members: Readonly<Record<string, string>>;
}

type Prepare = (server: TestServer) => Promise<Subject>;

/** A symmetric key and the members of the call. */
const onSymmetric =
  (more: (KeyId: string, server: TestServer) => object | Promise<object> = () => ({})): Prepare =>
  async (server) => {
    const KeyId = await createKey(server);
    return { KeyId, members: { KeyId, ...(await more(KeyId, server)) } };
  };

const encrypted = async (
  KeyId: string,
  server: TestServer,
): Promise<{ CiphertextBlob: string }> => {
  const { CiphertextBlob } = await ok(server, "Encrypt", { KeyId, ...SYMMETRIC });
  return { CiphertextBlob: String(CiphertextBlob) };
};

const onPair =
  (usage: string, more: (pair: Readonly<Record<string, string>>, server: TestServer) => unknown) =>
  async (server: TestServer): Promise<Subject> => {
    const pair = await createPair(server, usage === "SIGN/VERIFY" ? "EC_P256" : "EC_SM2", usage);
    const members = { ...pair, ...((await more(pair, server)) as object) };
    return { KeyId: pair.KeyId, members };
  };

const ECDSA = { Algorithm: "ECDSA_SHA_256", Digest: DIGEST };
const SM2 = { Algorithm: "SM2PKE" };
const HMAC = { Algorithm: "HMAC_SHA_256", Message: base64("message") };

const onMac =
  (more: object) =>
  async (server: TestServer): Promise<Subject> => {
    const KeyId = await createKey(server, { KeySpec: "HMAC_SHA_256" });
    return { KeyId, members: { KeyId, ...more } };
  };

const onExternal =
  (more: (KeyId: string, server: TestServer) => object | Promise<object>): Prepare =>
  async (server) => {
    const KeyId = await createKey(server, { Origin: "EXTERNAL" });
    assert.equal(await importMaterial(server, { KeyId, material: MATERIAL }), "OK");
    return { KeyId, members: { KeyId, ...(await more(KeyId, server)) } };
  };

const withAlias = (more: (other: string) => object) =>
  onSymmetric(async (KeyId, server) => {
    const other = await createKey(server);
    await ok(server, "CreateAlias", { AliasName: "alias/a", KeyId: other });
    return { AliasName: "alias/a", ...more(KeyId) };
  });

const named = { SecretName: "s", SecretData: "data", VersionId: "v1" };
const onSecret = (members: object): Prepare =>
  onSymmetric(async (KeyId, server) => {
    await ok(server, "CreateSecret", { ...named, EncryptionKeyId: KeyId });
    return { SecretName: "s", ...members };
  });

const SUBJECTS: Readonly<Record<string, Prepare>> = {
  Encrypt: onSymmetric(() => SYMMETRIC),
  Decrypt: onSymmetric(encrypted),
  GenerateDataKey: onSymmetric(),
  GenerateDataKeyWithoutPlaintext: onSymmetric(),
  "ReEncrypt from": onSymmetric(async (KeyId, server) => ({
    ...(await encrypted(KeyId, server)),
    DestinationKeyId: await createKey(server),
  })),
  "ReEncrypt to": onSymmetric(async (KeyId, server) => ({
    ...(await encrypted(await createKey(server), server)),
    DestinationKeyId: KeyId,
  })),
  ExportDataKey: onSymmetric(async (KeyId, server) => ({
    ...(await encrypted(KeyId, server)),
    ...WRAPPING,
  })),
  GenerateAndExportDataKey: onSymmetric(() => WRAPPING),
  AsymmetricEncrypt: onPair("ENCRYPT/DECRYPT", () => ({ ...SM2, ...SYMMETRIC })),
  AsymmetricDecrypt: onPair("ENCRYPT/DECRYPT", async (pair, server) => {
    const { CiphertextBlob } = await ok(server, "AsymmetricEncrypt", {
      ...pair,
      ...SM2,
      ...SYMMETRIC,
    });
    return { ...SM2, CiphertextBlob };
  }),
  AsymmetricSign: onPair("SIGN/VERIFY", () => ECDSA),
  AsymmetricVerify: onPair("SIGN/VERIFY", () => ({ ...ECDSA, Value: base64("no signature") })),
  GetPublicKey: onPair("SIGN/VERIFY", () => ({})),
  GenerateMac: onMac(HMAC),
  VerifyMac: onMac({ ...HMAC, Mac: DIGEST }),
  CreateKeyVersion: onSymmetric(),
  UpdateRotationPolicy: onSymmetric(() => ({
    EnableAutomaticRotation: "true",
    RotationInterval: "30d",
  })),
  DescribeKey: onSymmetric(),
  ListKeys: onSymmetric(),
  ListAliases: onSymmetric(),
  ListAliasesByKeyId: onSymmetric(),
  DescribeKeyVersion: onPair("SIGN/VERIFY", () => ({})),
  ListKeyVersions: onSymmetric(),
  ListResourceTags: onSymmetric(),
  ListTagResources: onSymmetric((KeyId) => ({ ...LIST, "ResourceId.1": KeyId })),
  UpdateKeyDescription: onSymmetric(() => ({ Description: "d" })),
  TagResource: onSymmetric(() => ({ Tags: '[{"TagKey":"a","TagValue":"b"}]' })),
  UntagResource: onSymmetric(() => ({ TagKeys: '["a"]' })),
  TagResources: onSymmetric((KeyId) => ({
    ...LIST,
    "ResourceId.1": KeyId,
    "Tag.1.Key": "a",
    "Tag.1.Value": "b",
  })),
  UntagResources: onSymmetric((KeyId) => ({ ...LIST, "ResourceId.1": KeyId, "TagKey.1": "a" })),
  SetDeletionProtection: onSymmetric(() => ({ EnableDeletionProtection: "true" })),
  SetKeyPolicy: onSymmetric(() => ({ Policy })),
  GetKeyPolicy: onSymmetric(),
  EnableKey: onExternal(() => ({})),
  DisableKey: onExternal(() => ({})),
  ScheduleKeyDeletion: onExternal(() => ({ PendingWindowInDays: "7" })),
  CancelKeyDeletion: onExternal(() => ({})),
  CreateAlias: onSymmetric(() => ({ AliasName: "alias/b" })),
  DeleteAlias: onSymmetric(async (KeyId, server) => {
    await ok(server, "CreateAlias", { AliasName: "alias/a", KeyId });
    return { AliasName: "alias/a" };
  }),
  UpdateAlias: withAlias((KeyId) => ({ KeyId })),
  GetParametersForImport: onExternal(() => ({
    WrappingKeySpec: "EC_SM2",
    WrappingAlgorithm: "SM2PKE",
  })),
  ImportKeyMaterial: onExternal((KeyId, server) =>
    importMembers(server, { KeyId, material: MATERIAL, wrapping: "SM2PKE" }),
  ),
  DeleteKeyMaterial: onExternal(() => ({})),
  CreateSecret: onSymmetric((KeyId) => ({ ...named, EncryptionKeyId: KeyId })),
  PutSecretValue: onSecret({ SecretData: "other", VersionId: "v2" }),
  GetSecretValue: onSecret({}),
};

/** By the operation that brings the state; keys that are never imported cannot get to wait for it by one. */
async function bring(server: TestServer, KeyId: string, state: KeyState): Promise<void> {
  if (state === "Disabled") await ok(server, "DisableKey", { KeyId });
  if (state === "PendingDeletion") {
    await ok(server, "ScheduleKeyDeletion", { KeyId, PendingWindowInDays: "7" });
  }
  if (state !== "PendingImport") return;
  const key = await server.store.key(KeyId);
  if (key === undefined) throw new Error("no key");
  if (key.origin === "EXTERNAL") await ok(server, "DeleteKeyMaterial", { KeyId });
  else await server.store.transaction((transaction) => transaction.updateKey({ ...key, state }));
}

/** Calls take no members that their row does not have. */
function ownMembers(operation: string, members: Readonly<Record<string, string>>) {
  const [kms] = PRODUCTS;
  const row = kms && lookup(kms, operation);
  return Object.fromEntries(
    Object.entries(members).filter(([name]) => (name.split(".")[0] ?? "") in (row?.request ?? {})),
  );
}

for (const row of rows) {
  for (const state of states) {
    test(`${row.operation} with a key in state ${state} answers ${row[state]}`, async () => {
      const server = await testServer();
      const prepare = SUBJECTS[row.operation];
      assert.ok(prepare, "the table has a row without a call");
      const { KeyId, members } = await prepare(server);
      await bring(server, KeyId, state);
      const [operation = ""] = row.operation.split(" ");
      const code = await codeOf(server, operation, ownMembers(operation, members));
      assert.equal(code, row[state]);
      assert.deepEqual(server.unexpected, []);
    });
  }
}

test("the table has every operation that takes a key, and no other", () => {
  const [kms] = PRODUCTS;
  const inTable = new Set(rows.map(({ operation }) => operation.split(" ")[0]));
  const areas = ["keys", "key-material", "aliases", "crypto"];
  const expected = Object.entries(kms?.operations ?? {})
    .filter(([, { area, support }]) => areas.includes(area) && support.level !== "planned")
    .map(([name]) => name);
  const withoutKey = ["CreateKey", "GetManagedDataKey", "ListManagedDataKeyVersions"];
  const missing = expected.filter((name) => !inTable.has(name) && !withoutKey.includes(name));
  assert.deepEqual(missing, []);
  assert.deepEqual(Object.keys(SUBJECTS).sort(), rows.map(({ operation }) => operation).sort());
});
