// The port to whatever keeps Coffer's records. `MemoryStore` is the reference; every implementation passes
// `test/store.contract.ts`. All methods are asynchronous. Values are copied at the border: changing an
// object after giving or receiving it changes nothing in the store.
//
// Every method may throw `StoreError` with code `Unreachable` when the database cannot be asked (a full
// disk or a lost connection among the causes), and then nothing of the transaction has happened, except
// that after a failed commit on a lost connection the outcome is unknown.
//
// Text is well-formed Unicode without NUL: writing other text is `Invalid`, and reading by it finds nothing.
import type { AuditAppender, AuditReader, AuditSettingsReader, AuditWriter } from "./audit-log.ts";
import type { IdentityReader, IdentityWriter } from "./identity.ts";
import type { NonceFollower } from "./nonces.ts";
import type {
  AccessKeyRecord,
  AccessKeyUse,
  AliasRecord,
  KeyRecord,
  KeyState,
  KeyVersionHead,
  KeyVersionRecord,
  ManagedDataKeyHead,
  ManagedDataKeyRecord,
  NewSecret,
  SecretRecord,
  SecretVersionHead,
  SecretVersionRecord,
  TaggedType,
  TagRecord,
  Tags,
} from "./records.ts";

/** One page of a list, and how many rows match in all. A page past the end is empty, with the true total. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

export interface Paging {
  /** Rows to leave out before the page. */
  readonly offset: number;
  /** Rows at most. */
  readonly limit: number;
}

/** Between members all must hold; within one, any of the values. Absent members do not restrict. */
export interface SecretQuery extends Paging {
  /** Exact names. */
  readonly names?: readonly string[];
  /** Any of these as a part of the description, case-sensitive. */
  readonly descriptions?: readonly string[];
  /** Exact types. */
  readonly types?: readonly string[];
  readonly creators?: readonly string[];
  /** Ids of the keys that protect them. */
  readonly keyIds?: readonly string[];
  readonly tagKeys?: readonly string[];
  readonly tagValues?: readonly string[];
}

/** As `SecretQuery`. */
export interface KeyQuery extends Paging {
  readonly keyIds?: readonly string[];
  /** Aliases that point at the key. */
  readonly aliases?: readonly string[];
  readonly states?: readonly KeyState[];
  readonly specs?: readonly string[];
  readonly usages?: readonly string[];
  readonly protectionLevels?: readonly string[];
  readonly creators?: readonly string[];
  /** `true`: only the service's own keys; `false`: only keys that users made. */
  readonly service?: boolean;
  readonly tagKeys?: readonly string[];
  readonly tagValues?: readonly string[];
}

export interface AliasQuery extends Paging {
  /** Only aliases of this key. */
  readonly keyId?: string;
}

/** Rows of `tags` in the order resource id, tag key. */
export interface TagQuery {
  readonly resourceType: TaggedType;
  /** Only these resources. */
  readonly resourceIds?: readonly string[];
  /** Only resources that match every one: a tag of that key and, where given, of that value. */
  readonly matching?: readonly { readonly key: string; readonly value?: string }[];
  /** Only rows after this one. */
  readonly after?: { readonly resourceId: string; readonly key: string };
  readonly limit: number;
}

/** The half without writes. Outside a transaction each call sees the newest committed state. */
export interface ReadStore extends IdentityReader, AuditReader, AuditSettingsReader {
  /** A named fact of the installation (account, region, root key fingerprint …), or undefined. */
  setting(name: string): Promise<string | undefined>;

  accessKey(id: string): Promise<AccessKeyRecord | undefined>;
  /** Rising by id, after `after`: for re-wrapping. */
  accessKeys(after: string | undefined, limit: number): Promise<readonly AccessKeyRecord[]>;
  /** Those of the account itself (`root`) or of a user, in the order of creation, ties by id. */
  accessKeysOf(accountId: string, principal: string): Promise<readonly AccessKeyRecord[]>;
  accessKeyLastUse(id: string): Promise<AccessKeyUse | undefined>;

  key(keyId: string): Promise<KeyRecord | undefined>;
  keyVersion(keyId: string, versionId: string): Promise<KeyVersionRecord | undefined>;
  /** Keys in the order of creation, ties by id. */
  keys(query: KeyQuery): Promise<Page<KeyRecord>>;
  /** Wrapped material of all key versions after `after` (key id, version id), in that order, for re-wrapping. */
  keyVersions(
    after: { readonly keyId: string; readonly versionId: string } | undefined,
    limit: number,
  ): Promise<readonly KeyVersionRecord[]>;
  /** Versions of one key, newest first, ties by id. */
  keyVersionsOf(keyId: string, paging: Paging): Promise<Page<KeyVersionHead>>;
  /** Keys whose `dueAt` is at or before `now`, earliest first. */
  keysDue(now: number, limit: number): Promise<readonly KeyRecord[]>;
  /** Keys whose `lastRotatedAt` is after `now`, in the order of their ids: a clock was wrong then, or is now. */
  keysRotatedAfter(now: number, limit: number): Promise<readonly KeyRecord[]>;
  /** The earliest `dueAt` of any key, or undefined. */
  nextKeyDue(): Promise<number | undefined>;

  alias(name: string): Promise<AliasRecord | undefined>;
  /** The key that an alias points at, in one look. */
  aliasedKey(name: string): Promise<KeyRecord | undefined>;
  /** In the order of the names. */
  aliases(query: AliasQuery): Promise<Page<AliasRecord>>;

  managedDataKey(name: string, versionId: string): Promise<ManagedDataKeyRecord | undefined>;
  /** Versions of one managed data key, newest first (by insertion). */
  managedDataKeyVersions(name: string, paging: Paging): Promise<Page<ManagedDataKeyHead>>;

  secret(name: string): Promise<SecretRecord | undefined>;
  /** A secret and its key in one look, for the reading path. `key` is undefined if the key is gone. */
  secretAndKey(
    name: string,
  ): Promise<{ readonly secret: SecretRecord; readonly key: KeyRecord | undefined } | undefined>;
  /**
   * Secrets in the order of creation (rising id). Without filters the cost of a page and of the total
   * does not depend on the offset or the number of secrets, but for a logarithm.
   */
  secrets(query: SecretQuery): Promise<Page<SecretRecord>>;
  secretVersion(secretId: number, versionId: string): Promise<SecretVersionRecord | undefined>;
  /** All versions, newest first (by creation, then by insertion). At most ten and the one being added. */
  secretVersions(secretId: number): Promise<readonly SecretVersionHead[]>;
  /** Secrets whose `deleteAt` is at or before `now`, earliest first. */
  secretsDue(now: number, limit: number): Promise<readonly SecretRecord[]>;
  /** The earliest `deleteAt` of any secret, or undefined. */
  nextSecretDue(): Promise<number | undefined>;

  /** All tags of one resource. */
  tagsOf(resourceType: TaggedType, resourceId: string): Promise<Tags>;
  tags(query: TagQuery): Promise<readonly TagRecord[]>;
}

/**
 * What a transaction may do. Inserting what exists throws `StoreError` with code `AlreadyExists`, inserting a
 * version of a key or secret that is not there `NotFound`; `work` may catch either and go on.
 * After the transaction's end every method throws `Invalid`.
 */
export interface WriteStore extends ReadStore, IdentityWriter, AuditWriter {
  putSetting(name: string, value: string): Promise<void>;
  deleteSetting(name: string): Promise<void>;

  insertAccessKey(record: AccessKeyRecord): Promise<void>;
  /** Replaces the row of the same id; throws `NotFound` if there is none. */
  updateAccessKey(record: AccessKeyRecord): Promise<void>;
  /** Removes it and what is known of its use. Returns false if there was none. */
  deleteAccessKey(id: string): Promise<boolean>;

  insertKey(record: KeyRecord): Promise<void>;
  /** Replaces the row of the same id; throws `NotFound` if there is none. */
  updateKey(record: KeyRecord): Promise<void>;
  /** Removes the key with its versions, its aliases and its tags for good. Returns false if there was none. */
  deleteKey(keyId: string): Promise<boolean>;
  insertKeyVersion(record: KeyVersionRecord): Promise<void>;
  /** Replaces the row of the same ids; throws `NotFound` if there is none. */
  updateKeyVersion(record: KeyVersionRecord): Promise<void>;

  /** Of a key that is there, else `NotFound`. */
  insertAlias(record: AliasRecord): Promise<void>;
  /** Points an alias at another key; throws `NotFound` if either is not there. */
  updateAlias(name: string, keyId: string): Promise<void>;
  /** Returns false if there was none. */
  deleteAlias(name: string): Promise<boolean>;

  insertManagedDataKey(record: ManagedDataKeyRecord): Promise<void>;

  /** Returns the new secret's id. */
  insertSecret(record: NewSecret): Promise<number>;
  /** Replaces the row of the same id; throws `NotFound` if there is none. The name never changes. */
  updateSecret(record: SecretRecord): Promise<void>;
  /** Removes the secret, its versions and its tags for good. Returns false if there was none. */
  deleteSecret(id: number): Promise<boolean>;
  insertSecretVersion(record: SecretVersionRecord): Promise<void>;
  deleteSecretVersion(secretId: number, versionId: string): Promise<void>;

  /** Adds tags or overwrites their values. */
  putTags(resourceType: TaggedType, resourceId: string, tags: Tags): Promise<void>;
  /** Removes tags; unknown ones are ignored. Without `keys`: all. */
  deleteTags(resourceType: TaggedType, resourceId: string, keys?: readonly string[]): Promise<void>;
}

export interface Store extends ReadStore, AuditAppender, NonceFollower {
  /**
   * Runs `work` so that either all of its writes happen or none, as if no other transaction ran at the
   * same time (serializable). Resolves when the outcome is durable; rejects with whatever `work` threw.
   *
   * `work` may be run again from the start when it collided with another transaction, so it must have
   * no effect but through its argument. It must await nothing but its argument's methods: others wait.
   */
  transaction<Result>(work: (store: WriteStore) => Promise<Result>): Promise<Result>;
  /** Keeps the newest use of each; of AccessKeys that are gone nothing. Does not count as a change. */
  noteAccessKeyUses(uses: readonly AccessKeyUse[]): Promise<void>;
  /**
   * Lets what was deleted or replaced leave the files too, as far as the database allows it: SQLite's
   * write-ahead log is emptied. What a reader holds up is done at the next call. Costs nothing when nothing was
   * written since.
   */
  scrub(): Promise<void>;
  /** Waits for the transactions under way, then lets go of the database. */
  close(): Promise<void>;
}
