// The names that a request's members hold.
type Values = Readonly<Record<string, unknown>>;

/** One name, or those of a list; `SecretsList.SecretName` is a member of each item. */
export function namesIn(members: Values, path: string): readonly string[] {
  const found = path.split(".").reduce<readonly unknown[]>(
    (values, part) =>
      values.flatMap((value) => {
        const inner = typeof value === "object" && value !== null ? { ...value } : {};
        const own = Object.hasOwn(inner, part) ? (inner as Values)[part] : undefined;
        return Array.isArray(own) ? own : [own];
      }),
    [members],
  );
  return found.filter((value): value is string => typeof value === "string" && value !== "");
}
