// What the store keeps, one type for each kind of row. Times are milliseconds since 1970 UTC; ciphertexts
// are opaque bytes to the store. No record ever holds a plaintext value or key.

/** A resource's tags, key to value. Keys are case-sensitive. */
export type Tags = Readonly<Record<string, string>>;

/** Kinds of resources that have tags. */
export type TaggedType = "key" | "secret" | "user" | "role" | "policy";

export interface AccessKeyRecord {
  readonly id: string;
  /** The account that it belongs to. */
  readonly accountId: string;
  /** The secret half, wrapped under the root key (docs/formats/ciphertext.md). */
  readonly wrappedSecret: Uint8Array;
  readonly status: "Active" | "Inactive";
  /** Who it belongs to: `root`, the account itself, or the id of a user. */
  readonly principal: string;
  readonly createdAt: number;
}

export type KeyState = "Enabled" | "Disabled" | "PendingDeletion" | "PendingImport";

export interface KeyRecord {
  readonly keyId: string;
  readonly state: KeyState;
  readonly spec: string;
  readonly usage: string;
  readonly origin: string;
  readonly protectionLevel: string;
  readonly description: string;
  /** The creating account's id, or `service` for keys that the service made for itself. */
  readonly creator: string;
  readonly createdAt: number;
  /** The version that encrypts; absent while there is no material. */
  readonly primaryVersionId?: string;
  readonly lastRotatedAt?: number;
  /** When deletion is due; only while `PendingDeletion`. */
  readonly deleteAt?: number;
  /** Seconds between automatic rotations; absent when automatic rotation is off. */
  readonly rotationIntervalSeconds?: number;
  /** When imported material expires; absent when it never does, or there is none. */
  readonly materialExpiresAt?: number;
  /** When a job next has to look at the key; absent when nothing is ahead. */
  readonly dueAt?: number;
  readonly deletionProtection: boolean;
  readonly deletionProtectionDescription: string;
}

export interface KeyVersionRecord {
  readonly keyId: string;
  readonly versionId: string;
  readonly createdAt: number;
  /** The material, wrapped under the root key (docs/formats/ciphertext.md); absent when it was deleted. */
  readonly wrappedMaterial?: Uint8Array;
  /** The public half of a pair: SubjectPublicKeyInfo, DER. */
  readonly publicKey?: Uint8Array;
  /** What recognises imported material when it comes again, wrapped under the root key. */
  readonly wrappedCheck?: Uint8Array;
}

/** A version without its material, as lists need it. */
export type KeyVersionHead = Pick<KeyVersionRecord, "keyId" | "versionId" | "createdAt">;

export interface AliasRecord {
  /** With the prefix `alias/`. */
  readonly name: string;
  readonly keyId: string;
  readonly createdAt: number;
}

/** A version of a managed data key without its value. */
export interface ManagedDataKeyHead {
  readonly name: string;
  readonly versionId: string;
  readonly createdAt: number;
}

export interface ManagedDataKeyRecord extends ManagedDataKeyHead {
  /** The key that the value's data key is encrypted under. */
  readonly keyId: string;
  readonly dataKey: Uint8Array;
  readonly value: Uint8Array;
}

export interface SecretRecord {
  /** Our own number of the secret, rising with creation; never reused, unlike the name. */
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly description: string;
  /** The key that protects new versions: the one the creator named or the service's default key. */
  readonly keyId: string;
  /** Whether the creator named the key; only then is it shown. */
  readonly keyNamed: boolean;
  readonly creator: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** When the purge is due; only in the deletion window. */
  readonly deleteAt?: number;
  /** Stage label to version id. Each label points at one version. */
  readonly stages: Readonly<Record<string, string>>;
}

export type NewSecret = Omit<SecretRecord, "id">;

/** A version without its value, as lists need it. */
export interface SecretVersionHead {
  readonly versionId: string;
  readonly createdAt: number;
}

export interface SecretVersionRecord extends SecretVersionHead {
  readonly secretId: number;
  readonly dataType: "text" | "binary";
  /** The value's data key, encrypted under the secret's key (docs/formats/ciphertext.md). */
  readonly dataKey: Uint8Array;
  /** The value, encrypted under the data key. */
  readonly value: Uint8Array;
}

/** When an AccessKey was last used, and for which service. */
export interface AccessKeyUse {
  readonly id: string;
  readonly at: number;
  readonly service: string;
}

/** `resourceId` is a key id, a secret's name, or the id of an identity. */
export interface TagRecord {
  readonly resourceType: TaggedType;
  readonly resourceId: string;
  readonly key: string;
  readonly value: string;
}
