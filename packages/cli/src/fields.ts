// Flags with fields: `--waiter expr=State to=Enabled`.
import { Failure } from "./failure.ts";
import type { FlagName } from "./flags.ts";
import type { TableFields } from "./output/table.ts";
import type { Flags } from "./settings.ts";

function fieldsOf(flags: Flags, name: FlagName): Map<string, string> | undefined {
  const words = flags.get(name);
  if (words === undefined) return undefined;
  const fields = new Map<string, string>();
  for (const word of words) {
    const [key = "", value = ""] = word.split(/=(.*)/s, 2);
    if (fields.has(key)) {
      throw new Failure(1, `bad flag format --${name} with field ${key}= duplicated`);
    }
    fields.set(key, value);
  }
  return fields;
}

function required(fields: ReadonlyMap<string, string>, flag: FlagName, key: string): string {
  const value = fields.get(key);
  if (value !== undefined && value !== "") return value;
  throw new Failure(1, `bad flag format --${flag} with field ${key}= required`);
}

export function tableFields(flags: Flags): TableFields | undefined {
  const fields = fieldsOf(flags, "output");
  if (fields === undefined) return undefined;
  const cols = required(fields, "output", "cols").replace(/^"|"$/g, "").split(",");
  return { cols, rows: fields.get("rows") || undefined, num: fields.get("num") === "true" };
}

export interface WaiterFields {
  readonly expression: string;
  readonly to: string;
  readonly timeoutSeconds: number;
  readonly intervalSeconds: number;
}

interface Range {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly default: number;
}

function seconds(fields: ReadonlyMap<string, string>, range: Range): number {
  const text = fields.get(range.name);
  if (text === undefined) return range.default;
  if (!/^-?\d+$/.test(text)) {
    throw new Failure(1, `--waiter ${range.name}=${text} must be integer`);
  }
  const value = Number(text);
  if (value >= range.from && value <= range.to) return value;
  const between = `must between ${range.from}-${range.to} (seconds)`;
  throw new Failure(1, `--waiter ${range.name}=${text} ${between}`);
}

export function waiterFields(flags: Flags): WaiterFields | undefined {
  const fields = fieldsOf(flags, "waiter");
  if (fields === undefined) return undefined;
  return {
    expression: required(fields, "waiter", "expr"),
    to: required(fields, "waiter", "to"),
    timeoutSeconds: seconds(fields, { name: "timeout", from: 1, to: 600, default: 180 }),
    intervalSeconds: seconds(fields, { name: "interval", from: 2, to: 10, default: 5 }),
  };
}

export interface PagerFields {
  /** `Outer.Inner[]`, when the user names the collection. */
  readonly path: string | undefined;
  /** The answer's member that holds the next token, when the user names it. */
  readonly token: string | undefined;
}

export function pagerFields(flags: Flags): PagerFields | undefined {
  const fields = fieldsOf(flags, "pager");
  if (fields === undefined) return undefined;
  return { path: fields.get("path") || undefined, token: fields.get("NextToken") || undefined };
}

const EXCLUSIVE: readonly (readonly [FlagName, FlagName])[] = [
  ["pager", "waiter"],
  ["dryrun", "pager"],
  ["dryrun", "waiter"],
  ["quiet", "dryrun"],
];

/** @throws Failure 1 for flags that contradict each other */
export function checkExclusive(flags: Flags): void {
  for (const [one, other] of EXCLUSIVE) {
    if (flags.has(one) && flags.has(other)) {
      throw new Failure(1, `flag --${one} is exclusive with --${other}`);
    }
  }
}
