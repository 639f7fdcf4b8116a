// One transaction of the memory store.
import { absent, exists } from "../errors.ts";
import type {
  AccessKeyRecord,
  AccessKeyUse,
  AliasRecord,
  KeyRecord,
  KeyVersionRecord,
  ManagedDataKeyRecord,
  NewSecret,
  SecretRecord,
  SecretVersionRecord,
  TaggedType,
  Tags,
} from "../records.ts";
import { requireStorable } from "../storable.ts";
import type { WriteStore } from "../store.ts";
import { MemoryIdentityWriter } from "./identity-writer.ts";
import { joined } from "./joined.ts";
import { type Overlays, overlaysOf, type Tables } from "./reader.ts";
import type { Overlay } from "./table.ts";

export class MemoryWriter extends MemoryIdentityWriter implements WriteStore {
  readonly #tables: Overlays;

  constructor(committed: Tables, nextSequence: () => number) {
    const overlays = overlaysOf(committed);
    super(overlays, nextSequence);
    this.#tables = overlays;
  }

  /** Makes all writes visible at once. */
  commit(): void {
    for (const table of Object.values(this.#tables)) table.commit();
  }

  /** Makes every later call fail: after its end nobody has a use for a transaction. */
  end(): void {
    for (const table of Object.values(this.#tables)) table.end();
  }

  #next(counter: string): number {
    const next = (this.#tables.counters.get(counter) ?? 0) + 1;
    this.#tables.counters.set(counter, next);
    return next;
  }

  async putSetting(name: string, value: string): Promise<void> {
    requireStorable({ name, value });
    this.#tables.settings.set(name, value);
  }

  async deleteSetting(name: string): Promise<void> {
    this.#tables.settings.delete(name);
  }

  async insertAccessKey(record: AccessKeyRecord): Promise<void> {
    requireStorable(record);
    insert(this.#tables.accessKeys, record.id, record);
  }

  async updateAccessKey(record: AccessKeyRecord): Promise<void> {
    requireStorable(record);
    if (!this.#tables.accessKeys.has(record.id)) throw absent("the AccessKey");
    this.#tables.accessKeys.set(record.id, record);
  }

  async deleteAccessKey(id: string): Promise<boolean> {
    if (!this.#tables.accessKeys.has(id)) return false;
    this.#tables.accessKeys.delete(id);
    this.#tables.accessKeyUses.delete(id);
    return true;
  }

  async noteAccessKeyUses(uses: readonly AccessKeyUse[]): Promise<void> {
    for (const use of uses) {
      const before = this.#tables.accessKeyUses.get(use.id);
      if (!this.#tables.accessKeys.has(use.id) || (before?.at ?? 0) > use.at) continue;
      this.#tables.accessKeyUses.set(use.id, use);
    }
  }

  async insertKey(record: KeyRecord): Promise<void> {
    requireStorable(record);
    insert(this.#tables.keys, record.keyId, record);
  }

  async updateKey(record: KeyRecord): Promise<void> {
    requireStorable(record);
    if (!this.#tables.keys.has(record.keyId)) throw absent(`key ${record.keyId}`);
    this.#tables.keys.set(record.keyId, record);
  }

  async insertKeyVersion(record: KeyVersionRecord): Promise<void> {
    requireStorable(record);
    if (!this.#tables.keys.has(record.keyId)) throw absent(`key ${record.keyId}`);
    insert(this.#tables.keyVersions, joined(record.keyId, record.versionId), record);
  }

  async updateKeyVersion(record: KeyVersionRecord): Promise<void> {
    requireStorable(record);
    const row = joined(record.keyId, record.versionId);
    if (!this.#tables.keyVersions.has(row)) throw absent(`version ${record.versionId}`);
    this.#tables.keyVersions.set(row, record);
  }

  async deleteKey(keyId: string): Promise<boolean> {
    if (!this.#tables.keys.has(keyId)) return false;
    for (const version of [...this.#tables.keyVersions.values()]) {
      if (version.keyId !== keyId) continue;
      this.#tables.keyVersions.delete(joined(keyId, version.versionId));
    }
    for (const alias of [...this.#tables.aliases.values()]) {
      if (alias.keyId === keyId) this.#tables.aliases.delete(alias.name);
    }
    await this.deleteTags("key", keyId);
    this.#tables.resourcePolicies.delete(joined("key", keyId));
    this.#tables.keys.delete(keyId);
    return true;
  }

  async insertAlias(record: AliasRecord): Promise<void> {
    requireStorable(record);
    if (!this.#tables.keys.has(record.keyId)) throw absent(`key ${record.keyId}`);
    insert(this.#tables.aliases, record.name, record);
  }

  async updateAlias(name: string, keyId: string): Promise<void> {
    const before = this.#tables.aliases.get(name);
    if (before === undefined) throw absent(name);
    if (!this.#tables.keys.has(keyId)) throw absent(`key ${keyId}`);
    this.#tables.aliases.set(name, { ...before, keyId });
  }

  async deleteAlias(name: string): Promise<boolean> {
    if (!this.#tables.aliases.has(name)) return false;
    this.#tables.aliases.delete(name);
    return true;
  }

  async insertManagedDataKey(record: ManagedDataKeyRecord): Promise<void> {
    requireStorable(record);
    const versions = this.#tables.managedDataKeys.get(record.name) ?? [];
    if (versions.some(({ versionId }) => versionId === record.versionId)) {
      throw exists(`version ${record.versionId}`);
    }
    this.#tables.managedDataKeys.set(record.name, [...versions, record]);
  }

  async insertSecret(record: NewSecret): Promise<number> {
    requireStorable(record);
    if (this.#tables.secretNames.has(record.name)) throw exists("the secret's name");
    const id = this.#next("secret");
    this.#tables.secrets.set(String(id), { ...record, id });
    this.#tables.secretNames.set(record.name, id);
    return id;
  }

  async updateSecret(record: SecretRecord): Promise<void> {
    requireStorable(record);
    const before = this.#tables.secrets.get(String(record.id));
    if (before?.name !== record.name) throw absent(`secret ${record.id}`);
    this.#tables.secrets.set(String(record.id), record);
  }

  async deleteSecret(id: number): Promise<boolean> {
    const secret = this.#tables.secrets.get(String(id));
    if (secret === undefined) return false;
    this.#tables.secretVersions.delete(String(id));
    await this.deleteTags("secret", secret.name);
    this.#tables.resourcePolicies.delete(joined("secret", secret.name));
    this.#tables.secretNames.delete(secret.name);
    this.#tables.secrets.delete(String(id));
    return true;
  }

  async insertSecretVersion(record: SecretVersionRecord): Promise<void> {
    requireStorable(record);
    if (this.#tables.secrets.get(String(record.secretId)) === undefined) {
      throw absent(`secret ${record.secretId}`);
    }
    const versions = this.#tables.secretVersions.get(String(record.secretId)) ?? [];
    if (versions.some(({ versionId }) => versionId === record.versionId)) {
      throw exists(`version ${record.versionId}`);
    }
    const stored = { ...record, sequence: this.#next("version") };
    this.#tables.secretVersions.set(String(record.secretId), [...versions, stored]);
  }

  async deleteSecretVersion(secretId: number, versionId: string): Promise<void> {
    const versions = this.#tables.secretVersions.get(String(secretId)) ?? [];
    const left = versions.filter((version) => version.versionId !== versionId);
    this.#tables.secretVersions.set(String(secretId), left);
  }

  async putTags(resourceType: TaggedType, resourceId: string, tags: Tags): Promise<void> {
    requireStorable({ resourceId, tags });
    const all = { ...(await this.tagsOf(resourceType, resourceId)), ...tags };
    const row = { resourceType, resourceId, tags: all };
    this.#tables.tags.set(joined(resourceType, resourceId), row);
  }

  async deleteTags(
    resourceType: TaggedType,
    resourceId: string,
    keys?: readonly string[],
  ): Promise<void> {
    const row = joined(resourceType, resourceId);
    if (keys === undefined) {
      this.#tables.tags.delete(row);
      return;
    }
    const entries = Object.entries(await this.tagsOf(resourceType, resourceId));
    const left = entries.filter(([key]) => !keys.includes(key));
    const tags = Object.fromEntries(left);
    this.#tables.tags.set(row, { resourceType, resourceId, tags });
  }
}

function insert<Value>(table: Overlay<Value>, key: string, value: Value): void {
  if (table.has(key)) throw exists(key.replaceAll("\0", " "));
  table.set(key, value);
}
