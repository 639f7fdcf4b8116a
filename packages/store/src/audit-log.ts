// The audit log as the store keeps it: events wait in the order they came until they get their place, and from then
// on they are in the tiles of a Merkle tree (RFC 6962). Waiting needs no common counter, so that many nodes append
// side by side; placing is done by one transaction at a time. The store looks into neither events nor tiles.
import type { NonceClaim, NonceForgetter } from "./nonces.ts";

/** Events that have no place in the log yet, in one row: those that one commit brought. */
export interface WaitingEvents {
  /** A whole number in decimal digits, rising in about the order of arrival; of this store, not of the log. */
  readonly sequence: string;
  /** How many they are, as whoever wrote the row says: from 1 to 256. */
  readonly count: number;
  /** As they were packed. */
  readonly row: Uint8Array;
}

/** Makes a row of events that come together, one at least. What an event is, is the caller's. */
export type Pack<Event = Uint8Array> = (events: readonly Event[]) => Uint8Array;

/**
 * A tile: level 0 and up hold hashes, `entries` the events themselves. `width` is how many of the 256 are in it.
 * `summary` is what a search needs to pass over a tile of entries.
 */
export interface LogTile {
  readonly level: number | "entries";
  readonly index: number;
  readonly width: number;
  readonly bytes: Uint8Array;
  readonly summary?: Uint8Array;
}

export type LogSummary = Pick<LogTile, "index" | "width" | "summary">;

export interface AuditReader {
  /** The oldest first: rows until they hold so many events or more. */
  waitingEvents(most: number): Promise<readonly WaitingEvents[]>;
  countWaitingEvents(): Promise<number>;
  logTile(level: number | "entries", index: number): Promise<LogTile | undefined>;
  /** Tiles of entries without their bytes, newest first, from `before` (exclusive) downwards. */
  logSummaries(before: number | undefined, limit: number): Promise<readonly LogSummary[]>;
}

export interface AuditWriter extends AuditReader {
  /**
   * Puts an event among the waiting ones, as part of the transaction, and records the nonce of its request.
   * @throws StoreError `NonceTaken`
   */
  appendEvent<Event>(event: Event, pack: Pack<Event>, claim?: NonceClaim): Promise<void>;
  /** Removes rows of waiting events. */
  deleteWaitingEvents(sequences: readonly string[]): Promise<void>;
  /** Sets or replaces the tile of that level and index. */
  putLogTile(tile: LogTile): Promise<void>;
  /** Removes tiles of entries below `index`: what they held is no longer kept. Returns how many. */
  deleteLogEntries(index: number): Promise<number>;
}

export interface AuditSettingsReader {
  /** The log's own named facts: its head, its sinks' places. */
  auditSetting(name: string): Promise<string | undefined>;
}

/** What a transaction on the log alone may do. */
export interface AuditLogWriter extends AuditWriter, AuditSettingsReader, NonceForgetter {
  putAuditSetting(name: string, value: string): Promise<void>;
}

export interface AuditAppender {
  /**
   * Puts an event among the waiting ones; resolves when that is durable. Joins the commit of whatever else is being
   * written, and in one row with what else comes meanwhile for the same `pack`. It does not count as a change: what
   * readers keep stays valid. The nonce of its request is recorded with it.
   * @throws StoreError `NonceTaken`: then neither is
   */
  appendEvent<Event>(event: Event, pack: Pack<Event>, claim?: NonceClaim): Promise<void>;
  /**
   * A transaction that changes nothing but the audit log and its settings: what readers keep stays valid. One at a time
   * among all processes of the store.
   */
  auditTransaction<Result>(work: (store: AuditLogWriter) => Promise<Result>): Promise<Result>;
}
