// The names that an operation's members have on the command line and on the wire.
import type { Member, Members } from "@coffer/contract";

/** One name: `KeyId`, or the pattern of a list: `Tag.n.Key`. */
export interface MemberName {
  readonly name: string;
  readonly member: Member;
}

/** As help shows them: lists as `ResourceId.n`, `Tag.n.Key`. */
export function memberNames(members: Members): MemberName[] {
  return Object.entries(members).flatMap(([name, member]) => {
    if (member.kind !== "list" || member.wire !== "indexed") return [{ name, member }];
    if (member.of.kind !== "object") return [{ name: `${name}.n`, member }];
    const fields = Object.keys(member.of.members);
    return fields.map((field) => ({ name: `${name}.n.${field}`, member }));
  });
}

/** Whether a word names a member, also an item of a list or a part of an object. */
export function isMemberOf(members: Members, word: string): boolean {
  const [base = "", ...rest] = word.split(".");
  const member = Object.hasOwn(members, base) ? members[base] : undefined;
  if (member === undefined) return false;
  if (rest.length === 0) return true;
  if (member.kind === "map" || (member.kind === "json" && member.as === "map")) return true;
  if (member.kind !== "list" || member.wire !== "indexed") return false;
  if (member.of.kind !== "object") return rest.length === 1;
  return rest.length === 2 && Object.hasOwn(member.of.members, rest[1] ?? "");
}
