// Decodes one member from the text of a parameter.
import type {
  BooleanMember,
  ChoiceMember,
  IntegerMember,
  JsonMember,
  Member,
  StringMember,
} from "@coffer/contract";
import { type Fault, fault, isFault } from "./fault.ts";
import { parseJson } from "./json-members.ts";

const patterns = new Map<string, RegExp>();

/** The pattern of a whole value, compiled once. Patterns come from the contract, never from a caller. */
function whole(pattern: string): RegExp {
  let found = patterns.get(pattern);
  if (found === undefined) {
    found = new RegExp(`^(?:${pattern})$`);
    patterns.set(pattern, found);
  }
  return found;
}

/** Characters as people count them: a sign beyond U+FFFF is one, though it has the length 2. */
export function countCharacters(text: string): number {
  let pairs = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0xd800 && code <= 0xdbff) pairs += 1;
  }
  return text.length - pairs;
}

export function decodeString(member: StringMember, text: string): string | Fault {
  const bytes = member.unit === "bytes";
  const length = bytes ? Buffer.byteLength(text, "utf8") : countCharacters(text);
  const unit = bytes ? "bytes" : "characters";
  if (length > member.max) return fault(`must have at most ${member.max} ${unit}`, "length");
  if (length < (member.min ?? 0))
    return fault(`must have at least ${member.min} ${unit}`, "length");
  if (!member.secret && text.includes("\0"))
    return fault("must not hold the character NUL", "pattern");
  if (member.pattern !== undefined && !whole(member.pattern).test(text)) {
    return fault(`must match \`${member.pattern}\``, "pattern");
  }
  return text;
}

function decodeInteger(member: IntegerMember, text: string): number | Fault {
  const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= member.min && value <= member.max) return value;
  return fault(`must be a whole number from ${member.min} to ${member.max}`);
}

export function decodeBoolean(_member: BooleanMember, text: string): boolean | Fault {
  if (/^true$/i.test(text)) return true;
  if (/^false$/i.test(text)) return false;
  return fault("must be `true` or `false`");
}

export function decodeChoice(member: ChoiceMember, text: string): string | Fault {
  if (member.of.includes(text)) return text;
  return fault(`must be one of ${member.of.join(", ")}`);
}

function decodeJsonText(member: JsonMember, text: string): string | Fault {
  if (Buffer.byteLength(text, "utf8") > member.max) {
    return fault(`must have at most ${member.max} bytes`);
  }
  const parsed = parseJson(text);
  return isFault(parsed) ? parsed : text;
}

/** Lists, maps and objects are not decoded here. */
export function decodeText(member: Member, text: string): unknown {
  switch (member.kind) {
    case "string":
      return decodeString(member, text);
    case "integer":
      return decodeInteger(member, text);
    case "boolean":
      return decodeBoolean(member, text);
    case "choice":
      return decodeChoice(member, text);
    case "json":
      return decodeJsonText(member, text);
    default:
      return fault("must be JSON");
  }
}
