// The audit log, as rows.
import type { LogSummary, LogTile, WaitingEvents } from "../../audit-log.ts";
import type { Row } from "../database.ts";
import { type Builder, prepare } from "../statement.ts";

/** Levels of hashes count from 0. */
const ENTRIES = -1;

export const levelColumn = (level: LogTile["level"]): number =>
  level === "entries" ? ENTRIES : level;

export function waitingEventsOf(row: Row): WaitingEvents {
  return {
    sequence: Number(row.sequence),
    count: Number(row.events),
    row: row.event as Uint8Array, // a column of bytes
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
export function slotsOf(sequences: readonly number[]): Readonly<Record<string, number>> {
  const last = sequences.at(-1) ?? 0;
  return Object.fromEntries(SLOTS.map((slot, at) => [slot, sequences[at] ?? last]));
}

export function createAuditStatements(builder: Builder) {
  return {
    ...createTileStatements(builder),
    appendEvents: prepare<{ event: Uint8Array; events: number }>(({ event, events }) =>
      builder.insertInto("audit_waiting").values({ event, events }),
    ),
    waitingCounts: prepare<{ limit: number }>(({ limit }) =>
      builder
        .selectFrom("audit_waiting")
        .select(["sequence", "events"])
        .orderBy("sequence")
        .limit(limit),
    ),
    waitingEvents: prepare<{ last: number }>(({ last }) =>
      builder
        .selectFrom("audit_waiting")
        .selectAll()
        .where("sequence", "<=", last)
        .orderBy("sequence"),
    ),
    countWaitingEvents: prepare<Record<string, never>>(() =>
      builder.selectFrom("audit_waiting").select(({ fn }) => fn.sum("events").as("count")),
    ),
    deleteWaitingEvents: prepare<Readonly<Record<string, number>>>((value) =>
      builder.deleteFrom("audit_waiting").where(
        "sequence",
        "in",
        SLOTS.map((slot) => value[slot] ?? 0),
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
