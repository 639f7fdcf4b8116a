// What all reading by SQL shares: the connection, rows that are kept between requests, reads that agree.
import type { Connection } from "./database.ts";
import { NOT_KEPT, RowCache } from "./row-cache.ts";
import type { Statements } from "./statements.ts";

/** Rows of secrets in each generation, two a secret, small ones: both together take forty megabytes at most. */
const LAST = 24_576;

interface Keeping<Record> {
  readonly name: string;
  readonly read: () => Promise<Record>;
  readonly isWorthIt: (record: Record) => boolean;
}

export class KeptReader {
  protected readonly connection: Connection;
  protected readonly statements: Statements;
  readonly #keptRows = new RowCache();
  /** Of which there may be too many to keep them all: those that were asked for last. */
  readonly #lastRows = new RowCache(LAST);
  #keptVersion = Number.NaN;

  constructor(connection: Connection, statements: Statements) {
    this.connection = connection;
    this.statements = statements;
  }

  /** Small rows that every request reads are kept while the database says that nothing has changed. */
  protected kept<Record>(
    name: string,
    read: () => Promise<Record>,
    isWorthIt: (record: Record) => boolean = () => true,
  ): Promise<Record> {
    return this.#keptIn(this.#keptRows, { name, read, isWorthIt });
  }

  /** As `kept`, for rows of which there may be millions. */
  protected keptOfMany<Record>(
    name: string,
    read: () => Promise<Record>,
    isWorthIt: (record: Record) => boolean = () => true,
  ): Promise<Record> {
    return this.#keptIn(this.#lastRows, { name, read, isWorthIt });
  }

  #keptIn<Record>(rows: RowCache, keeping: Keeping<Record>): Promise<Record> {
    const version = this.connection.version?.();
    if (version === undefined) return keeping.read();
    if (version !== this.#keptVersion) {
      this.#keptRows.clear();
      this.#lastRows.clear();
      this.#keptVersion = version;
    }
    const kept = rows.find(keeping.name);
    if (kept !== NOT_KEPT) return Promise.resolve(kept as Record); // by this name
    return this.#readInto(rows, keeping, version);
  }

  async #readInto<Record>(
    rows: RowCache,
    { name, read, isWorthIt }: Keeping<Record>,
    version: number,
  ): Promise<Record> {
    const record = await read();
    // A commit in between may or may not have been read: then the record is not kept.
    const isStill = this.connection.version?.() === version;
    if (isStill && isWorthIt(record)) rows.set(name, record);
    return record;
  }

  /** Several statements that must see the same rows. */
  protected agreeing<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    return this.connection.snapshot?.(work) ?? work(this.connection);
  }
}
