// The port to a SQL database: statements in, rows out. A driver implements it once; everything about Coffer's
// tables is above it. What differs between databases is named in `Capabilities`.
import type { QueryCompiler } from "kysely";

export type SqlValue = string | number | null | Uint8Array;
export type Row = Readonly<Record<string, SqlValue>>;

export interface Connection {
  /** Runs one statement. Rows come in the statement's order; statements without rows give none. */
  all(sql: string, values: readonly SqlValue[]): Promise<readonly Row[]>;
  /**
   * A number that changes with every commit of any process that is not `apart`, where the database can tell at
   * almost no cost. While it stays, what was read before is what would be read again.
   */
  version?(): number;
  /**
   * Runs reads that must agree with each other on one committed state. Absent where all reads do so anyway:
   * within a transaction. `work` awaits nothing but its connection.
   */
  snapshot?<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;
}

export interface Capabilities {
  /** Compiles Kysely's statements into the database's SQL. */
  readonly compiler: () => QueryCompiler;
  /** The function that finds a text within another, counted from 1: `f(text, part)`. */
  readonly positionFunction: string;
  /** Column definition of a number that the database counts up and never uses again. */
  readonly countedKey: string;
  /** Column definition of a number that the database counts up; it may use one again whose row is gone. */
  readonly orderedKey: string;
  /** The member of that name of the JSON object in a column, as text. */
  readonly jsonMember: (column: string, member: string) => string;
  /** Column type for bytes. */
  readonly bytes: string;
  /** Column type for text compared byte by byte. */
  readonly text: string;
  /** Column type for whole numbers of 53 bits. */
  readonly integer: string;
}

/** Outside transactions, each statement sees the newest committed state. */
export interface Database extends Connection {
  readonly capabilities: Capabilities;
  /** As `Store.transaction`. */
  transaction<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;
  /**
   * A transaction on tables that no other transaction depends on, the audit log's; `version` does not change by it.
   * With `alone`, no other process runs its like beside it.
   */
  apart<Result>(work: (connection: Connection) => Promise<Result>, alone: boolean): Promise<Result>;
  /** A transaction that no other process runs its like beside, for changing the schema. */
  exclusively<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;
  /**
   * From now on `tell` runs at the beginning of each transaction that follows on one of another process, within it.
   * Absent where transactions do not come one after the other.
   */
  whenOthersWrote?(tell: (connection: Connection) => Promise<void>): void;
  /** As `Store.scrub`. */
  scrub(): Promise<void>;
  close(): Promise<void>;
}
