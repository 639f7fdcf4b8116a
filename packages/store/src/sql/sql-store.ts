// The port over any SQL database: reads on its own connection, writes inside its transactions.
import { StoreError } from "../errors.ts";
import type {
  AccessKeyRecord,
  KeyRecord,
  KeyVersionRecord,
  NewSecret,
  SecretRecord,
  SecretVersionRecord,
  Tags,
} from "../records.ts";
import type { Store, WriteStore } from "../store.ts";
import type { Connection, Database } from "./database.ts";
import { secretColumns, versionColumnsOf } from "./secrets.ts";
import { SqlReader } from "./sql-reader.ts";
import { run } from "./statement.ts";
import { createStatements } from "./statements.ts";

class SqlWriter extends SqlReader implements WriteStore {
  async putSetting(name: string, value: string): Promise<void> {
    await this.statements.putSetting(this.connection, { name, value });
  }

  async deleteSetting(name: string): Promise<void> {
    await this.statements.deleteSetting(this.connection, { name });
  }

  async insertAccessKey(record: AccessKeyRecord): Promise<void> {
    await this.statements.insertAccessKey(this.connection, { ...record });
  }

  async insertKey(record: KeyRecord): Promise<void> {
    await run(this.connection, this.statements.insertKey(record));
  }

  async updateKey(record: KeyRecord): Promise<void> {
    const changed = await run(this.connection, this.statements.updateKey(record));
    if (changed.length === 0) throw new StoreError("NotFound", `key ${record.keyId} is not there`);
  }

  async insertKeyVersion(record: KeyVersionRecord): Promise<void> {
    await run(this.connection, this.statements.insertKeyVersion(record));
  }

  async insertSecret(record: NewSecret): Promise<number> {
    const [row] = await this.statements.insertSecret(this.connection, secretColumns(record));
    const id = Number(row?.id);
    await this.statements.secretCounts.change(this.connection, id, 1);
    return id;
  }

  async updateSecret(record: SecretRecord): Promise<void> {
    const columns = { ...secretColumns(record), id: record.id };
    const changed = await this.statements.updateSecret(this.connection, columns);
    if (changed.length === 0) throw new StoreError("NotFound", `secret ${record.id} is not there`);
  }

  async deleteSecret(id: number): Promise<boolean> {
    await this.statements.deleteSecretVersions(this.connection, { secretId: id });
    const [row] = await this.statements.deleteSecret(this.connection, { id });
    if (row === undefined) return false;
    await this.statements.secretCounts.change(this.connection, id, -1);
    await this.deleteTags("secret", String(row.name));
    return true;
  }

  async insertSecretVersion(record: SecretVersionRecord): Promise<void> {
    await this.statements.insertSecretVersion(this.connection, versionColumnsOf(record));
  }

  async deleteSecretVersion(secretId: number, versionId: string): Promise<void> {
    await this.statements.deleteSecretVersion(this.connection, { secretId, versionId });
  }

  async putTags(resourceType: "key" | "secret", resourceId: string, tags: Tags): Promise<void> {
    for (const [key, value] of Object.entries(tags)) {
      await this.statements.putTag(this.connection, { resourceType, resourceId, key, value });
    }
  }

  async deleteTags(
    resourceType: "key" | "secret",
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

export class SqlStore extends SqlReader implements Store {
  readonly #database: Database;

  constructor(database: Database) {
    super(database, createStatements(database.capabilities));
    this.#database = database;
  }

  transaction<Result>(work: (store: WriteStore) => Promise<Result>): Promise<Result> {
    const { statements } = this;
    return this.#database.transaction((connection: Connection) =>
      work(new SqlWriter(connection, statements)),
    );
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
