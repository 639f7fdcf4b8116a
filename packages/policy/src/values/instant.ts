// Instants as ISO 8601 writes them: `2026-01-01T17:00:00+08:00`, `Z` or an offset required, since a time without
// one means another instant on each machine. Seconds may be left out, fractions go down to a nanosecond.

export interface Instant {
  /** Since 1970-01-01T00:00:00Z. */
  readonly seconds: number;
  readonly nanoseconds: number;
}

const DAY = /([0-9]{4})-([0-9]{2})-([0-9]{2})/;
const TIME = /([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?/;
const ZONE = /(?:Z|([+-])([0-9]{2}):([0-9]{2}))/;
const SHAPE = new RegExp(`^${DAY.source}T${TIME.source}${ZONE.source}$`);

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysIn(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
}

/** Days from 1970-01-01 in the Gregorian calendar; years are counted from March, so that leap days come last. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leaps =
    Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leaps + dayOfYear - 719468;
}

/** Undefined for anything that is no such text, or no such day, hour, minute or second. */
export function readInstant(text: string): Instant | undefined {
  const match = SHAPE.exec(text);
  if (match === null) return undefined;
  const field = (index: number): number => Number(match[index] ?? 0);
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map(field);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (hour === undefined || minute === undefined || second === undefined) return undefined;
  if (day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59 || field(9) > 23 || field(10) > 59) return undefined;
  const offset = (field(9) * 60 + field(10)) * (match[8] === "-" ? -60 : 60);
  const inDay = (hour * 60 + minute) * 60 + second;
  return {
    seconds: daysSinceEpoch(year, month, day) * 86400 + inDay - offset,
    nanoseconds: Number((match[7] ?? "").padEnd(9, "0")),
  };
}

/** Negative, zero or positive, as `left` is before, the same as or after `right`. */
export function compareInstants(left: Instant, right: Instant): number {
  return left.seconds - right.seconds || left.nanoseconds - right.nanoseconds;
}
