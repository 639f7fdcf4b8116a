// A failure as the log may hold it.
import { StoreError } from "@coffer/store";

/** A failure whose message was written for the log and holds nothing secret. */
export class ExplainedError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "ExplainedError";
  }
}

/** Kind and place of a failure. Messages of unknown origin stay out: they may hold what must not be logged. */
export function describe(problem: unknown): unknown {
  if (!(problem instanceof Error)) return problem;
  const { name, stack = "" } = problem;
  const places = stack.split("\n").filter((line) => line.startsWith("    at "));
  const code = "code" in problem ? String(problem.code) : undefined;
  const isExplained = problem instanceof StoreError || problem instanceof ExplainedError;
  const message = isExplained ? problem.message : undefined;
  return { name, code, message, places };
}
