// One connection to a SQLite file, its prepared statements, and SQLite's failures in the port's words.
import { closeSync, existsSync, openSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { StoreError } from "../errors.ts";
import type { Row, SqlValue } from "../sql/database.ts";

export const BUSY = 5;
const CONSTRAINT = 19;
const UNIQUE = [1555, 2067, 2579];

interface SqliteError extends Error {
  readonly errcode: number;
  readonly errstr: string;
}

export function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && "errcode" in error;
}

/** SQLite's failures in the port's words. Its message names columns, never values. */
export function translated(error: unknown): unknown {
  if (!isSqliteError(error)) return error;
  if (UNIQUE.includes(error.errcode)) {
    return new StoreError("AlreadyExists", error.message, error);
  }
  if ((error.errcode & 0xff) === CONSTRAINT)
    return new StoreError("NotFound", error.message, error);
  return new StoreError("Unreachable", `the database failed: ${error.errstr}`, error);
}

export class SqliteConnection {
  readonly database: DatabaseSync;
  #dataVersion: StatementSync | undefined;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  /** Prepared statements of this connection; lists with filters make few different texts. */
  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      if (this.#statements.size >= 500) this.#statements.clear();
      statement = this.database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** For statements without rows. `run` of the statement itself fails where the last row's number is beyond 2^53. */
  run(sql: string): void {
    this.#prepared(sql).all();
  }

  /** Changes with every commit but those of this very connection, so it serves the reading one. */
  dataVersion(): number {
    this.#dataVersion ??= this.database.prepare("PRAGMA data_version");
    return Number(this.#dataVersion.get()?.data_version);
  }

  /** How many commits there were that were not apart; NaN when that cannot be told, as before the first migration. */
  changes(): number {
    try {
      return Number(this.#prepared("SELECT counter FROM changes").get()?.counter);
    } catch {
      return Number.NaN;
    }
  }

  all(sql: string, values: readonly SqlValue[]): Promise<readonly Row[]> {
    try {
      return Promise.resolve(this.#prepared(sql).all(...values) as unknown as readonly Row[]);
    } catch (error) {
      return Promise.reject(translated(error));
    }
  }
}

/** The file and what SQLite puts beside it are for their owner only. */
export function openWriter(path: string): DatabaseSync {
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
  const database = new DatabaseSync(path);
  // Waiting within SQLite would block the whole process: a busy writer is retried by `#begin`. The pragmas of
  // the first opening may still meet another process that does the same.
  database.exec("PRAGMA busy_timeout = 5000");
  const mode = database.prepare("PRAGMA journal_mode = WAL").get()?.journal_mode;
  if (mode !== "wal") throw new Error("its file system cannot keep a write-ahead log");
  // A commit writes to the log and waits for nothing; `WriteAheadLog` makes it durable.
  database.exec("PRAGMA synchronous = NORMAL");
  database.exec("PRAGMA foreign_keys = ON");
  database.exec("PRAGMA secure_delete = ON");
  database.exec("PRAGMA journal_size_limit = 67108864");
  // What is written is seldom read again by this connection.
  database.exec("PRAGMA cache_size = -4000");
  // Each checkpoint stops the event loop for some milliseconds: one for 16 MB of log, not for 4.
  database.exec("PRAGMA wal_autocheckpoint = 4000");
  database.exec("PRAGMA busy_timeout = 0");
  return database;
}

export function openReader(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true });
  database.exec("PRAGMA busy_timeout = 5000");
  database.exec("PRAGMA cache_size = -16000");
  return database;
}

/** What every caller of a group is told when the group's one transaction failed, whatever the cause. */
export function groupFailure(error: unknown): StoreError {
  if (error instanceof StoreError && error.code === "Unreachable") return error;
  const why = isSqliteError(error) ? `: ${error.errstr}` : "";
  return new StoreError("Unreachable", `the writes could not be committed${why}`, error);
}

export function closedError(): StoreError {
  return new StoreError("Unreachable", "the store is closed");
}

/** SQLite has ended the transaction by itself, which it does when the disk is full. */
export function closedBelow(): StoreError {
  return new StoreError("Unreachable", "the database ended the transaction");
}
