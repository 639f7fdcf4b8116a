// The columns of each table, as Kysely checks them. The tables themselves are made by `migrations/`.
import type { Generated } from "kysely";

export interface Tables {
  settings: { name: string; value: string };
  access_keys: {
    id: string;
    account_id: string;
    wrapped_secret: Uint8Array;
    status: string;
    principal: string;
    created_at: number;
  };
  keys: {
    key_id: string;
    state: string;
    spec: string;
    usage: string;
    origin: string;
    protection_level: string;
    description: string;
    creator: string;
    created_at: number;
    primary_version_id: string | null;
    last_rotated_at: number | null;
    delete_at: number | null;
    rotation_interval_seconds: number | null;
    deletion_protection: number;
    deletion_protection_description: string;
    material_expires_at: number | null;
    due_at: number | null;
  };
  key_versions: {
    key_id: string;
    version_id: string;
    created_at: number;
    /** Empty when the material was deleted. */
    wrapped_material: Uint8Array;
    public_key: Uint8Array | null;
    wrapped_check: Uint8Array | null;
  };
  aliases: { name: string; key_id: string; created_at: number };
  managed_data_keys: {
    sequence: Generated<number>;
    name: string;
    version_id: string;
    created_at: number;
    key_id: string;
    data_key: Uint8Array;
    value: Uint8Array;
  };
  secrets: {
    id: Generated<number>;
    name: string;
    type: string;
    description: string;
    key_id: string;
    key_named: number;
    creator: string;
    created_at: number;
    updated_at: number;
    delete_at: number | null;
    stages: string;
  };
  secret_versions: {
    sequence: Generated<number>;
    secret_id: number;
    version_id: string;
    created_at: number;
    data_type: string;
    data_key: Uint8Array;
    value: Uint8Array;
  };
  access_key_uses: { id: string; used_at: number; service: string };
  identities: {
    id: string;
    kind: string;
    account_id: string;
    /** The name as it is unique. */
    name_key: string;
    /** JSON. */
    record: string;
  };
  links: { kind: string; from_id: string; to_id: string; account_id: string; created_at: number };
  resource_policies: {
    resource_type: string;
    resource_id: string;
    document: string;
    updated_at: number;
    /** JSON. */
    principals: string;
  };
  account_settings: { account_id: string; name: string; value: string };
  audit_waiting: { sequence: Generated<number>; event: Uint8Array; events: Generated<number> };
  audit_tiles: {
    /** -1 for entries. */
    level: number;
    tile_index: number;
    width: number;
    bytes: Uint8Array;
    summary: Uint8Array | null;
  };
  audit_settings: { name: string; value: string };
  used_nonces: { id: Generated<number>; writer: number; bucket: number; prints: Uint8Array };
  /** One row: counts the commits after which what was read before may be read differently. */
  changes: { id: number; counter: number };
  tags: { resource_type: string; resource_id: string; tag_key: string; tag_value: string };
  list_counts: { list: string; level: number; bucket: number; count: number };
}
