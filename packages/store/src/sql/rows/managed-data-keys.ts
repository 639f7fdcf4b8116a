// Managed data keys, as rows: one for each version.
import type { ManagedDataKeyHead, ManagedDataKeyRecord } from "../../records.ts";
import type { Row } from "../database.ts";
import { type Builder, prepare } from "../statement.ts";

export function managedDataKeyHeadOf(row: Row): ManagedDataKeyHead {
  return {
    name: String(row.name),
    versionId: String(row.version_id),
    createdAt: Number(row.created_at),
  };
}

export function managedDataKeyOf(row: Row): ManagedDataKeyRecord {
  return {
    ...managedDataKeyHeadOf(row),
    keyId: String(row.key_id),
    dataKey: row.data_key as Uint8Array, // columns of bytes
    value: row.value as Uint8Array,
  };
}

export function createManagedDataKeyStatements(builder: Builder) {
  return {
    managedDataKey: prepare<{ name: string; versionId: string }>((value) =>
      builder
        .selectFrom("managed_data_keys")
        .selectAll()
        .where("name", "=", value.name)
        .where("version_id", "=", value.versionId),
    ),
    managedDataKeyVersions: prepare<{ name: string; offset: number; limit: number }>((value) =>
      builder
        .selectFrom("managed_data_keys")
        .select(["name", "version_id", "created_at"])
        .where("name", "=", value.name)
        .orderBy("sequence", "desc")
        .limit(value.limit)
        .offset(value.offset),
    ),
    countManagedDataKeyVersions: prepare<{ name: string }>(({ name }) =>
      builder
        .selectFrom("managed_data_keys")
        .select(({ fn }) => fn.countAll().as("count"))
        .where("name", "=", name),
    ),
    insertManagedDataKey: prepare<{
      name: string;
      versionId: string;
      createdAt: number;
      keyId: string;
      dataKey: Uint8Array;
      value: Uint8Array;
    }>((value) =>
      builder
        .insertInto("managed_data_keys")
        .values({
          name: value.name,
          version_id: value.versionId,
          created_at: value.createdAt,
          key_id: value.keyId,
          data_key: value.dataKey,
          value: value.value,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning("version_id"),
    ),
  };
}
