// Versions of secrets, as rows.

import type { SecretVersionRecord } from "../../records.ts";
import { copyOfBytes } from "../copy-bytes.ts";
import type { Row } from "../database.ts";
import { type Builder, prepare } from "../statement.ts";

export function secretVersionOf(row: Row): SecretVersionRecord {
  return {
    secretId: Number(row.secret_id),
    versionId: String(row.version_id),
    createdAt: Number(row.created_at),
    dataType: row.data_type === "binary" ? "binary" : "text",
    dataKey: row.data_key as Uint8Array, // columns of bytes
    value: row.value as Uint8Array,
  };
}

export function versionColumnsOf(record: SecretVersionRecord) {
  return {
    secret_id: record.secretId,
    version_id: record.versionId,
    created_at: record.createdAt,
    data_type: record.dataType as string,
    data_key: record.dataKey,
    value: record.value,
  };
}

export function createSecretVersionStatements(builder: Builder) {
  return {
    secretVersion: prepare<{ secretId: number; versionId: string }>((value) =>
      builder
        .selectFrom("secret_versions")
        .selectAll()
        .where("secret_id", "=", value.secretId)
        .where("version_id", "=", value.versionId),
    ),
    secretVersions: prepare<{ secretId: number }>(({ secretId }) =>
      builder
        .selectFrom("secret_versions")
        .select(["version_id", "created_at"])
        .where("secret_id", "=", secretId)
        .orderBy("created_at", "desc")
        .orderBy("sequence", "desc"),
    ),
    insertSecretVersion: prepare<ReturnType<typeof versionColumnsOf>>((value) =>
      builder
        .insertInto("secret_versions")
        .columns(["secret_id", "version_id", "created_at", "data_type", "data_key", "value"])
        .expression((select) =>
          select
            .selectFrom("secrets")
            .select(({ val }) => [
              "id",
              val(value.version_id).as("version_id"),
              val(value.created_at).as("created_at"),
              val(value.data_type).as("data_type"),
              val(value.data_key).as("data_key"),
              val(value.value).as("value"),
            ])
            .where("id", "=", value.secret_id),
        )
        .onConflict((conflict) => conflict.doNothing())
        .returning("sequence"),
    ),
    deleteSecretVersion: prepare<{ secretId: number; versionId: string }>((value) =>
      builder
        .deleteFrom("secret_versions")
        .where("secret_id", "=", value.secretId)
        .where("version_id", "=", value.versionId),
    ),
    deleteSecretVersions: prepare<{ secretId: number }>(({ secretId }) =>
      builder.deleteFrom("secret_versions").where("secret_id", "=", secretId),
    ),
  };
}

/** With bytes of its own. */
export function copyOfSecretVersion(version: SecretVersionRecord): SecretVersionRecord {
  const { dataKey, value } = version;
  return { ...version, dataKey: copyOfBytes(dataKey), value: copyOfBytes(value) };
}
