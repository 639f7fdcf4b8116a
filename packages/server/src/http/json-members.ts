// Decodes a member from a JSON value: lists and maps that travel as JSON text, and items of indexed lists.
import type { ListMember, MapMember, Member, ObjectMember } from "@coffer/contract";
import { fault, isFault } from "./fault.ts";
import { decodeText } from "./text-members.ts";

/** JSON.stringify writes half a surrogate pair as an escape, and no other sign beyond U+D7FF. */
const HALF_PAIR = /(?:^|[^\\])(?:\\\\)*\\ud[89a-f]/;

export function parseJson(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    // Only an escape can bring half a pair into text that was UTF-8.
    const escaped = text.includes("\\u");
    if (escaped && HALF_PAIR.test(JSON.stringify(parsed))) return fault("must be valid Unicode");
    return parsed;
  } catch {
    return fault("must be valid JSON");
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function decodeList(member: ListMember, value: unknown): unknown {
  if (!Array.isArray(value)) return fault("must be a JSON array");
  if (value.length > member.max) return fault(`must have at most ${member.max} items`);
  if (value.length < (member.min ?? 0)) return fault(`must have at least ${member.min} items`);
  const items: unknown[] = [];
  for (const item of value) {
    const decoded = decodeJson(member.of, item);
    if (isFault(decoded)) return fault(`holds an item that ${decoded.fault}`);
    items.push(decoded);
  }
  return items;
}

function decodeObject(member: ObjectMember, value: unknown): unknown {
  if (!isObject(value)) return fault("must be a JSON object");
  const decoded: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(member.members)) {
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    if (given === undefined || given === null) {
      if ("default" in inner) decoded[name] = inner.default;
      else if (!inner.optional) return fault(`lacks \`${name}\``);
      continue;
    }
    const result = decodeJson(inner, given);
    if (isFault(result)) return fault(`has a \`${name}\` that ${result.fault}`);
    decoded[name] = result;
  }
  return decoded;
}

function decodePairs(member: MapMember, value: unknown): unknown {
  if (!isObject(value)) return fault("must be a JSON object");
  const entries = Object.entries(value);
  if (entries.length > member.max) return fault(`must have at most ${member.max} pairs`);
  if (entries.some(([, each]) => typeof each !== "string")) {
    return fault("must hold texts only");
  }
  return value;
}

/** Scalars may come as JSON's own or as text: clients differ. */
export function decodeJson(member: Member, value: unknown): unknown {
  switch (member.kind) {
    case "list":
      return decodeList(member, value);
    case "object":
      return decodeObject(member, value);
    case "map":
      return decodePairs(member, value);
    case "string":
      if (typeof value !== "string") return fault("must be text");
      return decodeText(member, value);
    default: {
      const scalar = ["string", "number", "boolean"].includes(typeof value);
      return scalar ? decodeText(member, String(value)) : fault("must be a single value");
    }
  }
}
