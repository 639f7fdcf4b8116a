// Reads the parameters of a request into one map: query, form body, JSON body. Encodings differ between
// clients (`+` or `%20`, more or less percent-encoding), so everything is decoded here and encoded again for the
// signature. What could be understood in two ways is refused: a name given twice, broken encodings.
import { ApiError } from "@coffer/contract";
import { header, type WireRequest } from "./wire.ts";

/** Far above any real request: TagResources sends about a hundred. */
const MOST_PARAMETERS = 1_000;

export interface Parameters {
  /** Everything, by name. */
  readonly all: ReadonlyMap<string, string>;
  /** Only the query: what signature V3 covers as parameters. */
  readonly query: ReadonlyMap<string, string>;
  /** Query and form body: what signature V1 covers. */
  readonly signed: ReadonlyMap<string, string>;
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function broken(what: string): ApiError {
  return new ApiError("InvalidParameter", `The ${what} is not valid.`);
}

function utf8(bytes: Uint8Array, what: string): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw broken(`encoding of the ${what}`);
  }
}

function component(text: string): string {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced;
  try {
    // Also refuses bytes that are no UTF-8, and encoded surrogates.
    return decodeURIComponent(spaced);
  } catch {
    throw broken("percent-encoding of a parameter");
  }
}

/** Adds `name=value&…` to a map. A name without `=` has an empty value. */
function readPairs(text: string, into: Map<string, string>): void {
  let start = 0;
  while (start < text.length) {
    let end = text.indexOf("&", start);
    if (end === -1) end = text.length;
    if (end > start) {
      const part = text.slice(start, end);
      const equals = part.indexOf("=");
      const name = component(equals === -1 ? part : part.slice(0, equals));
      add(into, name, equals === -1 ? "" : component(part.slice(equals + 1)));
    }
    start = end + 1;
  }
}

function add(into: Map<string, string>, name: string, value: string): void {
  if (into.has(name)) {
    const shown = name.slice(0, 64);
    throw new ApiError("InvalidParameter", `The parameter \`${shown}\` is given more than once.`);
  }
  if (into.size >= MOST_PARAMETERS) throw new ApiError("InvalidParameter", "Too many parameters.");
  into.set(name, value);
}

function queryOf(target: string): string {
  const mark = target.indexOf("?");
  if (mark === -1) return "";
  const query = target.slice(mark + 1);
  // HTTP hands raw bytes over as Latin-1; none is sent by clients, but they would be UTF-8.
  return /^[\x20-\x7e]*$/.test(query) ? query : utf8(Buffer.from(query, "latin1"), "query");
}

/** How many names a JSON object has, those that JSON.parse drops as repeated included. `text` is valid. */
function countNames(text: string): number {
  let [count, depth] = [0, 0];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === "\\") at += 1;
    else if (sign === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (sign === "{" || sign === "[") depth += 1;
    else if (sign === "}" || sign === "]") depth -= 1;
    else if (sign === ":" && depth === 1) count += 1;
  }
  return count;
}

/** The members of a JSON object as text parameters; nested values stay JSON text. */
function readJson(text: string, into: Map<string, string>): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ApiError("ParseRequestParameterException", "The body is not valid JSON.");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ApiError("ParseRequestParameterException", "The body must be a JSON object.");
  }
  const members = Object.entries(value);
  if (members.length !== countNames(text)) {
    throw new ApiError("InvalidParameter", "The body gives a name more than once.");
  }
  for (const [name, member] of members) {
    if (member === null) continue;
    const content = typeof member === "object" ? JSON.stringify(member) : String(member);
    if (!content.isWellFormed() || !name.isWellFormed()) throw broken("encoding of the body");
    add(into, name, content);
  }
}

/** @throws ApiError for broken encodings and names given twice */
export function readParameters(request: WireRequest): Parameters {
  const query = new Map<string, string>();
  readPairs(queryOf(request.target), query);
  if (request.body.length === 0) return { all: query, query, signed: query };
  const type = (header(request, "content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  const all = new Map(query);
  if (type === "application/json") {
    readJson(utf8(request.body, "body"), all);
    return { all, query, signed: query };
  }
  if (type === "application/x-www-form-urlencoded") {
    readPairs(utf8(request.body, "body"), all);
    return { all, query, signed: all };
  }
  // Raw bytes: no operation has any; V3 covers them by their hash.
  return { all, query, signed: query };
}
