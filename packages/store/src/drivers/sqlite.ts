// SQLite through `node:sqlite`: one file, one writing and one reading connection.
//
// All writes of the process go through one queue. It takes every transaction that waits, runs them one after
// the other inside one SQLite transaction (each within a savepoint, so that a failing one takes back only its
// own writes), commits once, makes that durable, and then tells all of them. One durable commit costs as much for fifty
// writes as for one. Readers use connections of their own and see committed state only (WAL).
import { setImmediate as nextTurn } from "node:timers";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { SqliteQueryCompiler } from "kysely";
import { StoreError } from "../errors.ts";
import { failpoint } from "../failpoint.ts";
import type { SqliteOptions } from "../open.ts";
import type { Capabilities, Connection, Database, Row, SqlValue } from "../sql/database.ts";
import { migrate } from "../sql/migrate.ts";
import { SqlStore } from "../sql/sql-store.ts";
import type { Store } from "../store.ts";
import {
  BUSY,
  closedBelow,
  closedError,
  groupFailure,
  isSqliteError,
  openReader,
  openWriter,
  SqliteConnection,
  translated,
} from "./sqlite-connection.ts";
import { WriteAheadLog } from "./write-ahead-log.ts";

const CAPABILITIES: Capabilities = {
  compiler: () => new SqliteQueryCompiler(),
  positionFunction: "instr",
  countedKey: "INTEGER PRIMARY KEY AUTOINCREMENT",
  orderedKey: "INTEGER PRIMARY KEY",
  jsonMember: (column, member) => `json_extract(${column}, '$.${member}')`,
  bytes: "BLOB",
  text: "TEXT",
  integer: "INTEGER",
};

/** Transactions in one commit at most: bounds how long a commit can take and what a crash can undo. */
const GROUP = 256;
/** Another process may hold the write lock; this is how long it is waited for. */
const BUSY_MILLISECONDS = 10_000;

interface Waiting {
  /** Whether the version stays. */
  readonly isApart: boolean;
  readonly work: (connection: Connection) => Promise<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Exported for the tests of migrations. */
export class SqliteDatabase implements Database {
  readonly capabilities = CAPABILITIES;
  readonly #writer: SqliteConnection;
  readonly #reader: SqliteConnection;
  readonly #path: string;
  /** Of reads that span several statements; opened for the first of them. */
  #snapshots: SqliteConnection | undefined;
  #lastSnapshot: Promise<unknown> = Promise.resolve();
  #waiting: Waiting[] = [];
  #draining: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  /** Whether the version was asked for in this turn of the event loop, and whether rows were read. */
  #isKnown = false;
  #isReading = false;
  /**
   * Whether the log may hold what has been changed or deleted since; at the start, what a process left that was
   * killed. Events and uses of AccessKeys hold no secrets, and may stay in it.
   */
  #written = true;
  #scrub: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | undefined;
  #scrubbing: Promise<void> | undefined;
  #version = Number.NaN;
  /** What SQLite calls the state in which others have left the file. */
  #dataVersion = Number.NaN;
  #tellOfOthers: ((connection: Connection) => Promise<void>) | undefined;
  /** As `#dataVersion`, when they were last told of. */
  #othersVersion = Number.NaN;
  readonly #log: WriteAheadLog;
  /** Set when the disk failed: from then on nobody knows what it has. */
  #failed: StoreError | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#writer = new SqliteConnection(openWriter(path));
    this.#reader = new SqliteConnection(openReader(path));
    this.#log = new WriteAheadLog(path);
  }

  #refusal(): StoreError | undefined {
    return this.#closing === undefined ? this.#failed : closedError();
  }

  all(sql: string, values: readonly SqlValue[]): Promise<readonly Row[]> {
    const refusal = this.#refusal();
    if (refusal !== undefined) return Promise.reject(refusal);
    try {
      this.#beginReading();
    } catch (error) {
      return Promise.reject(translated(error));
    }
    return this.#reader.all(sql, values);
  }

  /** NaN, which equals nothing, when it cannot be told: then the read itself will say why. */
  version(): number {
    if (this.#closing !== undefined) return Number.NaN;
    this.#beginTurn();
    return this.#version;
  }

  /**
   * One after the other on a connection of their own: the transaction of `#beginReading` ends with any commit,
   * which may come between two statements.
   */
  snapshot<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    const refusal = this.#refusal();
    if (refusal !== undefined) return Promise.reject(refusal);
    const run = async (): Promise<Result> => {
      try {
        this.#snapshots ??= new SqliteConnection(openReader(this.#path));
        this.#snapshots.run("BEGIN");
      } catch (error) {
        throw translated(error);
      }
      const { database } = this.#snapshots;
      try {
        return await work(this.#snapshots);
      } finally {
        if (database.isTransaction) database.exec("COMMIT");
      }
    };
    const running = this.#lastSnapshot.then(run);
    this.#lastSnapshot = running.catch(() => undefined);
    return running;
  }

  /**
   * The version is asked for once in a turn of the event loop, and before anything is read in it: what is read may be
   * newer than the version says, never older. The writing connection tells of the commits of all others, so that our
   * own, most of which are apart, cost no reading.
   */
  #beginTurn(): void {
    if (this.#isKnown) return;
    this.#isKnown = true;
    nextTurn(() => this.#endTurn());
    try {
      const dataVersion = this.#writer.dataVersion();
      if (dataVersion !== this.#dataVersion || Number.isNaN(this.#version)) {
        this.#version = this.#reader.changes();
      }
      this.#dataVersion = dataVersion;
    } catch {
      // Then nothing is kept, and the read itself will say why.
      this.#version = Number.NaN;
    }
  }

  /**
   * All reads of one turn share one read transaction: taking and leaving SQLite's locks costs more than the reading. It
   * ends with the turn, and at every commit of this process.
   */
  #beginReading(): void {
    this.#beginTurn();
    if (this.#isReading) return;
    this.#reader.run("BEGIN");
    this.#isReading = true;
  }

  #endTurn(): void {
    this.#isKnown = false;
    if (!this.#isReading) return;
    this.#isReading = false;
    if (this.#reader.database.isTransaction) this.#reader.run("COMMIT");
  }

  transaction<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    return this.#enqueue(work, false);
  }

  /** The write lock that every transaction holds is lock enough. */
  apart<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    return this.#enqueue(work, true);
  }

  /** Before the first migration nothing counts changes. */
  exclusively<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    return this.#enqueue(work, true);
  }

  #enqueue<Result>(
    work: (connection: Connection) => Promise<Result>,
    isApart: boolean,
  ): Promise<Result> {
    const refusal = this.#refusal();
    if (refusal !== undefined) return Promise.reject(refusal);
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const settle = { resolve: resolve as (result: unknown) => void, reject };
    this.#waiting.push({ work, isApart, ...settle });
    this.#draining ??= this.#drain();
    return promise;
  }

  scrub(): Promise<void> {
    const refusal = this.#refusal();
    if (refusal !== undefined) return Promise.reject(refusal);
    if (!this.#written) return Promise.resolve();
    if (this.#scrubbing === undefined) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      this.#scrub = { resolve, reject };
      this.#scrubbing = promise;
      this.#draining ??= this.#drain();
    }
    return this.#scrubbing;
  }

  /** Between two groups of transactions. */
  #emptyLog(): void {
    const asked = this.#scrub;
    if (asked === undefined) return;
    this.#scrub = undefined;
    this.#scrubbing = undefined;
    try {
      this.#endTurn();
      const row = this.#writer.database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get();
      this.#written = row?.busy !== 0;
      asked.resolve();
    } catch (error) {
      asked.reject(translated(error));
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#draining;
    await this.#lastSnapshot;
    this.#endTurn();
    this.#snapshots?.database.close();
    this.#reader.database.close();
    // What the disk may not have must not be copied into the database: the next start reads the log and checks it.
    if (this.#failed === undefined) {
      this.#writer.database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    this.#writer.database.close();
    this.#log.close();
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0 || this.#scrub !== undefined) {
      // Lets requests that have arrived meanwhile join the group.
      await setImmediate();
      this.#emptyLog();
      if (this.#waiting.length === 0) continue;
      await this.#runGroup(this.#waiting.splice(0, GROUP));
    }
    this.#draining = undefined;
  }

  async #runGroup(group: readonly Waiting[]): Promise<void> {
    const settle: (() => void)[] = [];
    const isChange = group.some(({ isApart }) => !isApart);
    try {
      await this.#begin();
      await this.#lookAtOthers();
      for (const waiting of group) settle.push(await this.#runOne(waiting, group.length > 1));
      if (this.#writer.database.isTransaction && isChange) {
        this.#writer.run("UPDATE changes SET counter = counter + 1");
      }
      failpoint("sqlite.before-commit");
      // A group of one that failed has been rolled back already.
      const isCommitted = this.#writer.database.isTransaction;
      if (isCommitted) {
        this.#written ||= isChange;
        // Whatever becomes of it, the version is asked for anew: the writing connection does not tell of its own.
        if (isChange) this.#version = Number.NaN;
        this.#writer.run("COMMIT");
      }
      this.#endTurn();
      failpoint("sqlite.after-commit");
      if (isCommitted) await this.#makeDurable();
    } catch (error) {
      this.#rollBack();
      const failure = groupFailure(error);
      for (const { reject } of group) reject(failure);
      return;
    }
    for (const tell of settle) tell();
  }

  whenOthersWrote(tell: (connection: Connection) => Promise<void>): void {
    this.#tellOfOthers = tell;
  }

  /** The write lock is ours: nobody writes between this and our commit. */
  async #lookAtOthers(): Promise<void> {
    if (this.#tellOfOthers === undefined) return;
    const dataVersion = this.#writer.dataVersion();
    if (dataVersion === this.#othersVersion) return;
    await this.#tellOfOthers(this.#writer);
    this.#othersVersion = dataVersion;
  }

  /**
   * Others see what was committed a moment before it is durable. What they are told by a request is not: its own event
   * comes behind it in the same log.
   */
  async #makeDurable(): Promise<void> {
    try {
      await this.#log.sync();
    } catch (error) {
      // Asking again would not tell: the system may have given up what it could not write.
      const why =
        "the disk failed: what was written last may be lost, and the server must be restarted";
      this.#failed = new StoreError("Unreachable", why, error);
      throw this.#failed;
    }
  }

  /** Leaves no transaction behind. When even that fails, the next group tries it again. */
  #rollBack(): void {
    try {
      if (this.#writer.database.isTransaction) this.#writer.database.exec("ROLLBACK");
    } catch {
      // The failure that brought us here is what the callers are told.
    }
  }

  /** Runs one transaction of a group; returns what tells its caller, to be called after the commit. */
  async #runOne(waiting: Waiting, inGroup: boolean): Promise<() => void> {
    const { work, resolve, reject } = waiting;
    if (inGroup) this.#writer.run("SAVEPOINT one");
    try {
      const result = await work({ all: (sql, values) => this.#write(sql, values) });
      if (!this.#writer.database.isTransaction) throw closedBelow();
      if (inGroup) this.#writer.run("RELEASE one");
      return () => resolve(result);
    } catch (error) {
      // Some failures (a full disk) end SQLite's whole transaction: then the group has failed.
      if (!this.#writer.database.isTransaction) throw error;
      if (inGroup) {
        this.#writer.run("ROLLBACK TO one");
        this.#writer.run("RELEASE one");
      } else this.#writer.run("ROLLBACK");
      return () => reject(translated(error));
    }
  }

  /** A statement of a transaction; outside of one, SQLite would commit it at once. */
  #write(sql: string, values: readonly SqlValue[]): Promise<readonly Row[]> {
    if (this.#writer.database.isTransaction) return this.#writer.all(sql, values);
    return Promise.reject(closedBelow());
  }

  async #begin(): Promise<void> {
    failpoint("sqlite.before-begin");
    const last = performance.now() + BUSY_MILLISECONDS;
    for (;;) {
      try {
        if (this.#writer.database.isTransaction) this.#writer.database.exec("ROLLBACK");
        this.#writer.run("BEGIN IMMEDIATE");
        return;
      } catch (error) {
        const busy = isSqliteError(error) && (error.errcode & 0xff) === BUSY;
        if (!busy || performance.now() > last) throw error;
        await sleep(2);
      }
    }
  }
}

/** As `openSqliteStore` of `../open.ts`. */
export async function openSqliteStore({ path }: SqliteOptions): Promise<Store> {
  let database: SqliteDatabase;
  try {
    database = new SqliteDatabase(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    throw new StoreError("Unreachable", `the database \`${path}\` cannot be opened: ${why}`, error);
  }
  try {
    await migrate(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return new SqlStore(database);
}
