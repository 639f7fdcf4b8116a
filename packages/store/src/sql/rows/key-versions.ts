// Versions of keys with their wrapped material, as rows.

import type { KeyVersionHead, KeyVersionRecord } from "../../records.ts";
import { copyOfBytes } from "../copy-bytes.ts";
import type { Row } from "../database.ts";
import { type Builder, prepare } from "../statement.ts";

export function keyVersionHeadOf(row: Row): KeyVersionHead {
  return {
    keyId: String(row.key_id),
    versionId: String(row.version_id),
    createdAt: Number(row.created_at),
  };
}

export function keyVersionOf(row: Row): KeyVersionRecord {
  const wrappedMaterial = row.wrapped_material as Uint8Array; // a column of bytes, as the next two
  const publicKey = row.public_key as Uint8Array | null;
  const wrappedCheck = row.wrapped_check as Uint8Array | null;
  return {
    ...keyVersionHeadOf(row),
    ...(wrappedMaterial.length === 0 ? {} : { wrappedMaterial }),
    ...(publicKey == null ? {} : { publicKey }),
    ...(wrappedCheck == null ? {} : { wrappedCheck }),
  };
}

/** With bytes of its own: what is kept must not change with what a caller was given. */
export function copyOfVersion(version: KeyVersionRecord): KeyVersionRecord {
  const { wrappedMaterial, publicKey, wrappedCheck } = version;
  return {
    ...version,
    ...(wrappedMaterial && { wrappedMaterial: copyOfBytes(wrappedMaterial) }),
    ...(publicKey && { publicKey: copyOfBytes(publicKey) }),
    ...(wrappedCheck && { wrappedCheck: copyOfBytes(wrappedCheck) }),
  };
}

/** Material that was deleted leaves no bytes. */
const NO_MATERIAL = new Uint8Array(0);

function versionColumnsOf(record: KeyVersionRecord) {
  return {
    created_at: record.createdAt,
    wrapped_material: record.wrappedMaterial ?? NO_MATERIAL,
    public_key: record.publicKey ?? null,
    wrapped_check: record.wrappedCheck ?? null,
  };
}

export function createKeyVersionStatements(builder: Builder) {
  return {
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
    insertKeyVersion: (record: KeyVersionRecord) =>
      builder
        .insertInto("key_versions")
        .values({
          key_id: record.keyId,
          version_id: record.versionId,
          ...versionColumnsOf(record),
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning("version_id"),
    updateKeyVersion: (record: KeyVersionRecord) =>
      builder
        .updateTable("key_versions")
        .set(versionColumnsOf(record))
        .where("key_id", "=", record.keyId)
        .where("version_id", "=", record.versionId)
        .returning("version_id"),
    keyVersionsOf: prepare<{ keyId: string; offset: number; limit: number }>((value) =>
      builder
        .selectFrom("key_versions")
        .select(["key_id", "version_id", "created_at"])
        .where("key_id", "=", value.keyId)
        .orderBy("created_at", "desc")
        .orderBy("version_id")
        .limit(value.limit)
        .offset(value.offset),
    ),
    countKeyVersionsOf: prepare<{ keyId: string }>(({ keyId }) =>
      builder
        .selectFrom("key_versions")
        .select(({ fn }) => fn.countAll().as("count"))
        .where("key_id", "=", keyId),
    ),
    deleteKeyVersions: prepare<{ keyId: string }>(({ keyId }) =>
      builder.deleteFrom("key_versions").where("key_id", "=", keyId),
    ),
  };
}
