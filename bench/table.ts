// What a bench run prints and writes: rows of measures, the machine's facts, medians with their spread.
import { execFileSync } from "node:child_process";
import { cpus, release, totalmem } from "node:os";

export interface Row {
  readonly measure: string;
  /** What was seen, as text with its unit. */
  readonly seen: string;
  /** The ratio or figure that is held against the target, and its spread. */
  readonly value: number;
  readonly spread: readonly [number, number];
  readonly target: string;
  readonly reached: boolean;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

export function spread(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

/** At least three significant digits, without noise. */
export function figure(value: number): string {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString("en-US");
  return value.toPrecision(3);
}

export function machine(): Record<string, string> {
  const [first] = cpus();
  return {
    cpu: `${first?.model ?? "unknown"}, ${cpus().length} cores`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${process.platform} ${release()}`,
    node: process.version,
    commit: execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim(),
    date: new Date().toISOString().slice(0, 10),
  };
}

export function markdown(rows: readonly Row[]): string {
  const head =
    "| measure | seen | value | spread | must reach | reached |\n| --- | --- | --- | --- | --- | --- |";
  const lines = rows.map((row) => {
    const range = row.spread.map(figure).join(" to ");
    const verdict = row.reached ? "yes" : "**no**";
    const cells = [row.measure, row.seen, figure(row.value), range, row.target, verdict];
    return `| ${cells.join(" | ")} |`;
  });
  return [head, ...lines].join("\n");
}
