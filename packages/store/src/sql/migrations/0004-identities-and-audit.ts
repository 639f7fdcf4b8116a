// Identities, what is attached to them, policies of resources, and the audit log.
import type { Capabilities } from "../database.ts";

export function identitiesAndAudit(capabilities: Capabilities): readonly string[] {
  const { bytes, integer, jsonMember, orderedKey, text } = capabilities;
  const account = jsonMember("value", "accountId");
  return [
    `ALTER TABLE access_keys ADD COLUMN account_id ${text} NOT NULL DEFAULT ''`,
    `UPDATE access_keys SET account_id = COALESCE(
      (SELECT ${account} FROM settings WHERE name = 'installation'), '')`,
    "CREATE INDEX access_keys_of ON access_keys (account_id, principal, created_at)",
    `CREATE TABLE access_key_uses (
      id ${text} PRIMARY KEY, used_at ${integer} NOT NULL, service ${text} NOT NULL)`,
    `CREATE TABLE identities (
      id ${text} PRIMARY KEY, kind ${text} NOT NULL, account_id ${text} NOT NULL,
      name_key ${text} NOT NULL, record ${text} NOT NULL, UNIQUE (kind, account_id, name_key))`,
    `CREATE TABLE links (
      kind ${text} NOT NULL, from_id ${text} NOT NULL, to_id ${text} NOT NULL,
      account_id ${text} NOT NULL, created_at ${integer} NOT NULL,
      PRIMARY KEY (kind, from_id, to_id))`,
    "CREATE INDEX links_by_end ON links (kind, to_id, from_id)",
    `CREATE TABLE resource_policies (
      resource_type ${text} NOT NULL, resource_id ${text} NOT NULL, document ${text} NOT NULL,
      updated_at ${integer} NOT NULL, PRIMARY KEY (resource_type, resource_id))`,
    `CREATE TABLE account_settings (
      account_id ${text} NOT NULL, name ${text} NOT NULL, value ${text} NOT NULL,
      PRIMARY KEY (account_id, name))`,
    `CREATE TABLE audit_waiting (sequence ${orderedKey}, event ${bytes} NOT NULL)`,
    `CREATE TABLE audit_tiles (
      level ${integer} NOT NULL, tile_index ${integer} NOT NULL, width ${integer} NOT NULL,
      bytes ${bytes} NOT NULL, summary ${bytes}, PRIMARY KEY (level, tile_index))`,
    `CREATE TABLE audit_settings (name ${text} PRIMARY KEY, value ${text} NOT NULL)`,
    `CREATE TABLE changes (id ${integer} PRIMARY KEY, counter ${integer} NOT NULL)`,
    "INSERT INTO changes VALUES (1, 0)",
  ];
}
