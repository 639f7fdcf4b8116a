// Keys in full: expiry of imported material, due dates, public halves, aliases, managed data keys.
import type { Capabilities } from "../database.ts";

export function keys({ bytes, countedKey, integer, text }: Capabilities): readonly string[] {
  return [
    `ALTER TABLE keys ADD COLUMN material_expires_at ${integer}`,
    `ALTER TABLE keys ADD COLUMN due_at ${integer}`,
    "CREATE INDEX keys_due ON keys (due_at) WHERE due_at IS NOT NULL",
    `ALTER TABLE key_versions ADD COLUMN public_key ${bytes}`,
    `ALTER TABLE key_versions ADD COLUMN wrapped_check ${bytes}`,
    `CREATE TABLE aliases (
      name ${text} PRIMARY KEY, key_id ${text} NOT NULL REFERENCES keys (key_id),
      created_at ${integer} NOT NULL)`,
    "CREATE INDEX aliases_by_key ON aliases (key_id, name)",
    "CREATE INDEX secrets_by_key ON secrets (key_id, id)",
    `CREATE TABLE managed_data_keys (
      sequence ${countedKey}, name ${text} NOT NULL, version_id ${text} NOT NULL,
      created_at ${integer} NOT NULL, key_id ${text} NOT NULL, data_key ${bytes} NOT NULL,
      value ${bytes} NOT NULL, UNIQUE (name, version_id))`,
  ];
}
