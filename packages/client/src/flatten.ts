// Members of a request as the wire's text parameters, by the row's shapes.
import type { Member, Members } from "@coffer/contract";

function flattenMember(name: string, member: Member, value: unknown): [string, string][] {
  if (member.kind === "list" && member.wire === "indexed" && Array.isArray(value)) {
    return value.flatMap((item, index) => {
      const place = `${name}.${index + 1}`;
      if (typeof item !== "object" || item === null) return [[place, String(item)]];
      return Object.entries(item).map(([field, each]): [string, string] => [
        `${place}.${field}`,
        String(each),
      ]);
    });
  }
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return [[name, text]];
}

/** Absent members are left out; members that the row does not have are refused. */
export function flatten(
  members: Members,
  request: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const pairs = Object.entries(request).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (member === undefined) throw new TypeError(`\`${name}\` is not a member of the operation`);
    return flattenMember(name, member, value);
  });
  return Object.fromEntries(pairs);
}
