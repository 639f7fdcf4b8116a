// The reading half of the port over one connection.
import type {
  AccessKeyRecord,
  KeyRecord,
  KeyVersionRecord,
  SecretRecord,
  SecretVersionHead,
  SecretVersionRecord,
  TagRecord,
  Tags,
} from "../records.ts";
import type { KeyQuery, Page, ReadStore, SecretQuery, TagQuery } from "../store.ts";
import type { Connection } from "./database.ts";
import { keyOf, keyVersionOf } from "./keys.ts";
import { secretVersionOf } from "./secret-versions.ts";
import { isUnfiltered, secretOf } from "./secrets.ts";
import { run } from "./statement.ts";
import type { Statements } from "./statements.ts";
import { tagOf } from "./tags.ts";

const MOST_KEPT = 10_000;

export class SqlReader implements ReadStore {
  protected readonly connection: Connection;
  protected readonly statements: Statements;
  readonly #keptRows = new Map<string, unknown>();
  #keptVersion = Number.NaN;

  constructor(connection: Connection, statements: Statements) {
    this.connection = connection;
    this.statements = statements;
  }

  async setting(name: string): Promise<string | undefined> {
    const [row] = await this.statements.setting(this.connection, { name });
    return row && String(row.value);
  }

  async accessKey(id: string): Promise<AccessKeyRecord | undefined> {
    const found = await this.#kept(`access key ${id}`, () => this.#readAccessKey(id));
    return found && { ...found, wrappedSecret: new Uint8Array(found.wrappedSecret) };
  }

  async #readAccessKey(id: string): Promise<AccessKeyRecord | undefined> {
    const [row] = await this.statements.accessKey(this.connection, { id });
    if (row === undefined) return undefined;
    return {
      id: String(row.id),
      wrappedSecret: row.wrapped_secret as Uint8Array, // a column of bytes
      status: row.status === "Active" ? "Active" : "Inactive",
      principal: String(row.principal),
      createdAt: Number(row.created_at),
    };
  }

  async key(keyId: string): Promise<KeyRecord | undefined> {
    const key = await this.#kept(`key ${keyId}`, () => this.#readKey(keyId));
    return key && { ...key };
  }

  /** Small rows that every request reads are kept while the database says that nothing has changed. */
  async #kept<Record>(name: string, read: () => Promise<Record>): Promise<Record> {
    const version = this.connection.version?.();
    if (version === undefined) return read();
    if (version !== this.#keptVersion || this.#keptRows.size >= MOST_KEPT) {
      this.#keptRows.clear();
      this.#keptVersion = version;
    }
    if (this.#keptRows.has(name)) return this.#keptRows.get(name) as Record; // kept by this name
    const record = await read();
    // A commit in between may or may not have been read: then the record is not kept.
    if (this.connection.version?.() === version) this.#keptRows.set(name, record);
    return record;
  }

  async #readKey(keyId: string): Promise<KeyRecord | undefined> {
    const [row] = await this.statements.key(this.connection, { keyId });
    return row && keyOf(row);
  }

  async keyVersion(keyId: string, versionId: string): Promise<KeyVersionRecord | undefined> {
    const [row] = await this.statements.keyVersion(this.connection, { keyId, versionId });
    return row && keyVersionOf(row);
  }

  async keys(query: KeyQuery): Promise<Page<KeyRecord>> {
    return this.#agreeing(async (connection) => {
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

  async secret(name: string): Promise<SecretRecord | undefined> {
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
    return this.#agreeing(async (connection) => {
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

  /** A page, its total and where it begins are several statements: they must see the same rows. */
  #agreeing<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    return this.connection.snapshot?.(work) ?? work(this.connection);
  }

  async secretVersion(
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

  async tagsOf(resourceType: "key" | "secret", resourceId: string): Promise<Tags> {
    const rows = await this.statements.tagsOf(this.connection, { resourceType, resourceId });
    return Object.fromEntries(rows.map((row) => [String(row.tag_key), String(row.tag_value)]));
  }

  async tags(query: TagQuery): Promise<readonly TagRecord[]> {
    return (await run(this.connection, this.statements.tags(query))).map(tagOf);
  }
}
