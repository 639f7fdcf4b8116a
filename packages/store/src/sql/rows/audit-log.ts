// The audit log, as rows.

import { type RawBuilder, sql } from "kysely";
import type { LogSummary, LogTile, WaitingEvents } from "../../audit-log.ts";
import type { Capabilities, Row } from "../database.ts";
import { type Builder, prepare } from "../statement.ts";

/** Levels of hashes count from 0. */
const ENTRIES = -1;

export const levelColumn = (level: LogTile["level"]): number =>
  level === "entries" ? ENTRIES : level;

export function waitingEventsOf(row: Row): WaitingEvents {
  return {
    sequence: String(row.place),
    count: Number(row.count),
    row: row.bytes as Uint8Array, // cast to bytes
  };
}

export function logTileOf(row: Row): LogTile {
  const level = Number(row.level);
  return {
    level: level === ENTRIES ? "entries" : level,
    index: Number(row.tile_index),
    width: Number(row.width),
    bytes: row.bytes as Uint8Array, // columns of bytes
    ...(row.summary === null ? {} : { summary: row.summary as Uint8Array }),
  };
}

export function logSummaryOf(row: Row): LogSummary {
  return {
    index: Number(row.tile_index),
    width: Number(row.width),
    ...(row.summary === null ? {} : { summary: row.summary as Uint8Array }), // a column of bytes
  };
}

type TileColumns = {
  level: number;
  index: number;
  width: number;
  bytes: Uint8Array;
  summary: Uint8Array | null;
};

function createTileStatements(builder: Builder) {
  return {
    logTile: prepare<{ level: number; index: number }>(({ level, index }) =>
      builder
        .selectFrom("audit_tiles")
        .selectAll()
        .where("level", "=", level)
        .where("tile_index", "=", index),
    ),
    logSummaries: prepare<{ before: number; limit: number }>(({ before, limit }) =>
      builder
        .selectFrom("audit_tiles")
        .select(["tile_index", "width", "summary"])
        .where("level", "=", ENTRIES)
        .where("tile_index", "<", before)
        .orderBy("tile_index", "desc")
        .limit(limit),
    ),
    putLogTile: prepare<TileColumns>(({ level, index, width, bytes, summary }) =>
      builder
        .insertInto("audit_tiles")
        .values({ level, tile_index: index, width, bytes, summary })
        .onConflict((conflict) =>
          conflict.columns(["level", "tile_index"]).doUpdateSet({ width, bytes, summary }),
        ),
    ),
    deleteLogEntries: prepare<{ index: number }>(({ index }) =>
      builder
        .deleteFrom("audit_tiles")
        .where("level", "=", ENTRIES)
        .where("tile_index", "<", index)
        .returning("tile_index"),
    ),
  };
}

/** Rows that one statement deletes: each by its number, since others may lie between them. */
export const DELETED_AT_ONCE = 64;

const SLOTS = Array.from({ length: DELETED_AT_ONCE }, (_, at) => `sequence${at}`);

/** At most `DELETED_AT_ONCE` numbers; the last one stands in the slots that are left. */
export function slotsOf(sequences: readonly string[]): Readonly<Record<string, string>> {
  const last = sequences.at(-1) ?? "0";
  return Object.fromEntries(SLOTS.map((slot, at) => [slot, sequences[at] ?? last]));
}

/** Bounds how much one row holds, and so one step of giving events their places: more are in no row of a server. */
export const MOST_EVENTS_OF_A_ROW = 256;

export function createAuditStatements(builder: Builder, { bytes, integer }: Capabilities) {
  const as = (type: string, value: RawBuilder<unknown>) => sql`CAST(${value} AS ${sql.raw(type)})`;
  const column = (name: string) => sql.ref(`audit_waiting.${name}`);
  // Whatever somebody has put there can be read: a row that cannot would hold up all others.
  const most = sql.lit(MOST_EVENTS_OF_A_ROW);
  const count = as(
    integer,
    sql`CASE WHEN ${column("events")} BETWEEN 1 AND ${most} THEN ${column("events")} ELSE 1 END`,
  );
  const place = as("TEXT", column("sequence"));
  return {
    ...createTileStatements(builder),
    appendEvents: prepare<{ event: Uint8Array; events: number }>(({ event, events }) =>
      builder.insertInto("audit_waiting").values({ event, events }),
    ),
    waitingCounts: prepare<{ limit: number }>(({ limit }) =>
      builder
        .selectFrom("audit_waiting")
        .select([place.as("place"), count.as("count")])
        .orderBy("audit_waiting.sequence")
        .limit(limit),
    ),
    waitingEvents: prepare<{ last: string }>(({ last }) =>
      builder
        .selectFrom("audit_waiting")
        .select([place.as("place"), count.as("count"), as(bytes, column("event")).as("bytes")])
        .where("sequence", "<=", last as never) // digits: the column's type makes a number of them
        .orderBy("audit_waiting.sequence"),
    ),
    countWaitingEvents: prepare<Record<string, never>>(() =>
      builder.selectFrom("audit_waiting").select(sql`SUM(${count})`.as("count")),
    ),
    deleteWaitingEvents: prepare<Readonly<Record<string, string>>>((value) =>
      builder.deleteFrom("audit_waiting").where(
        "sequence",
        "in",
        SLOTS.map((slot) => (value[slot] ?? "0") as never), // as above
      ),
    ),
    auditSetting: prepare<{ name: string }>(({ name }) =>
      builder.selectFrom("audit_settings").select("value").where("name", "=", name),
    ),
    putAuditSetting: prepare<{ name: string; value: string }>(({ name, value }) =>
      builder
        .insertInto("audit_settings")
        .values({ name, value })
        .onConflict((conflict) => conflict.column("name").doUpdateSet({ value })),
    ),
  };
}
