// What is kept and reviewed of a run: for each client what works, what it cannot say, and what it makes of errors.
// Nothing that changes from run to run.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ScenarioResult } from "./run.ts";

export const REVIEWED = join(import.meta.dirname, "reviewed.json");

/**
 * `passed`: by the client, with every parameter that is used; `partly`: without some that came after it; `missing`: the
 * client lacks the operation; `failed`: an observation did not hold.
 */
export type Outcome = "passed" | "partly" | "missing" | "failed";

export interface Summary {
  readonly packages: readonly string[];
  /** By scenario: `passed`, or what did not hold and where. */
  readonly scenarios: Readonly<Record<string, string>>;
  /** Operations by outcome. */
  readonly operations: Readonly<Partial<Record<Outcome, readonly string[]>>>;
  /** By the code on the wire: class, code and status that a program sees. */
  readonly errors: Readonly<Record<string, string>>;
}

export const NOT_THERE = "not in this client";

function scenarioWord({ steps }: ScenarioResult): string {
  const at = steps.findIndex(({ outcome }) => outcome === "failed");
  const failed = steps[at];
  if (failed) return `step ${at + 1}, ${failed.call}: ${failed.why.join("; ")}`;
  return steps.at(-1)?.call.startsWith("Credentials.") ? NOT_THERE : "passed";
}

function outcomeOf(outcomes: ReadonlySet<string>): Outcome {
  if (outcomes.has("failed")) return "failed";
  if (!outcomes.has("missing")) return "passed";
  return outcomes.has("passed") ? "partly" : "missing";
}

export function summarize(
  packages: readonly string[],
  results: readonly ScenarioResult[],
): Summary {
  const scenarios = new Map<string, string>();
  const outcomes = new Map<string, Set<string>>();
  const errors = new Map<string, string>();
  for (const result of results) {
    const word = scenarioWord(result);
    const before = scenarios.get(result.scenario) ?? "passed";
    const isFailure = word !== "passed" && word !== NOT_THERE;
    const said = isFailure ? `${result.transport}: ${word}` : word;
    scenarios.set(result.scenario, word === "passed" ? before : said);
    for (const { call, outcome, errors: seen } of result.steps) {
      if (call !== "proof") outcomes.set(call, (outcomes.get(call) ?? new Set()).add(outcome));
      for (const [code, error] of seen) {
        const words = [error.class, error.code ?? "without a code", error.status ?? ""];
        errors.set(code, words.join(" ").trim());
      }
    }
  }
  const names = [...outcomes.keys()].sort();
  const byOutcome = (wanted: Outcome): string[] =>
    names.filter((name) => outcomeOf(outcomes.get(name) ?? new Set()) === wanted);
  const kinds = ["passed", "partly", "missing", "failed"] as const;
  const operations = kinds
    .map((kind) => [kind, byOutcome(kind)] as const)
    .filter(([, list]) => list.length > 0);
  return {
    packages,
    scenarios: Object.fromEntries(scenarios),
    operations: Object.fromEntries(operations),
    errors: Object.fromEntries([...errors].sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}

/** The reviewed summaries, by the clients' names. */
export function readReviewed(): Record<string, Summary> {
  return JSON.parse(readFileSync(REVIEWED, "utf8"));
}
