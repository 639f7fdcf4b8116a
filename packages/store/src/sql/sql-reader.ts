// The reading half of the port over one connection.

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
import type {
  AliasQuery,
  KeyQuery,
  Page,
  Paging,
  ReadStore,
  SecretQuery,
  TagQuery,
} from "../store.ts";
import { copyOfBytes } from "./copy-bytes.ts";
import type { Connection } from "./database.ts";
import { accessKeyOf, accessKeyUseOf } from "./rows/access-keys.ts";
import { aliasOf } from "./rows/aliases.ts";
import { copyOfVersion, keyVersionHeadOf, keyVersionOf } from "./rows/key-versions.ts";
import { keyOf } from "./rows/keys.ts";
import { managedDataKeyHeadOf, managedDataKeyOf } from "./rows/managed-data-keys.ts";
import { copyOfSecretVersion, secretVersionOf } from "./rows/secret-versions.ts";
import { isUnfiltered, secretOf } from "./rows/secrets.ts";
import { tagOf } from "./rows/tags.ts";
import { SqlIdentityReader } from "./sql-identity-reader.ts";
import { run } from "./statement.ts";

/** Every use of a pair reads its version; that of another key is read once, and its material then kept ready. */
function isPair(version: KeyVersionRecord | undefined): boolean {
  return version?.publicKey !== undefined;
}

/** A value as most are: what is kept of it is as sealed as in the database. */
function isSmall(version: SecretVersionRecord | undefined): boolean {
  return version !== undefined && version.value.length <= 1_024;
}

export class SqlReader extends SqlIdentityReader implements ReadStore {
  setting(name: string): Promise<string | undefined> {
    return this.kept(`setting ${name}`, async () => {
      const [row] = await this.statements.setting(this.connection, { name });
      return row && String(row.value);
    });
  }

  async accessKey(id: string): Promise<AccessKeyRecord | undefined> {
    const found = await this.kept(`access key ${id}`, () => this.#readAccessKey(id));
    return found && { ...found, wrappedSecret: copyOfBytes(found.wrappedSecret) };
  }

  async #readAccessKey(id: string): Promise<AccessKeyRecord | undefined> {
    const [row] = await this.statements.accessKey(this.connection, { id });
    return row && accessKeyOf(row);
  }

  async accessKeys(after: string | undefined, limit: number): Promise<readonly AccessKeyRecord[]> {
    const page = { after: after ?? "", limit };
    return (await this.statements.accessKeys(this.connection, page)).map(accessKeyOf);
  }

  async accessKeysOf(accountId: string, principal: string): Promise<readonly AccessKeyRecord[]> {
    const rows = await this.statements.accessKeysOf(this.connection, { accountId, principal });
    return rows.map(accessKeyOf);
  }

  async accessKeyLastUse(id: string): Promise<AccessKeyUse | undefined> {
    const [row] = await this.statements.accessKeyUse(this.connection, { id });
    return row && accessKeyUseOf(row);
  }

  async key(keyId: string): Promise<KeyRecord | undefined> {
    const key = await this.kept(`key ${keyId}`, () => this.#readKey(keyId));
    return key && { ...key };
  }

  async #readKey(keyId: string): Promise<KeyRecord | undefined> {
    const [row] = await this.statements.key(this.connection, { keyId });
    return row && keyOf(row);
  }

  async keyVersion(keyId: string, versionId: string): Promise<KeyVersionRecord | undefined> {
    const name = `version ${keyId} ${versionId}`;
    const version = await this.kept(name, () => this.#readKeyVersion(keyId, versionId), isPair);
    return version && copyOfVersion(version);
  }

  async #readKeyVersion(keyId: string, versionId: string): Promise<KeyVersionRecord | undefined> {
    const [row] = await this.statements.keyVersion(this.connection, { keyId, versionId });
    return row && keyVersionOf(row);
  }

  async keys(query: KeyQuery): Promise<Page<KeyRecord>> {
    return this.agreeing(async (connection) => {
      const rows = await run(connection, this.statements.keys(query));
      const [counted] = await run(connection, this.statements.countKeys(query));
      return { rows: rows.map(keyOf), total: Number(counted?.count) };
    });
  }

  async keyVersions(
    after: { readonly keyId: string; readonly versionId: string } | undefined,
    limit: number,
  ): Promise<readonly KeyVersionRecord[]> {
    const from = after ?? { keyId: "", versionId: "" };
    const rows = await this.statements.keyVersions(this.connection, { ...from, limit });
    return rows.map(keyVersionOf);
  }

  async keyVersionsOf(keyId: string, { offset, limit }: Paging): Promise<Page<KeyVersionHead>> {
    return this.agreeing(async (connection) => {
      const rows = await this.statements.keyVersionsOf(connection, { keyId, offset, limit });
      const [counted] = await this.statements.countKeyVersionsOf(connection, { keyId });
      return { rows: rows.map(keyVersionHeadOf), total: Number(counted?.count) };
    });
  }

  async keysDue(now: number, limit: number): Promise<readonly KeyRecord[]> {
    return (await this.statements.keysDue(this.connection, { now, limit })).map(keyOf);
  }

  async keysRotatedAfter(now: number, limit: number): Promise<readonly KeyRecord[]> {
    const rows = await this.statements.keysRotatedAfter(this.connection, { now, limit });
    return rows.map(keyOf);
  }

  async nextKeyDue(): Promise<number | undefined> {
    const [row] = await this.statements.nextKeyDue(this.connection, {});
    return row?.due == null ? undefined : Number(row.due);
  }

  async alias(name: string): Promise<AliasRecord | undefined> {
    const found = await this.kept(`alias ${name}`, () => this.#readAlias(name));
    return found && { ...found };
  }

  async aliasedKey(name: string): Promise<KeyRecord | undefined> {
    const key = await this.kept(`aliased ${name}`, () => this.#readAliasedKey(name));
    return key && { ...key };
  }

  async #readAliasedKey(name: string): Promise<KeyRecord | undefined> {
    const [row] = await this.statements.aliasedKey(this.connection, { name });
    return row && keyOf(row);
  }

  async #readAlias(name: string): Promise<AliasRecord | undefined> {
    const [row] = await this.statements.alias(this.connection, { name });
    return row && aliasOf(row);
  }

  async aliases(query: AliasQuery): Promise<Page<AliasRecord>> {
    return this.agreeing(async (connection) => {
      const rows = await run(connection, this.statements.aliases(query));
      const [counted] = await run(connection, this.statements.countAliases(query));
      return { rows: rows.map(aliasOf), total: Number(counted?.count) };
    });
  }

  async managedDataKey(name: string, versionId: string): Promise<ManagedDataKeyRecord | undefined> {
    const [row] = await this.statements.managedDataKey(this.connection, { name, versionId });
    return row && managedDataKeyOf(row);
  }

  async managedDataKeyVersions(
    name: string,
    { offset, limit }: Paging,
  ): Promise<Page<ManagedDataKeyHead>> {
    return this.agreeing(async (connection) => {
      const { managedDataKeyVersions, countManagedDataKeyVersions } = this.statements;
      const rows = await managedDataKeyVersions(connection, { name, offset, limit });
      const [counted] = await countManagedDataKeyVersions(connection, { name });
      return { rows: rows.map(managedDataKeyHeadOf), total: Number(counted?.count) };
    });
  }

  async secret(name: string): Promise<SecretRecord | undefined> {
    const secret = await this.keptOfMany(`secret ${name}`, () => this.#readSecret(name));
    return secret && { ...secret, stages: { ...secret.stages } };
  }

  async #readSecret(name: string): Promise<SecretRecord | undefined> {
    const [row] = await this.statements.secret(this.connection, { name });
    return row && secretOf(row);
  }

  async secretAndKey(
    name: string,
  ): Promise<{ readonly secret: SecretRecord; readonly key: KeyRecord | undefined } | undefined> {
    const secret = await this.secret(name);
    return secret && { secret, key: await this.key(secret.keyId) };
  }

  async secrets(query: SecretQuery): Promise<Page<SecretRecord>> {
    return this.agreeing(async (connection) => {
      if (isUnfiltered(query)) return this.#countedPage(connection, query);
      const rows = await run(connection, this.statements.secrets(query));
      const [counted] = await run(connection, this.statements.countSecrets(query));
      return { rows: rows.map(secretOf), total: Number(counted?.count) };
    });
  }

  async #countedPage(
    connection: Connection,
    { offset, limit }: SecretQuery,
  ): Promise<Page<SecretRecord>> {
    const { secretCounts, secretsFrom } = this.statements;
    const { total, start } = await secretCounts.find(connection, offset);
    const rows = start ? await secretsFrom(connection, { ...start, limit }) : [];
    return { rows: rows.map(secretOf), total };
  }

  async secretVersion(
    secretId: number,
    versionId: string,
  ): Promise<SecretVersionRecord | undefined> {
    const name = `value ${secretId} ${versionId}`;
    const read = () => this.#readSecretVersion(secretId, versionId);
    const version = await this.keptOfMany(name, read, isSmall);
    return version && copyOfSecretVersion(version);
  }

  async #readSecretVersion(
    secretId: number,
    versionId: string,
  ): Promise<SecretVersionRecord | undefined> {
    const [row] = await this.statements.secretVersion(this.connection, { secretId, versionId });
    return row && secretVersionOf(row);
  }

  async secretVersions(secretId: number): Promise<readonly SecretVersionHead[]> {
    const rows = await this.statements.secretVersions(this.connection, { secretId });
    return rows.map((row) => ({
      versionId: String(row.version_id),
      createdAt: Number(row.created_at),
    }));
  }

  async secretsDue(now: number, limit: number): Promise<readonly SecretRecord[]> {
    return (await this.statements.secretsDue(this.connection, { now, limit })).map(secretOf);
  }

  async nextSecretDue(): Promise<number | undefined> {
    const [row] = await this.statements.nextSecretDue(this.connection, {});
    return row?.due == null ? undefined : Number(row.due);
  }

  async tagsOf(resourceType: TaggedType, resourceId: string): Promise<Tags> {
    const rows = await this.statements.tagsOf(this.connection, { resourceType, resourceId });
    return Object.fromEntries(rows.map((row) => [String(row.tag_key), String(row.tag_value)]));
  }

  async tags(query: TagQuery): Promise<readonly TagRecord[]> {
    return (await run(this.connection, this.statements.tags(query))).map(tagOf);
  }
}
