// Whether an answer is what a scenario says: objects by the members that are named, lists wholly, scalars as text,
// since clients give numbers and booleans the types of their own models.

/** A client that unwraps lists gives `Keys: […]` where the wire has `Keys: {Key: […]}`. */
function unwrapped(actual: unknown, name: string): unknown {
  if (Array.isArray(actual)) return actual;
  return (actual as Record<string, unknown> | null | undefined)?.[name];
}

/** The value at a path such as `Keys.Key.0.KeyId`, or undefined; the empty path is the whole. */
export function valueAt(body: unknown, path: string): unknown {
  if (path === "") return body;
  return path.split(".").reduce<unknown>((inner, name) => {
    if (Array.isArray(inner)) return /^\d+$/.test(name) ? inner[Number(name)] : inner;
    return (inner as Record<string, unknown> | null | undefined)?.[name];
  }, body);
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === "";

type Rule = (wanted: never, actual: unknown) => boolean;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const RULES: Readonly<Record<string, Rule>> = {
  $matches: (pattern: string, actual) =>
    typeof actual === "string" && new RegExp(pattern, "u").test(actual),
  $length: (length: number, actual) =>
    (Array.isArray(actual) || typeof actual === "string") && actual.length === length,
  /** Missing, null, or the empty text that a client without "missing" gives. */
  $absent: (_wanted, actual) => isAbsent(actual),
  /** A list that may be missing when it is empty, as clients without nulls leave it out. */
  $empty: (_wanted, actual) => isAbsent(actual) || (Array.isArray(actual) && actual.length === 0),
  $has: (wanted: readonly unknown[], actual) =>
    wanted.every((item) => listOf(actual).some((other) => differences(item, other).length === 0)),
  /** The same elements in any order. */
  $unordered: (wanted: readonly unknown[], actual) =>
    listOf(actual).length === wanted.length && RULES.$has?.(wanted as never, actual) === true,
  /** A text that is JSON, and as described. */
  $parsed: (wanted: unknown, actual) =>
    typeof actual === "string" && differences(wanted, JSON.parse(actual)).length === 0,
};

/** @returns a sentence for each place where the answer is not as wanted; none when it is */
export function differences(wanted: unknown, actual: unknown, where = "answer"): string[] {
  const differ = () => [`${where}: ${JSON.stringify(actual)} is not ${JSON.stringify(wanted)}`];
  if (Array.isArray(wanted)) {
    if (!Array.isArray(actual) || actual.length !== wanted.length) return differ();
    return wanted.flatMap((item, at) => differences(item, actual[at], `${where}.${at}`));
  }
  if (typeof wanted !== "object" || wanted === null) {
    return String(wanted) === String(actual) ? [] : differ();
  }
  const entries = Object.entries(wanted);
  const [[only, argument] = ["", undefined]] = entries;
  const rule = entries.length === 1 ? RULES[only] : undefined;
  if (rule) return rule(argument as never, actual) ? [] : differ();
  if (only.startsWith("$")) throw new Error(`no rule ${only}`);
  return entries.flatMap(([name, inner]) =>
    differences(inner, unwrapped(actual, name), `${where}.${name}`),
  );
}
