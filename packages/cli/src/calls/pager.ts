// All pages of a list in one answer: only the collection, as `{"Outer":{"Inner":[…]}}`. Whether pages go by
// number or by token is seen from the answer; numbers keep their spelling; an empty list is `[]`.
import { Failure } from "../failure.ts";
import type { PagerFields } from "../fields.ts";

/** Calls with these parameters above those of the command line. */
export type CallWith = (parameters: Readonly<Record<string, string>>) => Promise<unknown>;

export interface PagerParts {
  readonly fields: PagerFields;
  readonly call: CallWith;
  /** Hears how many rows there are so far, and of how many. */
  readonly progress: (rows: number, total: number | undefined) => void;
}

type Body = Readonly<Record<string, unknown>>;

function asBody(value: unknown): Body {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** `["SecretList", "Secret"]`: the first object that holds a list. */
function findCollection(body: Body, { path }: PagerFields): readonly [string, string] {
  if (path !== undefined) {
    const names = path.replace(/\[\]/g, "").split(".");
    return [names.at(-2) ?? "", names.at(-1) ?? ""];
  }
  for (const outer of Object.keys(body).sort()) {
    const inner = Object.entries(asBody(body[outer])).find(([, value]) => Array.isArray(value));
    if (inner !== undefined) return [outer, inner[0]];
  }
  const way = "you need add `--pager path=[jmespath]` to assign manually";
  throw new Failure(1, `call failed can't auto recognize collections path: ${way}`);
}

function rowsOf(body: Body, [outer, inner]: readonly [string, string]): unknown[] {
  const rows = outer === "" ? body[inner] : asBody(body[outer])[inner];
  return Array.isArray(rows) ? rows : [];
}

function numberOf(value: unknown): number | undefined {
  const number =
    value === undefined || value === null || value === "" ? Number.NaN : Number(String(value));
  return Number.isFinite(number) ? number : undefined;
}

/** What to ask next, or undefined at the end. */
function nextOf(body: Body, { token }: PagerFields): Record<string, string> | undefined {
  const names = token === undefined ? ["NextToken", "Marker"] : [token];
  for (const name of names) {
    const value = body[name];
    if (typeof value === "string" && value !== "") return { [name]: value };
  }
  const [number, size, total] = [body.PageNumber, body.PageSize, body.TotalCount].map(numberOf);
  if (number === undefined || size === undefined || total === undefined || size <= 0) {
    return undefined;
  }
  return number * size < total ? { PageNumber: String(number + 1) } : undefined;
}

export async function fetchAll({ fields, call, progress }: PagerParts): Promise<unknown> {
  const all: unknown[] = [];
  let more: Record<string, string> | undefined = {};
  let place: readonly [string, string] | undefined;
  while (more !== undefined) {
    const body = asBody(await call(more));
    place ??= findCollection(body, fields);
    all.push(...rowsOf(body, place));
    progress(all.length, numberOf(body.TotalCount));
    const next: Record<string, string> | undefined = nextOf(body, fields);
    // A server that gives the same token again would keep us for ever.
    const stuck: boolean = next !== undefined && JSON.stringify(next) === JSON.stringify(more);
    more = stuck ? undefined : next;
  }
  const [outer, inner] = place ?? ["", "Items"];
  return outer === "" ? { [inner]: all } : { [outer]: { [inner]: all } };
}
