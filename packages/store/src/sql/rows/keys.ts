// Keys, as rows.
import type { KeyRecord, KeyState } from "../../records.ts";
import type { KeyQuery } from "../../store.ts";
import type { Row } from "../database.ts";
import { type Builder, prepare } from "../statement.ts";
import { isAnyOf, withTags } from "./tags.ts";

const text = (value: unknown): string => String(value);
const number = (value: unknown): number => Number(value);

type Writable<Record> = { -readonly [Name in keyof Record]: Record[Name] };

/** Member by member: what spreads put together is slow for every request that copies it. */
export function keyOf(row: Row): KeyRecord {
  const key: Writable<KeyRecord> = {
    keyId: text(row.key_id),
    state: row.state as KeyState, // written from a KeyRecord
    spec: text(row.spec),
    usage: text(row.usage),
    origin: text(row.origin),
    protectionLevel: text(row.protection_level),
    description: text(row.description),
    creator: text(row.creator),
    createdAt: number(row.created_at),
    deletionProtection: number(row.deletion_protection) === 1,
    deletionProtectionDescription: text(row.deletion_protection_description),
  };
  const interval = row.rotation_interval_seconds;
  if (row.primary_version_id != null) key.primaryVersionId = text(row.primary_version_id);
  if (row.last_rotated_at != null) key.lastRotatedAt = number(row.last_rotated_at);
  if (row.delete_at != null) key.deleteAt = number(row.delete_at);
  if (interval != null) key.rotationIntervalSeconds = number(interval);
  if (row.material_expires_at != null) key.materialExpiresAt = number(row.material_expires_at);
  if (row.due_at != null) key.dueAt = number(row.due_at);
  return key;
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
    material_expires_at: record.materialExpiresAt ?? null,
    due_at: record.dueAt ?? null,
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
  const { aliases } = query;
  if (aliases !== undefined) {
    keys = keys.where("key_id", "in", (nested) =>
      nested.selectFrom("aliases").select("aliases.key_id").where(isAnyOf("name", aliases)),
    );
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
    keysDue: prepare<{ now: number; limit: number }>((value) =>
      builder
        .selectFrom("keys")
        .selectAll()
        .where("due_at", "is not", null)
        .where("due_at", "<=", value.now)
        .orderBy("due_at")
        .orderBy("key_id")
        .limit(value.limit),
    ),
    keysRotatedAfter: prepare<{ now: number; limit: number }>((value) =>
      builder
        .selectFrom("keys")
        .selectAll()
        .where("last_rotated_at", ">", value.now)
        .orderBy("key_id")
        .limit(value.limit),
    ),
    nextKeyDue: prepare<Record<never, never>>(() =>
      builder
        .selectFrom("keys")
        .select(({ fn }) => fn.min("due_at").as("due"))
        .where("due_at", "is not", null),
    ),
    deleteKey: prepare<{ keyId: string }>(({ keyId }) =>
      builder.deleteFrom("keys").where("key_id", "=", keyId).returning("key_id"),
    ),
  };
}
