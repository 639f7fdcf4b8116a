// The specification a second time: condition operators and their values. Ranges are compared as rows of bits, dates
// by the platform's calendar, decimals as big integers: nothing here is shared with `src/`, nor as fast.
import { isIPv4, isIPv6 } from "node:net";

interface Row {
  type: string;
  compare: "=" | "<" | "<=" | ">" | ">=" | "like" | "fold" | "in";
  not: boolean;
}

/** The table of section "Operators": 21 rows. */
export const OPERATORS: Record<string, Row> = {
  StringEquals: { type: "string", compare: "=", not: false },
  StringNotEquals: { type: "string", compare: "=", not: true },
  StringEqualsIgnoreCase: { type: "string", compare: "fold", not: false },
  StringNotEqualsIgnoreCase: { type: "string", compare: "fold", not: true },
  StringLike: { type: "string", compare: "like", not: false },
  StringNotLike: { type: "string", compare: "like", not: true },
  NumericEquals: { type: "number", compare: "=", not: false },
  NumericNotEquals: { type: "number", compare: "=", not: true },
  NumericLessThan: { type: "number", compare: "<", not: false },
  NumericLessThanEquals: { type: "number", compare: "<=", not: false },
  NumericGreaterThan: { type: "number", compare: ">", not: false },
  NumericGreaterThanEquals: { type: "number", compare: ">=", not: false },
  DateEquals: { type: "date", compare: "=", not: false },
  DateNotEquals: { type: "date", compare: "=", not: true },
  DateLessThan: { type: "date", compare: "<", not: false },
  DateLessThanEquals: { type: "date", compare: "<=", not: false },
  DateGreaterThan: { type: "date", compare: ">", not: false },
  DateGreaterThanEquals: { type: "date", compare: ">=", not: false },
  Bool: { type: "boolean", compare: "=", not: false },
  IpAddress: { type: "ip", compare: "in", not: false },
  NotIpAddress: { type: "ip", compare: "in", not: true },
};

/** Nanoseconds since 1970 by the platform's own calendar: a day that does not exist reads back as another. */
function nanoseconds(text: string): bigint | null {
  const form = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;
  const parts = form.exec(text);
  if (parts === null || (parts[3] !== undefined && parts[2] === undefined)) return null;
  const local = `${parts[1]}${parts[2] ?? ":00"}`;
  const zone = parts[4] ?? "Z";
  const milliseconds = Date.parse(`${local}Z`);
  if (Number.isNaN(milliseconds)) return null;
  if (new Date(milliseconds).toISOString().slice(0, 19) !== local) return null;
  let shift = 0;
  if (zone !== "Z") {
    const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4))];
    if (hours > 23 || minutes > 59) return null;
    shift = (zone[0] === "-" ? -1 : 1) * (hours * 60 + minutes) * 60_000;
  }
  return BigInt(milliseconds - shift) * 1_000_000n + BigInt((parts[3] ?? "").padEnd(9, "0"));
}

/** Two decimals as integers of one scale. */
function scaled(left: string, right: string): [bigint, bigint] {
  const places = Math.max(...[left, right].map((text) => (text.split(".")[1] ?? "").length));
  const integer = (text: string): bigint => {
    const [whole = "", fraction = ""] = text.split(".");
    return (
      BigInt(whole.replace("-", "") + fraction.padEnd(places, "0")) * (text[0] === "-" ? -1n : 1n)
    );
  };
  return [integer(left), integer(right)];
}

const binary = (value: number, width: number): string => value.toString(2).padStart(width, "0");

/** An address as its bits, 32 or 128 of them. */
function bitsOf(address: string): string | null {
  if (isIPv4(address)) {
    return address
      .split(".")
      .map((byte) => binary(Number(byte), 8))
      .join("");
  }
  if (!isIPv6(address) || address.includes("%")) return null;
  const plain = address.replace(/[\d.]+$/, (end) => {
    const bits = isIPv4(end) ? bitsOf(end) : null;
    if (bits === null) return end;
    return [bits.slice(0, 16), bits.slice(16)]
      .map((half) => Number.parseInt(half, 2).toString(16))
      .join(":");
  });
  const [front, back] = plain
    .split("::")
    .map((side) => side.split(":").filter((part) => part !== ""));
  const missing = 8 - (front?.length ?? 0) - (back?.length ?? 0);
  const groups = [...(front ?? []), ...Array<string>(missing).fill("0"), ...(back ?? [])];
  return groups.map((group) => binary(Number.parseInt(group, 16), 16)).join("");
}

const MAPPED = "0".repeat(80) + "1".repeat(16);

/** The leading bits of a range and its family; a range inside ::ffff:0:0/96 is one of IPv4. */
function range(text: string): [family: number, bits: string] | null {
  const [address = "", prefix, more] = text.split("/");
  const bits = bitsOf(address);
  if (bits === null || more !== undefined) return null;
  if (prefix !== undefined && (String(Number(prefix)) !== prefix || Number(prefix) < 0))
    return null;
  const length = Number(prefix ?? bits.length);
  if (!Number.isInteger(length) || length > bits.length) return null;
  const leading = bits.slice(0, length);
  if (bits.length === 128 && leading.startsWith(MAPPED)) return [4, leading.slice(96)];
  return [bits.length === 128 ? 6 : 4, leading];
}

/** Whether a text can be read as a value of this type, in a policy or in a request. */
export function readable(type: string, text: string, isInPolicy: boolean): boolean {
  if (type === "number") return /^-?\d+(\.\d+)?$/.test(text);
  if (type === "date") return nanoseconds(text) !== null;
  if (type === "boolean") return text === "true" || text === "false";
  if (type === "ip") return range(text) !== null && (isInPolicy || !text.includes("/"));
  return true;
}

/** `*` is any run of characters and `?` is one, by a regular expression. */
export function like(pattern: string, text: string): boolean {
  const source = [...pattern]
    .map((sign) => (sign === "*" ? "[\\s\\S]*" : sign === "?" ? "[\\s\\S]" : RegExp.escape(sign)))
    .join("");
  return new RegExp(`^${source}$`, "u").test(text);
}

/** One sign against one sign, as Java's `equalsIgnoreCase` does it. */
export function sameIgnoringCase(left: string, right: string): boolean {
  const one = (changed: string, sign: string): string =>
    [...changed].length === 1 ? changed : sign;
  const upper = (sign: string): string => one(sign.toUpperCase(), sign);
  const lower = (sign: string): string => one(sign.toLowerCase(), sign);
  const [some, others] = [[...left], [...right]];
  return (
    some.length === others.length &&
    some.every((sign, index) => {
      const other = others[index] ?? "";
      return (
        sign === other || upper(sign) === upper(other) || lower(upper(sign)) === lower(upper(other))
      );
    })
  );
}

/** One value of the request against one of the policy; null when either cannot be read. */
export function compare(operator: string, requested: string, written: string): boolean | null {
  const row = OPERATORS[operator];
  if (row === undefined) throw new Error(`no operator ${operator}`);
  if (!readable(row.type, requested, false) || !readable(row.type, written, true)) return null;
  if (row.compare === "like") return like(written, requested);
  if (row.compare === "fold") return sameIgnoringCase(written, requested);
  if (row.compare === "in") {
    const [one, other] = [range(requested), range(written)];
    return one?.[0] === other?.[0] && (one?.[1] ?? "").startsWith(other?.[1] ?? "");
  }
  if (row.type === "string" || row.type === "boolean") return requested === written;
  const [left, right] =
    row.type === "date"
      ? [nanoseconds(requested) ?? 0n, nanoseconds(written) ?? 0n]
      : scaled(requested, written);
  if (row.compare === "=") return left === right;
  if (row.compare === "<") return left < right;
  if (row.compare === "<=") return left <= right;
  if (row.compare === ">") return left > right;
  return left >= right;
}
