// The names that a request's members hold.
type Values = Readonly<Record<string, unknown>>;

/** One name, or those of a list; `SecretsList.SecretName` is a member of each item. */
export function namesIn(members: Values, path: string): readonly string[] {
  let found: readonly unknown[] = [members];
  for (const part of path.split(".")) {
    found = found.flatMap((value) => {
      const has = typeof value === "object" && value !== null && Object.hasOwn(value, part);
      return has ? (value as Values)[part] : undefined;
    });
  }
  return found.filter((value): value is string => typeof value === "string" && value !== "");
}
