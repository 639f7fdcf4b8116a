// JSON as the command line prints it: keys sorted at every level, one TAB a level, numbers exactly as they came.

/** A number as it was spelt. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** Parses JSON with numbers kept as they are spelt. @throws SyntaxError */
export function parseExact(text: string): unknown {
  // TypeScript's library does not know the third argument yet: https://tc39.es/proposal-json-parse-with-source
  const reviver = (
    _key: string,
    value: unknown,
    context?: { readonly source?: string },
  ): unknown =>
    typeof value === "number" ? new ExactNumber(context?.source ?? String(value)) : value;
  return JSON.parse(text, reviver as (key: string, value: unknown) => unknown);
}

function quote(text: string): string {
  return JSON.stringify(text).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

function compareBytes(one: string, two: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(two));
}

/** Without a final newline. */
export function printJson(value: unknown, indent = ""): string {
  const inner = `${indent}\t`;
  if (value instanceof ExactNumber) return value.text;
  if (typeof value === "string") return quote(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    const items = value.map((item) => inner + printJson(item, inner));
    return `[\n${items.join(",\n")}\n${indent}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).sort(([a], [b]) => compareBytes(a, b));
    if (members.length === 0) return "{}";
    const lines = members.map(([key, each]) => `${inner}${quote(key)}: ${printJson(each, inner)}`);
    return `{\n${lines.join(",\n")}\n${indent}}`;
  }
  return JSON.stringify(value) ?? "null";
}

/** Plain values for queries: exact numbers become numbers. */
export function plain(value: unknown): unknown {
  if (value instanceof ExactNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
  }
  return value;
}
