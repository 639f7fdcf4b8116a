// Reading the shapes a policy is made of: objects with known members, lists that may be written as a single value.
import { type Json, memberPath } from "./json-text.ts";
import { PolicyFinding } from "./policy-error.ts";

/** A value of the tree with its place, for the message. */
export interface Placed {
  readonly value: string;
  readonly path: string;
}

function isMap(json: Json | undefined): json is ReadonlyMap<string, Json> {
  return json instanceof Map;
}

/** The members of an object, none of them outside `known`; any name is allowed when `known` is left out. */
export function membersOf(
  json: Json | undefined,
  path: string,
  known?: readonly string[],
): ReadonlyMap<string, Json> {
  if (!isMap(json)) {
    throw new PolicyFinding("WrongType", path, `\`${path}\` must be an object.`);
  }
  for (const name of json.keys()) {
    if (known === undefined || known.includes(name)) continue;
    const detail = `The policy element \`${name}\` is not supported here.`;
    throw new PolicyFinding("UnknownMember", memberPath(path, name), detail);
  }
  return json;
}

/** A string, or a list of at least one string. */
export function stringsOf(
  json: Json | undefined,
  path: string,
  textOf: (item: Json, path: string) => string = stringOf,
): Placed[] {
  if (!Array.isArray(json)) return [{ value: textOf(json ?? null, path), path }];
  if (json.length === 0) throw new PolicyFinding("Empty", path, `\`${path}\` must not be empty.`);
  return json.map((item: Json, index) => {
    const here = `${path}[${index}]`;
    return { value: textOf(item, here), path: here };
  });
}

export function stringOf(json: Json | undefined, path: string): string {
  if (typeof json === "string") return json;
  throw new PolicyFinding("WrongType", path, `\`${path}\` must be a string.`);
}

/** Values of conditions: booleans and numbers stand for their text, unless reading them has changed the number. */
export function scalarOf(json: Json, path: string): string {
  if (typeof json === "boolean") return String(json);
  if (typeof json === "number" && Math.abs(json) <= Number.MAX_SAFE_INTEGER) return String(json);
  if (typeof json === "string") return json;
  const detail =
    typeof json === "number"
      ? `\`${path}\` is a number too large to be exact: write it as a string.`
      : `\`${path}\` must be a string.`;
  throw new PolicyFinding("WrongType", path, detail);
}
