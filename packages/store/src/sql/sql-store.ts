// The port over any SQL database: reads on its own connection, writes inside its transactions.
import type { AuditLogWriter, Pack } from "../audit-log.ts";
import { absent, exists, StoreError } from "../errors.ts";
import type { LearnNonces, NonceClaim } from "../nonces.ts";
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
import type { Store, WriteStore } from "../store.ts";
import type { Connection, Database, Row, SqlValue } from "./database.ts";
import { EventAppender } from "./event-appender.ts";
import { NonceFollower } from "./nonce-follower.ts";
import { versionColumnsOf } from "./rows/secret-versions.ts";
import { secretColumns } from "./rows/secrets.ts";
import { SqlIdentityWriter } from "./sql-identity-writer.ts";
import { SqlReader } from "./sql-reader.ts";
import { run } from "./statement.ts";
import { createStatements } from "./statements.ts";

class SqlWriter extends SqlIdentityWriter implements WriteStore {
  async putSetting(name: string, value: string): Promise<void> {
    requireStorable({ name, value });
    await this.statements.putSetting(this.connection, { name, value });
  }

  async deleteSetting(name: string): Promise<void> {
    await this.statements.deleteSetting(this.connection, { name });
  }

  async insertAccessKey(record: AccessKeyRecord): Promise<void> {
    requireStorable(record);
    const added = await this.statements.insertAccessKey(this.connection, { ...record });
    if (added.length === 0) throw exists("the AccessKey");
  }

  async updateAccessKey(record: AccessKeyRecord): Promise<void> {
    requireStorable(record);
    const changed = await this.statements.updateAccessKey(this.connection, { ...record });
    if (changed.length === 0) throw absent("the AccessKey");
  }

  async deleteAccessKey(id: string): Promise<boolean> {
    await this.statements.deleteAccessKeyUse(this.connection, { id });
    return (await this.statements.deleteAccessKey(this.connection, { id })).length > 0;
  }

  async noteAccessKeyUses(uses: readonly AccessKeyUse[]): Promise<void> {
    for (const use of uses) await this.statements.putAccessKeyUse(this.connection, { ...use });
  }

  async insertKey(record: KeyRecord): Promise<void> {
    requireStorable(record);
    const added = await run(this.connection, this.statements.insertKey(record));
    if (added.length === 0) throw exists(`key ${record.keyId}`);
  }

  async updateKey(record: KeyRecord): Promise<void> {
    requireStorable(record);
    const changed = await run(this.connection, this.statements.updateKey(record));
    if (changed.length === 0) throw absent(`key ${record.keyId}`);
  }

  async insertKeyVersion(record: KeyVersionRecord): Promise<void> {
    requireStorable(record);
    await this.#requireKey(record.keyId);
    const added = await run(this.connection, this.statements.insertKeyVersion(record));
    if (added.length === 0) throw exists(`version ${record.versionId}`);
  }

  async updateKeyVersion(record: KeyVersionRecord): Promise<void> {
    requireStorable(record);
    const changed = await run(this.connection, this.statements.updateKeyVersion(record));
    if (changed.length === 0) throw absent(`version ${record.versionId}`);
  }

  async deleteKey(keyId: string): Promise<boolean> {
    await this.statements.deleteKeyVersions(this.connection, { keyId });
    await this.statements.deleteAliasesOf(this.connection, { keyId });
    const [row] = await this.statements.deleteKey(this.connection, { keyId });
    if (row === undefined) return false;
    await this.deleteTags("key", keyId);
    const resource = { resourceType: "key", resourceId: keyId };
    await this.statements.deleteResourcePolicy(this.connection, resource);
    return true;
  }

  async insertAlias(record: AliasRecord): Promise<void> {
    requireStorable(record);
    await this.#requireKey(record.keyId);
    const added = await this.statements.insertAlias(this.connection, { ...record });
    if (added.length === 0) throw exists(record.name);
  }

  async updateAlias(name: string, keyId: string): Promise<void> {
    await this.#requireKey(keyId);
    const changed = await this.statements.updateAlias(this.connection, { name, keyId });
    if (changed.length === 0) throw absent(name);
  }

  async #requireKey(keyId: string): Promise<void> {
    const [key] = await this.statements.key(this.connection, { keyId });
    if (key === undefined) throw absent(`key ${keyId}`);
  }

  async deleteAlias(name: string): Promise<boolean> {
    return (await this.statements.deleteAlias(this.connection, { name })).length > 0;
  }

  async insertManagedDataKey(record: ManagedDataKeyRecord): Promise<void> {
    requireStorable(record);
    const added = await this.statements.insertManagedDataKey(this.connection, { ...record });
    if (added.length === 0) throw exists(`version ${record.versionId}`);
  }

  async insertSecret(record: NewSecret): Promise<number> {
    requireStorable(record);
    const [row] = await this.statements.insertSecret(this.connection, secretColumns(record));
    if (row === undefined) throw exists("the secret's name");
    const id = Number(row.id);
    await this.statements.secretCounts.change(this.connection, id, 1);
    return id;
  }

  async updateSecret(record: SecretRecord): Promise<void> {
    requireStorable(record);
    const columns = { ...secretColumns(record), id: record.id };
    const changed = await this.statements.updateSecret(this.connection, columns);
    if (changed.length === 0) throw absent(`secret ${record.id}`);
  }

  async deleteSecret(id: number): Promise<boolean> {
    await this.statements.deleteSecretVersions(this.connection, { secretId: id });
    const [row] = await this.statements.deleteSecret(this.connection, { id });
    if (row === undefined) return false;
    await this.statements.secretCounts.change(this.connection, id, -1);
    const resource = { resourceType: "secret", resourceId: String(row.name) } as const;
    await this.deleteTags("secret", resource.resourceId);
    await this.statements.deleteResourcePolicy(this.connection, resource);
    return true;
  }

  async insertSecretVersion(record: SecretVersionRecord): Promise<void> {
    requireStorable(record);
    const columns = versionColumnsOf(record);
    const added = await this.statements.insertSecretVersion(this.connection, columns);
    if (added.length > 0) return;
    const { secretId: id, versionId } = record;
    const [secret] = await this.statements.hasSecret(this.connection, { id });
    throw secret === undefined ? absent(`secret ${id}`) : exists(`version ${versionId}`);
  }

  async deleteSecretVersion(secretId: number, versionId: string): Promise<void> {
    await this.statements.deleteSecretVersion(this.connection, { secretId, versionId });
  }

  async putTags(resourceType: TaggedType, resourceId: string, tags: Tags): Promise<void> {
    requireStorable({ resourceId, tags });
    for (const [key, value] of Object.entries(tags)) {
      await this.statements.putTag(this.connection, { resourceType, resourceId, key, value });
    }
  }

  async deleteTags(
    resourceType: TaggedType,
    resourceId: string,
    keys?: readonly string[],
  ): Promise<void> {
    const place = { resourceType, resourceId };
    if (keys === undefined) await this.statements.deleteTags(this.connection, place);
    for (const key of keys ?? []) {
      await this.statements.deleteTag(this.connection, { ...place, key });
    }
  }
}

/**
 * The connection as one transaction has it. A method called after the end, for want of an `await`, would
 * otherwise write into the next transaction on the same connection.
 */
class OwnConnection implements Connection {
  readonly #connection: Connection;
  #ended = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async all(sql: string, values: readonly SqlValue[]): Promise<readonly Row[]> {
    if (this.#ended) throw new StoreError("Invalid", "the transaction has ended");
    return this.#connection.all(sql, values);
  }

  end(): void {
    this.#ended = true;
  }
}

export class SqlStore extends SqlReader implements Store {
  readonly #database: Database;
  readonly #events: EventAppender;
  readonly #nonces: NonceFollower;

  constructor(database: Database) {
    super(database, createStatements(database.capabilities));
    this.#database = database;
    this.#events = new EventAppender(database, this.statements);
    this.#nonces = new NonceFollower(database, this.statements);
  }

  transaction<Result>(work: (store: WriteStore) => Promise<Result>): Promise<Result> {
    return this.#database.transaction((connection) => this.#within(connection, work));
  }

  auditTransaction<Result>(work: (store: AuditLogWriter) => Promise<Result>): Promise<Result> {
    return this.#database.apart((connection) => this.#within(connection, work), true);
  }

  noteAccessKeyUses(uses: readonly AccessKeyUse[]): Promise<void> {
    const work = (writer: SqlWriter) => writer.noteAccessKeyUses(uses);
    return this.#database.apart((connection) => this.#within(connection, work), false);
  }

  async #within<Result>(
    connection: Connection,
    work: (store: SqlWriter) => Promise<Result>,
  ): Promise<Result> {
    const own = new OwnConnection(connection);
    try {
      return await work(new SqlWriter(own, this.statements));
    } finally {
      own.end();
    }
  }

  appendEvent<Event>(event: Event, pack: Pack<Event>, claim?: NonceClaim): Promise<void> {
    return this.#events.append(event, pack, claim);
  }

  followNonces(learn: LearnNonces): Promise<void> {
    return this.#nonces.follow(learn);
  }

  scrub(): Promise<void> {
    return this.#database.scrub();
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
