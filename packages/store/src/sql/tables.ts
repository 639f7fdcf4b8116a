// The columns of each table, as Kysely checks them. The tables themselves are made by `migrations/`.
import type { Generated } from "kysely";

export interface Tables {
  settings: { name: string; value: string };
  access_keys: {
    id: string;
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
  tags: { resource_type: string; resource_id: string; tag_key: string; tag_value: string };
  list_counts: { list: string; level: number; bucket: number; count: number };
}
