// Keys and their versions, as rows.
import type { KeyRecord, KeyState, KeyVersionRecord } from "../records.ts";
import type { KeyQuery } from "../store.ts";
import type { Row } from "./database.ts";
import { type Builder, prepare } from "./statement.ts";
import { isAnyOf, withTags } from "./tags.ts";

const text = (value: unknown): string => String(value);
const number = (value: unknown): number => Number(value);

export function keyOf(row: Row): KeyRecord {
  return {
    keyId: text(row.key_id),
    state: row.state as KeyState, // written from a KeyRecord
    spec: text(row.spec),
    usage: text(row.usage),
    origin: text(row.origin),
    protectionLevel: text(row.protection_level),
    description: text(row.description),
    creator: text(row.creator),
    createdAt: number(row.created_at),
    ...(row.primary_version_id == null ? {} : { primaryVersionId: text(row.primary_version_id) }),
    ...(row.last_rotated_at == null ? {} : { lastRotatedAt: number(row.last_rotated_at) }),
    ...(row.delete_at == null ? {} : { deleteAt: number(row.delete_at) }),
    ...(row.rotation_interval_seconds == null
      ? {}
      : { rotationIntervalSeconds: number(row.rotation_interval_seconds) }),
    deletionProtection: number(row.deletion_protection) === 1,
    deletionProtectionDescription: text(row.deletion_protection_description),
  };
}

export function keyVersionOf(row: Row): KeyVersionRecord {
  return {
    keyId: text(row.key_id),
    versionId: text(row.version_id),
    createdAt: number(row.created_at),
    wrappedMaterial: row.wrapped_material as Uint8Array, // a column of bytes
  };
}

function columnsOf(record: KeyRecord) {
  return {
    key_id: record.keyId,
    state: record.state,
    spec: record.spec,
    usage: record.usage,
    origin: record.origin,
    protection_level: record.protectionLevel,
    description: record.description,
    creator: record.creator,
    created_at: record.createdAt,
    primary_version_id: record.primaryVersionId ?? null,
    last_rotated_at: record.lastRotatedAt ?? null,
    delete_at: record.deleteAt ?? null,
    rotation_interval_seconds: record.rotationIntervalSeconds ?? null,
    deletion_protection: record.deletionProtection ? 1 : 0,
    deletion_protection_description: record.deletionProtectionDescription,
  };
}

function filtered(builder: Builder, query: KeyQuery) {
  const columns = [
    ["key_id", query.keyIds],
    ["state", query.states],
    ["spec", query.specs],
    ["usage", query.usages],
    ["protection_level", query.protectionLevels],
    ["creator", query.creators],
  ] as const;
  let keys = builder.selectFrom("keys");
  for (const [column, values] of columns) {
    if (values !== undefined) keys = keys.where(isAnyOf(column, values));
  }
  if (query.service !== undefined) {
    keys = keys.where("creator", query.service ? "=" : "!=", "service");
  }
  return keys.where(withTags("keys.key_id", { type: "key", ...query }));
}

export function createKeyStatements(builder: Builder) {
  return {
    key: prepare<{ keyId: string }>(({ keyId }) =>
      builder.selectFrom("keys").selectAll().where("key_id", "=", keyId),
    ),
    keyVersion: prepare<{ keyId: string; versionId: string }>(({ keyId, versionId }) =>
      builder
        .selectFrom("key_versions")
        .selectAll()
        .where("key_id", "=", keyId)
        .where("version_id", "=", versionId),
    ),
    keyVersions: prepare<{ keyId: string; versionId: string; limit: number }>((value) =>
      builder
        .selectFrom("key_versions")
        .selectAll()
        .where(({ eb, or, and }) =>
          or([
            eb("key_id", ">", value.keyId),
            and([eb("key_id", "=", value.keyId), eb("version_id", ">", value.versionId)]),
          ]),
        )
        .orderBy("key_id")
        .orderBy("version_id")
        .limit(value.limit),
    ),
    keys: (query: KeyQuery) =>
      filtered(builder, query)
        .selectAll()
        .orderBy("created_at")
        .orderBy("key_id")
        .limit(query.limit)
        .offset(query.offset),
    countKeys: (query: KeyQuery) =>
      filtered(builder, query).select(({ fn }) => fn.countAll().as("count")),
    insertKey: (record: KeyRecord) =>
      builder
        .insertInto("keys")
        .values(columnsOf(record))
        .onConflict((conflict) => conflict.doNothing())
        .returning("key_id"),
    updateKey: (record: KeyRecord) =>
      builder
        .updateTable("keys")
        .set(columnsOf(record))
        .where("key_id", "=", record.keyId)
        .returning("key_id"),
    insertKeyVersion: (record: KeyVersionRecord) =>
      builder
        .insertInto("key_versions")
        .columns(["key_id", "version_id", "created_at", "wrapped_material"])
        .expression((select) =>
          select
            .selectFrom("keys")
            .select(({ val }) => [
              "key_id",
              val(record.versionId).as("version_id"),
              val(record.createdAt).as("created_at"),
              val(record.wrappedMaterial).as("wrapped_material"),
            ])
            .where("key_id", "=", record.keyId),
        )
        .onConflict((conflict) => conflict.doNothing())
        .returning("version_id"),
  };
}
