// The names that a request's members hold.
type Values = Readonly<Record<string, unknown>>;

function memberOf(value: unknown, name: string): unknown {
  const has = typeof value === "object" && value !== null && Object.hasOwn(value, name);
  return has ? (value as Values)[name] : undefined;
}

/** One name, or those of a list; `SecretsList.SecretName` is a member of each item. */
export function namesIn(members: unknown, path: string): readonly string[] {
  const dot = path.indexOf(".");
  const value = memberOf(members, dot === -1 ? path : path.slice(0, dot));
  // Nearly always one name.
  if (typeof value === "string") return dot === -1 && value !== "" ? [value] : [];
  const found = Array.isArray(value) ? value : [value];
  if (dot !== -1) return found.flatMap((each) => namesIn(each, path.slice(dot + 1)));
  return found.filter((value): value is string => typeof value === "string" && value !== "");
}
