// Times as the wire has them: UTC, whole seconds.

let lastSecond = Number.NaN;
let lastText = "";

/** `2026-11-24T08:00:00Z`. Fractions are cut off. */
export function wireTime(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  // Most are of the second in which the request came.
  if (second === lastSecond) return lastText;
  lastText = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
  lastSecond = second;
  return lastText;
}

/** The same instant without its fraction, so that what is stored is what is shown. */
export function wholeSecond(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}

export const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
