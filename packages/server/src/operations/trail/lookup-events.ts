// LookupEvents: from the newest or the oldest bundle on, passing over those that cannot hold what is looked for, and
// among the events that wait for their places, which will be the next ones. One call looks at a bounded number of
// bundles; the token goes on where it ended.
import { ApiError } from "@coffer/contract";
import { TILE_WIDTH } from "@coffer/tlog";
import type { ReadContext } from "../../context.ts";
import { type EventQuery, type LoggedEvent, matches } from "../../domain/event-summary.ts";
import { DAY_MILLISECONDS, wireTime } from "../../domain/times.ts";
import { auditKeys } from "../../keyring/audit-key.ts";
import type { AuditSeal } from "../../keyring/audit-seal.ts";
import {
  bundleMayHold,
  entriesOf,
  eventIn,
  readHead,
  readKeptFrom,
} from "../../resources/audit-log.ts";
import type { TrailHandler } from "../handler.ts";

/** Bundles that one call opens, and looks at the summaries of. */
const MOST_OPENED = 40;
const MOST_LOOKED_AT = 4_000;
const DEFAULT_DAYS = 7;
/** Waiting events that are looked at: there are more only while the log is far behind. */
const MOST_WAITING = 4_096;

interface Walk {
  readonly query: EventQuery;
  readonly isForward: boolean;
  readonly limit: number;
  /** The first entry to look at: its place in the log. */
  readonly start: number;
  /** Events before this place are no longer kept. */
  readonly floor: number;
  /** Of the log, without those that wait. */
  readonly size: number;
  readonly seal: AuditSeal | undefined;
  /** Undefined: a row that was not written by this installation. */
  readonly waiting: readonly (Uint8Array | undefined)[];
}

interface Found {
  readonly events: readonly LoggedEvent[];
  /** Where to go on; undefined at the end. */
  readonly next: number | undefined;
}

function invalid(parameter: string): ApiError {
  return new ApiError("InvalidParameter", `The specified parameter \`${parameter}\` is not valid.`);
}

function timeOf(text: string | undefined, parameter: string, standard: number): number {
  if (text === undefined) return standard;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw invalid(parameter);
  return time;
}

async function mayBeIn(
  bundle: number,
  { query, ...log }: Pick<Walk, "query" | "seal" | "size">,
  { store }: ReadContext,
): Promise<boolean> {
  const [found] = await store.logSummaries(bundle + 1, 1);
  return found?.index === bundle && bundleMayHold(found, log, query);
}

async function walk(
  { query, isForward, limit, start, floor, size, waiting, seal }: Walk,
  context: ReadContext,
): Promise<Found> {
  const end = size + waiting.length;
  const step = isForward ? 1 : -1;
  const events: LoggedEvent[] = [];
  let opened = 0;
  let place = isForward ? Math.max(start, floor) : start;
  const take = (entry: Uint8Array | undefined): boolean => {
    const event = entry === undefined ? {} : eventIn(entry);
    place += step;
    if (matches(event, query)) events.push(event);
    return events.length === limit;
  };
  for (let looked = 0; looked < MOST_LOOKED_AT && opened < MOST_OPENED; looked += 1) {
    while (place >= size && place < end) {
      if (take(waiting[place - size])) return { events, next: place };
    }
    if (place < floor || place >= end) return { events, next: undefined };
    const bundle = Math.floor(place / TILE_WIDTH);
    if (await mayBeIn(bundle, { query, seal, size }, context)) {
      opened += 1;
      const entries = await entriesOf(context.store, bundle);
      while (Math.floor(place / TILE_WIDTH) === bundle && place < size) {
        if (take(entries[place % TILE_WIDTH])) return { events, next: place };
      }
    } else place = isForward ? Math.min(size, (bundle + 1) * TILE_WIDTH) : bundle * TILE_WIDTH - 1;
  }
  return { events, next: place };
}

/** A token is a place in the log. */
function startOf(
  token: string | undefined,
  { isForward, end }: { readonly isForward: boolean; readonly end: number },
): number {
  if (token === undefined) return isForward ? 0 : end - 1;
  if (!/^[0-9]{1,15}$/.test(token)) throw invalid("NextToken");
  return Number(token);
}

/** The log's size and what waits behind it, as they were at one moment. */
async function readLog(
  context: ReadContext,
): Promise<Pick<Walk, "floor" | "size" | "waiting" | "seal">> {
  const { store, rootKeys, accountId, region } = context;
  // There are none before the first events got their places.
  const keys = await auditKeys(store, { rootKeys, place: { accountId, region } });
  for (;;) {
    const { size = 0 } = (await readHead(store)) ?? {};
    const waiting = await store.waitingEvents(MOST_WAITING);
    // Meanwhile some may have got their places.
    if (((await readHead(store))?.size ?? 0) !== size) continue;
    const floor = keys === undefined ? 0 : await readKeptFrom(store, keys.signer.verifier);
    const events = waiting.flatMap(
      (row): readonly (Uint8Array | undefined)[] =>
        keys?.seal.unpack(row)?.map(({ bytes }) => bytes) ?? [undefined],
    );
    return { floor, size, waiting: events, seal: keys?.seal };
  }
}

export const lookupEvents: TrailHandler<"LookupEvents"> = async (request, context) => {
  const { now } = context;
  // As upstream has it: half a window is rather a mistake than a wish.
  if ((request.StartTime === undefined) !== (request.EndTime === undefined)) {
    const message = "The parameters `StartTime` and `EndTime` are given together or not at all.";
    throw new ApiError("InvalidParameter", message);
  }
  const to = timeOf(request.EndTime, "EndTime", now);
  const from = timeOf(request.StartTime, "StartTime", now - DEFAULT_DAYS * DAY_MILLISECONDS);
  if (from > to) throw invalid("StartTime");
  const log = await readLog(context);
  const { floor } = log;
  const end = log.size + log.waiting.length;
  const attributes = (request.LookupAttribute ?? []).map(({ Key, Value }) => ({
    key: Key,
    value: Value,
  }));
  const isForward = request.Direction === "FORWARD";
  const start = startOf(request.NextToken, { isForward, end });
  const query = { from, to, attributes };
  const { events, next } = await walk(
    { query, isForward, limit: request.MaxResults, start, ...log },
    context,
  );
  const isMore = next !== undefined && next >= floor && next < end;
  return {
    // Objects as they were recorded.
    Events: events as never,
    StartTime: wireTime(from),
    EndTime: wireTime(to),
    ...(isMore ? { NextToken: String(next) } : {}),
  };
};
