// Decodes a request's parameters into the members of its row, by their shapes. All faults are collected; the
// first is answered, absent members before wrong ones. What a member may be is in the contract, not here.
import {
  ApiError,
  ERRORS,
  type ErrorCode,
  LIMITS,
  type ListMember,
  type Member,
  type Members,
} from "@coffer/contract";
import { type Fault, fault, isFault } from "./fault.ts";
import { decodeJson, isObject, parseJson } from "./json-members.ts";
import { countCharacters, decodeText } from "./text-members.ts";

type Source = ReadonlyMap<string, string>;

/** Dotted parameters below a name: `Tag.1.Key` is `["1.Key", value]` below `Tag`. */
function below(source: Source, name: string): [string, string][] {
  const prefix = `${name}.`;
  const found: [string, string][] = [];
  for (const [key, value] of source) {
    if (key.startsWith(prefix)) found.push([key.slice(prefix.length), value]);
  }
  return found;
}

/** `Name.1=…` or `Name.1.Field=…`; a bare `Name` is JSON text or a single item. */
function decodeIndexed(name: string, member: ListMember, source: Source): unknown {
  const bare = source.get(name);
  const items = new Map<number, unknown>();
  for (const [rest, value] of below(source, name)) {
    const [, index = "", field] = /^([1-9]\d{0,5})(?:\.(\w+))?$/.exec(rest) ?? [];
    const number = Number(index);
    if (index === "") return fault(`has \`${rest.slice(0, 40)}\`, which is no item`);
    if (field === undefined) items.set(number, value);
    else {
      const item = items.get(number) ?? Object.create(null);
      if (typeof item !== "object") return fault(`has item ${number} twice`);
      Object.assign(item, { [field]: value });
      items.set(number, item);
    }
  }
  if (items.size === 0) {
    if (bare === undefined || bare === "") return undefined;
    const parsed = bare.startsWith("[") ? parseJson(bare) : [bare];
    return isFault(parsed) ? parsed : decodeJson(member, parsed);
  }
  const ordered = [...items].sort(([a], [b]) => a - b).map(([, item]) => item);
  return decodeJson(member, ordered);
}

/** A list as JSON text; one object stands for a list of one, as older clients send it. */
function decodeJsonList(member: ListMember, text: string): unknown {
  const parsed = parseJson(text);
  if (isFault(parsed)) return parsed;
  const single = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
  return decodeJson(member, single && member.wire === "json-text" ? [parsed] : parsed);
}

/** Three ways to send an object: JSON text, JSON text of a part (`Name.Part`), or one value (`Name.Part.key`). */
function decodeObjectText(name: string, source: Source): string | undefined {
  const whole = source.get(name);
  if (whole !== undefined && whole !== "") return whole;
  const parts = below(source, name);
  if (parts.length === 0) return undefined;
  const object: Record<string, unknown> = Object.create(null);
  for (const [rest, value] of parts) {
    const dot = rest.indexOf(".");
    const part = dot === -1 ? rest : rest.slice(0, dot);
    if (dot === -1) {
      const parsed = parseJson(value);
      object[part] = isFault(parsed) ? value : parsed;
    } else {
      const inner = isObject(object[part]) ? object[part] : Object.create(null);
      object[part] = Object.assign(inner, { [rest.slice(dot + 1)]: value });
    }
  }
  return JSON.stringify(object);
}

function decodeMap(member: Member & { kind: "map" }, text: string): unknown {
  if (countCharacters(text) > LIMITS.contextCharacters) {
    return fault(`must have at most ${LIMITS.contextCharacters} characters`);
  }
  const parsed = parseJson(text);
  return isFault(parsed) ? parsed : decodeJson(member, parsed);
}

/** The decoded value, undefined when absent, or a fault. */
function decodeMember(name: string, member: Member, source: Source): unknown {
  if (member.kind === "list" && member.wire === "indexed") {
    return decodeIndexed(name, member, source);
  }
  const asObject = member.kind === "map" || (member.kind === "json" && member.as === "map");
  const text = asObject ? decodeObjectText(name, source) : source.get(name);
  if (text === undefined) return undefined;
  if (text === "") {
    // Clients send empty values for what they leave out; only a required text may really be empty.
    const meant = member.kind === "string" && !member.optional && !member.min;
    return meant ? "" : undefined;
  }
  if (member.kind === "list") return decodeJsonList(member, text);
  if (member.kind === "map") return decodeMap(member, text);
  return decodeText(member, text);
}

interface Found {
  readonly name: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly isMissing: boolean;
}

function missing(name: string, { faults }: Member): Found {
  const code = faults?.missing;
  if (code !== undefined) return { name, code, message: ERRORS[code].message, isMissing: true };
  const message = `The required parameter \`${name}\` is missing.`;
  return { name, code: "MissingParameter", message, isMissing: true };
}

function invalid(name: string, { faults }: Member, wrong: Fault): Found {
  const code = faults?.[wrong.kind] ?? faults?.value;
  if (code !== undefined) return { name, code, message: ERRORS[code].message, isMissing: false };
  const message = `The specified parameter \`${name}\` is not valid: it ${wrong.fault}.`;
  return { name, code: "InvalidParameter", message, isMissing: false };
}

/**
 * The members of a request.
 *
 * @throws ApiError `MissingParameter` or `InvalidParameter`, or the codes that the member has in their place
 */
export function decodeMembers(members: Members, source: Source): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const faults: Found[] = [];
  for (const name of Object.keys(members)) {
    const member = members[name];
    if (member === undefined) continue;
    const value = decodeMember(name, member, source);
    if (isFault(value)) faults.push(invalid(name, member, value));
    else if (value !== undefined) values[name] = value;
    else if ("default" in member) values[name] = member.default;
    else if (!member.optional) faults.push(missing(name, member));
  }
  const first = faults.find(({ isMissing }) => isMissing) ?? faults[0];
  if (first !== undefined) throw new ApiError(first.code, first.message);
  return values;
}
