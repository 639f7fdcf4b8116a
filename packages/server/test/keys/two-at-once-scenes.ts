// What two callers do at once, each scene on keys of its own.
import assert from "node:assert/strict";
import { seededRandom } from "@coffer/crypto";
import { lookAfterDueKeys } from "../../src/jobs/look-after-due-keys.ts";
import type { Answer, TestServer } from "../support/server.ts";
import { base64, createKey, createPair, importMaterial, importMembers, ok } from "./kit.ts";

const DAY = 24 * 60 * 60 * 1000;

export type Members = Readonly<Record<string, string>>;
/** What a caller does, one call after the other; the job that looks after due keys is a caller, too. */
export type Caller = readonly (() => Promise<Answer | undefined>)[];

export interface Scene {
  /** Keys that are looked at when all is over. */
  readonly keys: readonly string[];
  readonly one: Caller;
  readonly two: Caller;
  /** Asked when all is over. */
  readonly last?: readonly (readonly [action: string, members: Members])[];
}

export type Prepare = (server: TestServer) => Promise<Scene>;

const calls =
  (server: TestServer, action: string, members: Members): (() => Promise<Answer>) =>
  () =>
    server.call(action, members);

/** The job, by a clock that is `days` ahead. */
const job = (server: TestServer, days: number) => async (): Promise<undefined> => {
  const { store, keyring } = server;
  const random = seededRandom("job");
  await lookAfterDueKeys({ store, keyring, random }).run(server.now + days * DAY);
};

const destroyed = (server: TestServer, KeyId: string): Caller => [
  calls(server, "ScheduleKeyDeletion", { KeyId, PendingWindowInDays: "7" }),
  job(server, 8),
];

const PLAIN = { Plaintext: base64("plain") };
const MATERIAL = Buffer.alloc(32, 5);

async function externalKey(server: TestServer, expires = 0): Promise<string> {
  const KeyId = await createKey(server, { Origin: "EXTERNAL" });
  const given = { KeyId, material: MATERIAL, wrapping: "SM2PKE", expires } as const;
  assert.equal(await importMaterial(server, given), "OK");
  return KeyId;
}

/** The members of an import of 32 equal bytes. */
const importing = (
  server: TestServer,
  { fill, ...given }: { KeyId: string; fill: number; expires?: number },
) => importMembers(server, { ...given, material: Buffer.alloc(32, fill), wrapping: "SM2PKE" });

async function encrypted(server: TestServer, KeyId: string): Promise<Members> {
  const { CiphertextBlob } = await ok(server, "Encrypt", { KeyId, ...PLAIN });
  return { CiphertextBlob: String(CiphertextBlob) };
}

/** Drops what earlier calls have kept ready, so that the next one has to ask the store. */
const cold = (server: TestServer, ...keys: string[]): void => {
  for (const keyId of keys) server.keyring.forget(keyId);
};

/** A symmetric key, what the first caller does with it and what the second. */
const onKey =
  (
    one: (KeyId: string) => readonly [action: string, members: object],
    two: (server: TestServer, KeyId: string) => Caller,
    spec = "Aliyun_AES_256",
  ): Prepare =>
  async (server) => {
    const KeyId = await createKey(server, { KeySpec: spec });
    const [action, members] = one(KeyId);
    return {
      keys: [KeyId],
      one: [calls(server, action, { KeyId, ...members })],
      two: two(server, KeyId),
    };
  };

const by =
  (action: string, members: object = {}) =>
  (server: TestServer, KeyId: string): Caller => [calls(server, action, { KeyId, ...members })];

const encrypt = (): readonly [string, object] => ["Encrypt", PLAIN];
const newVersion = (): readonly [string, object] => ["CreateKeyVersion", {}];
const week = { PendingWindowInDays: "7" };

const onAlias =
  (one: string, members: object, two: string): Prepare =>
  async (server) => {
    const keys = [await createKey(server), await createKey(server)];
    const [first = "", second = ""] = keys;
    const AliasName = "alias/a";
    await ok(server, "CreateAlias", { AliasName, KeyId: first });
    const byName = { KeyId: AliasName, ...members };
    const moved = { AliasName, ...(two === "UpdateAlias" ? { KeyId: second } : {}) };
    return { keys, one: [calls(server, one, byName)], two: [calls(server, two, moved)] };
  };

const onCiphertext =
  (two: (server: TestServer, KeyId: string) => Caller): Prepare =>
  async (server) => {
    const KeyId = await createKey(server);
    const blob = await encrypted(server, KeyId);
    cold(server, KeyId);
    return { keys: [KeyId], one: [calls(server, "Decrypt", blob)], two: two(server, KeyId) };
  };

const onSecret =
  (action: string, members: Members, two: (server: TestServer, KeyId: string) => Caller): Prepare =>
  async (server) => {
    const KeyId = await createKey(server);
    const secret = { SecretName: "s", SecretData: "x", VersionId: "v1" };
    await ok(server, "CreateSecret", { ...secret, EncryptionKeyId: KeyId });
    cold(server, KeyId);
    return {
      keys: [KeyId],
      one: [calls(server, action, { SecretName: "s", ...members })],
      two: two(server, KeyId),
      last: [["GetSecretValue", { SecretName: "s" }]],
    };
  };

const onExternal =
  (one: string, members: object, two: (server: TestServer, KeyId: string) => Caller): Prepare =>
  async (server) => {
    const KeyId = await externalKey(server, Math.floor(server.now / 1000) + 3_600);
    return {
      keys: [KeyId],
      one: [calls(server, one, { KeyId, ...members })],
      two: two(server, KeyId),
    };
  };

const onPair =
  (two: (server: TestServer, KeyId: string) => Caller): Prepare =>
  async (server) => {
    const pair = await createPair(server, "EC_P256", "SIGN/VERIFY");
    const digest = { Algorithm: "ECDSA_SHA_256", Digest: base64(Buffer.alloc(32, 1)) };
    return {
      keys: [pair.KeyId],
      one: [calls(server, "AsymmetricSign", { ...pair, ...digest })],
      two: two(server, pair.KeyId),
    };
  };

const onVersion =
  (action: string): Prepare =>
  async (server) => {
    const pair = await createPair(server, "EC_P256", "SIGN/VERIFY");
    const { KeyId } = pair;
    return { keys: [KeyId], one: [calls(server, action, pair)], two: destroyed(server, KeyId) };
  };

const twoImports =
  (fills: readonly [number, number], expires: number): Prepare =>
  async (server) => {
    const KeyId = await createKey(server, { Origin: "EXTERNAL" });
    const first = await importing(server, { KeyId, fill: fills[0] });
    const end = expires === 0 ? 0 : Math.floor(server.now / 1000) + expires;
    const second = await importing(server, { KeyId, fill: fills[1], expires: end });
    const again = [first, second].map((members) => ["ImportKeyMaterial", members] as const);
    return {
      keys: [KeyId],
      one: [calls(server, "ImportKeyMaterial", first)],
      two: [calls(server, "ImportKeyMaterial", second)],
      last: [...again, ["Encrypt", { KeyId, ...PLAIN }]],
    };
  };

const twoAliases: Prepare = async (server) => {
  const keys = [await createKey(server), await createKey(server)];
  const [one, two] = keys.map((KeyId) => ({ AliasName: "alias/a", KeyId }));
  assert.ok(one && two);
  return {
    keys,
    one: [calls(server, "CreateAlias", one)],
    two: [calls(server, "CreateAlias", two)],
  };
};

const enableOrDelete: Prepare = async (server) => {
  const KeyId = await createKey(server);
  await ok(server, "DisableKey", { KeyId });
  return {
    keys: [KeyId],
    one: [calls(server, "EnableKey", { KeyId })],
    two: [calls(server, "ScheduleKeyDeletion", { KeyId, ...week })],
  };
};

const reEncrypt =
  (which: number, two: (server: TestServer, KeyId: string) => Caller): Prepare =>
  async (server) => {
    const keys = [await createKey(server), await createKey(server)];
    const [from = "", DestinationKeyId = ""] = keys;
    const blob = await encrypted(server, from);
    cold(server, ...keys);
    return {
      keys,
      one: [calls(server, "ReEncrypt", { ...blob, DestinationKeyId })],
      two: two(server, keys[which] ?? ""),
    };
  };

const importAgain: Prepare = async (server) => {
  const KeyId = await externalKey(server);
  const members = await importing(server, { KeyId, fill: 5 });
  return {
    keys: [KeyId],
    one: [calls(server, "ImportKeyMaterial", members)],
    two: by("DeleteKeyMaterial")(server, KeyId),
    last: [["Encrypt", { KeyId, ...PLAIN }]],
  };
};

const rotating = (two: (server: TestServer, KeyId: string) => Caller): Prepare => {
  return async (server) => {
    const KeyId = await createKey(server, {
      EnableAutomaticRotation: "true",
      RotationInterval: "7d",
    });
    return { keys: [KeyId], one: [job(server, 8)], two: two(server, KeyId) };
  };
};

const MAC = { Algorithm: "HMAC_SHA_256", Message: base64("message") };
const mac = (): readonly [string, object] => ["GenerateMac", MAC];

export const SCENES: Readonly<Record<string, Prepare>> = {
  "CreateKeyVersion during Encrypt": onKey(encrypt, by("CreateKeyVersion")),
  "DisableKey during Encrypt": onKey(encrypt, by("DisableKey")),
  "the key's destruction during Encrypt": onKey(encrypt, destroyed),
  "CreateKeyVersion during Decrypt": onCiphertext(by("CreateKeyVersion")),
  "the key's destruction during Decrypt": onCiphertext(destroyed),
  "DisableKey during ReEncrypt from it": reEncrypt(0, by("DisableKey")),
  "the destination's destruction during ReEncrypt": reEncrypt(1, destroyed),
  "the source's destruction during ReEncrypt": reEncrypt(0, destroyed),
  "the key's destruction during GenerateMac": onKey(mac, destroyed, "HMAC_SHA_256"),
  "DisableKey during AsymmetricSign": onPair(by("DisableKey")),
  "the key's destruction during AsymmetricSign": onPair(destroyed),
  "the key's destruction during ListKeyVersions": onKey(() => ["ListKeyVersions", {}], destroyed),
  "the key's destruction during GetPublicKey": onVersion("GetPublicKey"),
  "the key's destruction during DescribeKeyVersion": onVersion("DescribeKeyVersion"),
  "CreateKeyVersion during AsymmetricSign": onPair(by("CreateKeyVersion")),
  "UpdateAlias during Encrypt by alias": onAlias("Encrypt", PLAIN, "UpdateAlias"),
  "DeleteAlias during Encrypt by alias": onAlias("Encrypt", PLAIN, "DeleteAlias"),
  "UpdateAlias during CreateKeyVersion by alias": onAlias("CreateKeyVersion", {}, "UpdateAlias"),
  "two CreateAlias of one name": twoAliases,
  "two CreateKeyVersion": onKey(newVersion, by("CreateKeyVersion")),
  "DisableKey during CreateKeyVersion": onKey(newVersion, by("DisableKey")),
  "the key's destruction during CreateKeyVersion": onKey(newVersion, destroyed),
  "EnableKey and ScheduleKeyDeletion": enableOrDelete,
  "a due rotation and CreateKeyVersion": rotating(by("CreateKeyVersion")),
  "a due rotation and DisableKey": rotating(by("DisableKey")),
  "a due rotation and Encrypt": rotating(by("Encrypt", PLAIN)),
  "two due rotations": rotating((server) => [job(server, 8)]),
  "two imports of different material": twoImports([5, 6], 0),
  "two imports of the same material": twoImports([5, 5], 3_600),
  "DeleteKeyMaterial during ImportKeyMaterial": importAgain,
  "DeleteKeyMaterial during Encrypt": onExternal("Encrypt", PLAIN, by("DeleteKeyMaterial")),
  "the material's expiry during Encrypt": onExternal("Encrypt", PLAIN, (server) => [
    job(server, 1),
  ]),
  "DisableKey during GetSecretValue": onSecret("GetSecretValue", {}, by("DisableKey")),
  "CreateKeyVersion during GetSecretValue": onSecret("GetSecretValue", {}, by("CreateKeyVersion")),
  "the key's destruction during GetSecretValue": onSecret("GetSecretValue", {}, destroyed),
  "CreateKeyVersion during PutSecretValue": onSecret(
    "PutSecretValue",
    { SecretData: "y", VersionId: "v2" },
    by("CreateKeyVersion"),
  ),
  "the key's destruction during PutSecretValue": onSecret(
    "PutSecretValue",
    { SecretData: "y", VersionId: "v2" },
    destroyed,
  ),
};
