// Repeats a call until an expression on its answer has a value.
import { Failure } from "../failure.ts";
import type { WaiterFields } from "../fields.ts";
import { search } from "../output/query.ts";

export async function waitFor(
  fields: WaiterFields,
  parts: {
    readonly call: () => Promise<unknown>;
    readonly clock: () => number;
    readonly sleep: (milliseconds: number) => Promise<void>;
  },
): Promise<unknown> {
  const { expression, to, timeoutSeconds, intervalSeconds } = fields;
  const end = parts.clock() + timeoutSeconds * 1000;
  for (;;) {
    const answer = await parts.call();
    const value = await search(answer, expression, `jmespath: '${expression}'`);
    if (typeof value !== "string") throw new Failure(1, `object ${String(value)} isn't string`);
    if (value === to) return answer;
    if (parts.clock() >= end) {
      const waited = `timeout(${timeoutSeconds}seconds), last='${value}'`;
      throw new Failure(1, `wait '${expression}' to '${to}' ${waited}`);
    }
    await parts.sleep(intervalSeconds * 1000);
  }
}
