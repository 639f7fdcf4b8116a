// Answers as a table: `--output cols=A,B rows=List.Item num=true`.
import { Failure } from "../failure.ts";
import { ExactNumber } from "./json.ts";
import { search } from "./query.ts";

export interface TableFields {
  readonly cols: readonly string[];
  readonly rows: string | undefined;
  readonly num: boolean;
}

/** A value as Go's `%v` prints it, which users of `aliyun` know. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(cell).join(" ")}]`;
  if (value instanceof ExactNumber) return value.text;
  if (typeof value === "object") {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `map[${members.map(([key, each]) => `${key}:${cell(each)}`).join(" ")}]`;
  }
  return String(value);
}

/** Follows plain names without losing the spelling of numbers; undefined when it takes a real query. */
function follow(value: unknown, expression: string): { readonly found: unknown } | undefined {
  if (!/^\w+(\.\w+)*$/.test(expression)) return undefined;
  let found = value;
  for (const name of expression.split(".")) {
    const has = typeof found === "object" && found !== null && Object.hasOwn(found, name);
    found = has ? (found as Record<string, unknown>)[name] : undefined;
  }
  return { found };
}

async function at(value: unknown, expression: string): Promise<unknown> {
  const direct = follow(value, expression);
  return direct === undefined
    ? search(value, expression, `jmespath: '${expression}'`)
    : direct.found;
}

async function rowOf(row: unknown, cols: readonly string[]): Promise<string[]> {
  const cells: string[] = [];
  for (const col of cols) {
    if (!Array.isArray(row)) {
      cells.push(cell(await at(row, col)));
      continue;
    }
    const index = /^.*:(\d+)$/.exec(col)?.[1];
    if (index === undefined) {
      const expected = "must be string:number format, like 'name:0', 0 is the array index";
      throw new Failure(1, `colNames: ${col} ${expected}`);
    }
    cells.push(cell(row[Number(index)]));
  }
  return cells;
}

function layOut(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => [...(line[column] ?? "")].length)),
  );
  const text = lines.map((line) =>
    line
      .map((each, column) => {
        const last = column === line.length - 1;
        return last ? each : each + " ".repeat((widths[column] ?? 0) - [...each].length);
      })
      .join(" | "),
  );
  return `${text.join("\n")}\n\n`;
}

export async function printTable(value: unknown, fields: TableFields): Promise<string> {
  const { cols, rows, num } = fields;
  const found = rows === undefined ? [value] : await at(value, rows);
  if (!Array.isArray(found)) {
    throw new Failure(1, `jmespath: 'RootFilter[0].${rows}' failed Need Array Expr`);
  }
  const titles = cols.map((col) => (found.some(Array.isArray) ? col.replace(/:\d+$/, "") : col));
  const numbered = (cells: readonly string[], first: string): string[] =>
    num ? [first, ...cells] : [...cells];
  const lines = [numbered(titles, "Num")];
  lines.push((lines[0] ?? []).map((title) => "-".repeat(Buffer.byteLength(title))));
  for (const [index, row] of found.entries()) {
    lines.push(numbered(await rowOf(row, cols), String(index)));
  }
  return layOut(lines);
}
