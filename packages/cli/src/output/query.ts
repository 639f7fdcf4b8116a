// JMESPath expressions on answers. The library is loaded only when one is used.
import { Failure } from "../failure.ts";
import { plain } from "./json.ts";

/** @throws Failure 1 for an expression that is none */
export async function search(value: unknown, expression: string, label: string): Promise<unknown> {
  const { default: jmespath } = await import("jmespath");
  try {
    return jmespath.search(plain(value), expression);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(1, `${label} failed: SyntaxError: ${why}`);
  }
}
