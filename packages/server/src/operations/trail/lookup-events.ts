// LookupEvents: from the newest or the oldest bundle on, passing over those that cannot hold what is looked for. One
// call looks at a bounded number of bundles; the token goes on where it ended.
import { ApiError } from "@coffer/contract";
import { TILE_WIDTH } from "@coffer/tlog";
import type { ReadContext } from "../../context.ts";
import { type EventQuery, type LoggedEvent, matches, mayHold } from "../../domain/event-summary.ts";
import { DAY_MILLISECONDS, wireTime } from "../../domain/times.ts";
import { bundlesOf, entriesOf, eventIn, readHead } from "../../resources/audit-log.ts";
import type { TrailHandler } from "../handler.ts";

/** Bundles that one call opens, and looks at the summaries of. */
const MOST_OPENED = 40;
const MOST_LOOKED_AT = 4_000;
const DEFAULT_DAYS = 7;

interface Walk {
  readonly query: EventQuery;
  readonly isForward: boolean;
  readonly limit: number;
  /** The first entry to look at: its place in the log. */
  readonly start: number;
  readonly size: number;
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
  query: EventQuery,
  { store }: ReadContext,
): Promise<boolean> {
  const [found] = await store.logSummaries(bundle + 1, 1);
  return found?.index === bundle && mayHold(found.summary, query);
}

async function walk(
  { query, isForward, limit, start, size }: Walk,
  context: ReadContext,
): Promise<Found> {
  const step = isForward ? 1 : -1;
  const events: LoggedEvent[] = [];
  let opened = 0;
  let place = start;
  for (let looked = 0; looked < MOST_LOOKED_AT && opened < MOST_OPENED; looked += 1) {
    if (place < 0 || place >= size) return { events, next: undefined };
    const bundle = Math.floor(place / TILE_WIDTH);
    if (await mayBeIn(bundle, query, context)) {
      opened += 1;
      const entries = await entriesOf(context.store, bundle);
      while (Math.floor(place / TILE_WIDTH) === bundle && place < size) {
        const entry = entries[place % TILE_WIDTH];
        const event = entry === undefined ? {} : eventIn(entry);
        place += step;
        if (matches(event, query)) events.push(event);
        if (events.length === limit) return { events, next: place };
      }
    } else place = isForward ? (bundle + 1) * TILE_WIDTH : bundle * TILE_WIDTH - 1;
  }
  return { events, next: place };
}

/** A token is a place in the log. */
function startOf(
  token: string | undefined,
  { isForward, size }: Pick<Walk, "isForward" | "size">,
): number {
  if (token === undefined) return isForward ? 0 : size - 1;
  if (!/^[0-9]{1,15}$/.test(token)) throw invalid("NextToken");
  return Number(token);
}

export const lookupEvents: TrailHandler<"LookupEvents"> = async (request, context) => {
  const { store, now } = context;
  const to = timeOf(request.EndTime, "EndTime", now);
  const from = timeOf(request.StartTime, "StartTime", now - DEFAULT_DAYS * DAY_MILLISECONDS);
  if (from > to) throw invalid("StartTime");
  const { size = 0 } = (await readHead(store)) ?? {};
  const attributes = (request.LookupAttribute ?? []).map(({ Key, Value }) => ({
    key: Key,
    value: Value,
  }));
  const isForward = request.Direction === "FORWARD";
  const start = startOf(request.NextToken, { isForward, size });
  const query = { from, to, attributes };
  const { events, next } =
    bundlesOf(size) === 0
      ? { events: [], next: undefined }
      : await walk({ query, isForward, limit: request.MaxResults, start, size }, context);
  const isMore = next !== undefined && next >= 0 && next < size;
  return {
    // Objects as they were recorded.
    Events: events as never,
    StartTime: wireTime(from),
    EndTime: wireTime(to),
    ...(isMore ? { NextToken: String(next) } : {}),
  };
};
