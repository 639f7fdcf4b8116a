// The time a request says it was made: whole seconds, UTC, at most 15 minutes from now in either direction.
import { ApiError } from "@coffer/contract";

export const WINDOW_MILLISECONDS = 15 * 60 * 1000;

const FORMAT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/**
 * Milliseconds since 1970.
 *
 * @throws ApiError `MissingTimestamp`, `InvalidTimeStamp.Format` or `InvalidTimeStamp.Expired`
 */
export function checkTimestamp(text: string | undefined, now: number): number {
  if (text === undefined || text === "") throw new ApiError("MissingTimestamp");
  const time = text === latest.text ? latest.time : parseTimestamp(text);
  if (Math.abs(now - time) > WINDOW_MILLISECONDS) throw new ApiError("InvalidTimeStamp.Expired");
  return time;
}

/** Requests of one second share their timestamp. */
let latest = { text: "", time: Number.NaN };

function parseTimestamp(text: string): number {
  const time = FORMAT.test(text) ? Date.parse(text) : Number.NaN;
  // Date.parse takes 30 February for 1 March.
  const real = !Number.isNaN(time) && `${new Date(time).toISOString().slice(0, 19)}Z` === text;
  if (!real) throw new ApiError("InvalidTimeStamp.Format");
  latest = { text, time };
  return time;
}
