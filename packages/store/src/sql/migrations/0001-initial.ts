// The first schema. Never edited after the first release.
import type { Capabilities } from "../database.ts";

export function initial({ bytes, countedKey, integer, text }: Capabilities): readonly string[] {
  return [
    `CREATE TABLE settings (name ${text} PRIMARY KEY, value ${text} NOT NULL)`,
    `CREATE TABLE access_keys (
      id ${text} PRIMARY KEY, wrapped_secret ${bytes} NOT NULL, status ${text} NOT NULL,
      principal ${text} NOT NULL, created_at ${integer} NOT NULL)`,
    `CREATE TABLE keys (
      key_id ${text} PRIMARY KEY, state ${text} NOT NULL, spec ${text} NOT NULL,
      usage ${text} NOT NULL, origin ${text} NOT NULL, protection_level ${text} NOT NULL,
      description ${text} NOT NULL, creator ${text} NOT NULL, created_at ${integer} NOT NULL,
      primary_version_id ${text}, last_rotated_at ${integer}, delete_at ${integer},
      rotation_interval_seconds ${integer}, deletion_protection ${integer} NOT NULL,
      deletion_protection_description ${text} NOT NULL)`,
    "CREATE INDEX keys_by_creation ON keys (created_at, key_id)",
    `CREATE TABLE key_versions (
      key_id ${text} NOT NULL REFERENCES keys (key_id), version_id ${text} NOT NULL,
      created_at ${integer} NOT NULL, wrapped_material ${bytes} NOT NULL,
      PRIMARY KEY (key_id, version_id))`,
    `CREATE TABLE secrets (
      id ${countedKey}, name ${text} NOT NULL UNIQUE, type ${text} NOT NULL,
      description ${text} NOT NULL, key_id ${text} NOT NULL, key_named ${integer} NOT NULL,
      creator ${text} NOT NULL, created_at ${integer} NOT NULL, updated_at ${integer} NOT NULL,
      delete_at ${integer}, stages ${text} NOT NULL)`,
    "CREATE INDEX secrets_due ON secrets (delete_at) WHERE delete_at IS NOT NULL",
    `CREATE TABLE secret_versions (
      sequence ${countedKey}, secret_id ${integer} NOT NULL REFERENCES secrets (id),
      version_id ${text} NOT NULL, created_at ${integer} NOT NULL, data_type ${text} NOT NULL,
      data_key ${bytes} NOT NULL, value ${bytes} NOT NULL, UNIQUE (secret_id, version_id))`,
    `CREATE TABLE tags (
      resource_type ${text} NOT NULL, resource_id ${text} NOT NULL, tag_key ${text} NOT NULL,
      tag_value ${text} NOT NULL, PRIMARY KEY (resource_type, resource_id, tag_key))`,
    "CREATE INDEX tags_by_tag ON tags (resource_type, tag_key, tag_value)",
    `CREATE TABLE list_counts (
      list ${text} NOT NULL, level ${integer} NOT NULL, bucket ${integer} NOT NULL,
      count ${integer} NOT NULL, PRIMARY KEY (list, level, bucket))`,
  ];
}
