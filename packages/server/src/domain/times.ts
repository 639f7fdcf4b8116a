// Times as the wire has them: UTC, whole seconds.

/** Texts of seconds, each in the place of its last digits: those of now and of what is read often. */
const PLACES = 256;
const seconds = new Array<number>(PLACES).fill(Number.NaN);
const texts = new Array<string>(PLACES).fill("");

/** `2026-11-24T08:00:00Z`. Fractions are cut off. */
export function wireTime(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  const place = second & (PLACES - 1);
  const kept = texts[place];
  if (second === seconds[place] && kept !== undefined) return kept;
  const text = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
  seconds[place] = second;
  texts[place] = text;
  return text;
}

let lastMillisecond = Number.NaN;
let lastInstant = "";

/** `2026-11-24T08:00:00.123Z` */
export function exactTime(milliseconds: number): string {
  // Requests come several in a millisecond.
  if (milliseconds !== lastMillisecond) {
    lastInstant = new Date(milliseconds).toISOString();
    lastMillisecond = milliseconds;
  }
  return lastInstant;
}

/** The same instant without its fraction, so that what is stored is what is shown. */
export function wholeSecond(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}

export const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
