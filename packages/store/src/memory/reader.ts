// The reading half of the memory store, over committed tables or a transaction's overlays.
import type {
  AccessKeyRecord,
  AccessKeyUse,
  AliasRecord,
  KeyRecord,
  KeyVersionHead,
  KeyVersionRecord,
  ManagedDataKeyHead,
  ManagedDataKeyRecord,
  SecretRecord,
  SecretVersionHead,
  SecretVersionRecord,
  TaggedType,
  TagRecord,
  Tags,
} from "../records.ts";
import { isStorable } from "../storable.ts";
import type {
  AliasQuery,
  KeyQuery,
  Page,
  Paging,
  ReadStore,
  SecretQuery,
  TagQuery,
} from "../store.ts";
import { type AuditTables, MemoryAuditReader } from "./audit.ts";
import { compareBytes } from "./compare-bytes.ts";
import { copyOf } from "./copy.ts";
import type { IdentityTables } from "./identities.ts";
import { joined } from "./joined.ts";
import { Overlay, type ReadTable, Table } from "./table.ts";

/** A version with the order in which it was inserted. */
export type StoredVersion = SecretVersionRecord & { readonly sequence: number };

export interface ResourceTags {
  readonly resourceType: TaggedType;
  readonly resourceId: string;
  readonly tags: Tags;
}

type RowOf<Of> = Of extends ReadTable<infer Row> ? Row : never;
type RowsOf<TablesOf> = { [Name in keyof TablesOf]: RowOf<TablesOf[Name]> };

/** Rows by key; composite keys are joined by NUL, which no part holds. */
interface Rows extends RowsOf<IdentityTables>, RowsOf<AuditTables> {
  settings: string;
  accessKeys: AccessKeyRecord;
  accessKeyUses: AccessKeyUse;
  keys: KeyRecord;
  keyVersions: KeyVersionRecord;
  aliases: AliasRecord;
  /** By name: all versions of a managed data key, oldest first. */
  managedDataKeys: readonly ManagedDataKeyRecord[];
  secrets: SecretRecord;
  secretNames: number;
  /** By secret id: all versions of a secret. */
  secretVersions: readonly StoredVersion[];
  /** By resource type and id: all tags of a resource. */
  tags: ResourceTags;
  counters: number;
}

export type Tables = { readonly [Name in keyof Rows]: Table<Rows[Name]> };
export type Overlays = { readonly [Name in keyof Rows]: Overlay<Rows[Name]> };
export type ReadTables = { readonly [Name in keyof Rows]: ReadTable<Rows[Name]> };

const NAMES: { readonly [Name in keyof Rows]: true } = {
  settings: true,
  accessKeys: true,
  accessKeyUses: true,
  keys: true,
  keyVersions: true,
  aliases: true,
  managedDataKeys: true,
  secrets: true,
  secretNames: true,
  secretVersions: true,
  tags: true,
  counters: true,
  identities: true,
  identityNames: true,
  links: true,
  resourcePolicies: true,
  accountSettings: true,
  waitingEvents: true,
  logTiles: true,
  auditSettings: true,
  usedNonces: true,
};

export function newTables(): Tables {
  const made = Object.keys(NAMES).map((name) => [name, new Table()]);
  return Object.fromEntries(made); // one of each name
}

export function overlaysOf(tables: Tables): Overlays {
  const made = Object.entries(tables).map(([name, table]) => [name, new Overlay<unknown>(table)]);
  return Object.fromEntries(made); // one of each name
}

function page<Row>(rows: readonly Row[], { offset, limit }: Paging): Page<Row> {
  return { rows: rows.slice(offset, offset + limit).map(copyOf), total: rows.length };
}

const allows = <Value>(wanted: readonly Value[] | undefined, value: Value): boolean =>
  wanted === undefined || wanted.includes(value);

export class MemoryReader extends MemoryAuditReader implements ReadStore {
  readonly #tables: ReadTables;

  constructor(tables: ReadTables) {
    super(tables);
    this.#tables = tables;
  }

  async setting(name: string): Promise<string | undefined> {
    return this.#tables.settings.get(name);
  }

  async accessKey(id: string): Promise<AccessKeyRecord | undefined> {
    return copyOf(this.#tables.accessKeys.get(id));
  }

  async accessKeys(after: string | undefined, limit: number): Promise<readonly AccessKeyRecord[]> {
    return [...this.#tables.accessKeys.values()]
      .filter(({ id }) => after === undefined || compareBytes(id, after) > 0)
      .sort((a, b) => compareBytes(a.id, b.id))
      .slice(0, limit)
      .map(copyOf);
  }

  async accessKeysOf(accountId: string, principal: string): Promise<readonly AccessKeyRecord[]> {
    return [...this.#tables.accessKeys.values()]
      .filter((each) => each.accountId === accountId && each.principal === principal)
      .sort((a, b) => a.createdAt - b.createdAt || compareBytes(a.id, b.id))
      .map(copyOf);
  }

  async accessKeyLastUse(id: string): Promise<AccessKeyUse | undefined> {
    return copyOf(this.#tables.accessKeyUses.get(id));
  }

  async key(keyId: string): Promise<KeyRecord | undefined> {
    return copyOf(this.#tables.keys.get(keyId));
  }

  async keyVersion(keyId: string, versionId: string): Promise<KeyVersionRecord | undefined> {
    return copyOf(this.#tables.keyVersions.get(joined(keyId, versionId)));
  }

  async keys(query: KeyQuery): Promise<Page<KeyRecord>> {
    const rows = [...this.#tables.keys.values()]
      .filter(
        (key) =>
          allows(query.keyIds, key.keyId) &&
          this.#aliased(key.keyId, query.aliases) &&
          allows(query.states, key.state) &&
          allows(query.specs, key.spec) &&
          allows(query.usages, key.usage) &&
          allows(query.protectionLevels, key.protectionLevel) &&
          allows(query.creators, key.creator) &&
          (query.service === undefined || query.service === (key.creator === "service")) &&
          this.#tagged("key", key.keyId, query),
      )
      .sort((a, b) => a.createdAt - b.createdAt || compareBytes(a.keyId, b.keyId));
    return page(rows, query);
  }

  async keyVersions(
    after: { readonly keyId: string; readonly versionId: string } | undefined,
    limit: number,
  ): Promise<readonly KeyVersionRecord[]> {
    const order = (a: typeof after & object, b: typeof after & object): number =>
      compareBytes(a.keyId, b.keyId) || compareBytes(a.versionId, b.versionId);
    return [...this.#tables.keyVersions.values()]
      .sort(order)
      .filter((version) => after === undefined || order(version, after) > 0)
      .slice(0, limit)
      .map(copyOf);
  }

  async keyVersionsOf(keyId: string, paging: Paging): Promise<Page<KeyVersionHead>> {
    const rows = [...this.#tables.keyVersions.values()]
      .filter((version) => version.keyId === keyId)
      .sort((a, b) => b.createdAt - a.createdAt || compareBytes(a.versionId, b.versionId))
      .map(({ versionId, createdAt }) => ({ keyId, versionId, createdAt }));
    return page(rows, paging);
  }

  async keysDue(now: number, limit: number): Promise<readonly KeyRecord[]> {
    return [...this.#tables.keys.values()]
      .filter(({ dueAt }) => dueAt !== undefined && dueAt <= now)
      .sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0) || compareBytes(a.keyId, b.keyId))
      .slice(0, limit)
      .map(copyOf);
  }

  async keysRotatedAfter(now: number, limit: number): Promise<readonly KeyRecord[]> {
    return [...this.#tables.keys.values()]
      .filter(({ lastRotatedAt }) => lastRotatedAt !== undefined && lastRotatedAt > now)
      .sort((a, b) => compareBytes(a.keyId, b.keyId))
      .slice(0, limit)
      .map(copyOf);
  }

  async nextKeyDue(): Promise<number | undefined> {
    const [next] = await this.keysDue(Number.POSITIVE_INFINITY, 1);
    return next?.dueAt;
  }

  async alias(name: string): Promise<AliasRecord | undefined> {
    return copyOf(this.#tables.aliases.get(name));
  }

  async aliasedKey(name: string): Promise<KeyRecord | undefined> {
    const alias = this.#tables.aliases.get(name);
    return alias && copyOf(this.#tables.keys.get(alias.keyId));
  }

  async aliases(query: AliasQuery): Promise<Page<AliasRecord>> {
    const rows = [...this.#tables.aliases.values()]
      .filter(({ keyId }) => query.keyId === undefined || query.keyId === keyId)
      .sort((a, b) => compareBytes(a.name, b.name));
    return page(rows, query);
  }

  async managedDataKey(name: string, versionId: string): Promise<ManagedDataKeyRecord | undefined> {
    const versions = this.#tables.managedDataKeys.get(name) ?? [];
    return copyOf(versions.find((version) => version.versionId === versionId));
  }

  async managedDataKeyVersions(name: string, paging: Paging): Promise<Page<ManagedDataKeyHead>> {
    const heads = (this.#tables.managedDataKeys.get(name) ?? []).map(
      ({ versionId, createdAt }) => ({ name, versionId, createdAt }),
    );
    return page(heads.reverse(), paging);
  }

  async secret(name: string): Promise<SecretRecord | undefined> {
    const id = this.#tables.secretNames.get(name);
    return id === undefined ? undefined : copyOf(this.#tables.secrets.get(String(id)));
  }

  async secretAndKey(
    name: string,
  ): Promise<{ readonly secret: SecretRecord; readonly key: KeyRecord | undefined } | undefined> {
    const secret = await this.secret(name);
    return secret && { secret, key: await this.key(secret.keyId) };
  }

  async secrets(query: SecretQuery): Promise<Page<SecretRecord>> {
    const rows = [...this.#tables.secrets.values()]
      .filter(
        (secret) =>
          allows(query.names, secret.name) &&
          allows(query.types, secret.type) &&
          allows(query.creators, secret.creator) &&
          allows(query.keyIds, secret.keyId) &&
          (query.descriptions === undefined ||
            query.descriptions.some(
              (part) => isStorable(part) && secret.description.includes(part),
            )) &&
          this.#tagged("secret", secret.name, query),
      )
      .sort((a, b) => a.id - b.id);
    return page(rows, query);
  }

  async secretVersion(
    secretId: number,
    versionId: string,
  ): Promise<SecretVersionRecord | undefined> {
    const versions = this.#tables.secretVersions.get(String(secretId));
    const found = versions?.find((version) => version.versionId === versionId);
    if (found === undefined) return undefined;
    const { sequence: _, ...version } = found;
    return copyOf(version);
  }

  async secretVersions(secretId: number): Promise<readonly SecretVersionHead[]> {
    return [...(this.#tables.secretVersions.get(String(secretId)) ?? [])]
      .sort((a, b) => b.createdAt - a.createdAt || b.sequence - a.sequence)
      .map(({ versionId, createdAt }) => ({ versionId, createdAt }));
  }

  async secretsDue(now: number, limit: number): Promise<readonly SecretRecord[]> {
    return [...this.#tables.secrets.values()]
      .filter(({ deleteAt }) => deleteAt !== undefined && deleteAt <= now)
      .sort((a, b) => (a.deleteAt ?? 0) - (b.deleteAt ?? 0) || a.id - b.id)
      .slice(0, limit)
      .map(copyOf);
  }

  async nextSecretDue(): Promise<number | undefined> {
    const [next] = await this.secretsDue(Number.POSITIVE_INFINITY, 1);
    return next?.deleteAt;
  }

  async tagsOf(resourceType: TaggedType, resourceId: string): Promise<Tags> {
    return copyOf(this.#tables.tags.get(joined(resourceType, resourceId))?.tags) ?? {};
  }

  async tags(query: TagQuery): Promise<readonly TagRecord[]> {
    const order = (
      a: { resourceId: string; key: string },
      b: { resourceId: string; key: string },
    ) => compareBytes(a.resourceId, b.resourceId) || compareBytes(a.key, b.key);
    const { after, matching = [] } = query;
    const rows: TagRecord[] = [];
    for (const { resourceType, resourceId, tags } of this.#tables.tags.values()) {
      if (resourceType !== query.resourceType || !allows(query.resourceIds, resourceId)) continue;
      const own = Object.entries(tags);
      const matches = matching.every((wanted) =>
        own.some(
          ([key, value]) =>
            key === wanted.key && (wanted.value === undefined || value === wanted.value),
        ),
      );
      if (!matches) continue;
      for (const [key, value] of own) rows.push({ resourceType, resourceId, key, value });
    }
    return rows
      .sort(order)
      .filter((tag) => after === undefined || order(tag, after) > 0)
      .slice(0, query.limit);
  }

  #aliased(keyId: string, names: readonly string[] | undefined): boolean {
    if (names === undefined) return true;
    return names.some((name) => this.#tables.aliases.get(name)?.keyId === keyId);
  }

  #tagged(
    type: "key" | "secret",
    id: string,
    query: { readonly tagKeys?: readonly string[]; readonly tagValues?: readonly string[] },
  ): boolean {
    const { tagKeys, tagValues } = query;
    if (tagKeys === undefined && tagValues === undefined) return true;
    const own = Object.entries(this.#tables.tags.get(joined(type, id))?.tags ?? {});
    return (
      (tagKeys === undefined || own.some(([key]) => tagKeys.includes(key))) &&
      (tagValues === undefined || own.some(([, value]) => tagValues.includes(value)))
    );
  }
}
