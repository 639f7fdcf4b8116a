// Alternating short pairs: machines are noisy, so two things are compared only within one run, A B A B …,
// and the median of the pairs' ratios counts.
import type { Result } from "../load/generator.ts";
import { figure, median, spread } from "../table.ts";

export interface Pairs<Measured> {
  readonly a: readonly Measured[];
  readonly b: readonly Measured[];
  /** b over a for each pair. */
  readonly ratio: number;
  readonly spread: readonly [number, number];
}

export const PAIRS = 7;
/** Runs before the first that counts: until what V8 compiles no longer shows. */
export const WARM_RUNS = 4;

/** Runs `a` and `b` in turns. `value` is what the ratio is of. */
export async function alternate<Measured>(parts: {
  readonly a: (pair: number) => Promise<Measured>;
  readonly b: (pair: number) => Promise<Measured>;
  readonly value: (measured: Measured) => number;
  readonly pairs?: number;
}): Promise<Pairs<Measured>> {
  const seen: { a: Measured[]; b: Measured[] } = { a: [], b: [] };
  const ratios: number[] = [];
  for (let pair = 0; pair < (parts.pairs ?? PAIRS); pair += 1) {
    const a = await parts.a(pair);
    const b = await parts.b(pair);
    seen.a.push(a);
    seen.b.push(b);
    ratios.push(parts.value(b) / parts.value(a));
  }
  return { ...seen, ratio: median(ratios), spread: spread(ratios) };
}

/** The median rate of some runs, with its unit. */
export function rate(results: readonly Result[]): string {
  return `${figure(median(results.map((result) => result.perSecond)))}/s`;
}

/** The median p99 of some runs, with its unit. */
export function p99(results: readonly Result[]): string {
  return `${figure(median(results.map((result) => result.p99Ms)))} ms`;
}
