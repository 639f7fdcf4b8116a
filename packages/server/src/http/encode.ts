// Encodes a handler's answer by the row's shape: only declared members leave, what is not declared is reported.
import type { Member, Members } from "@coffer/contract";

type Answer = Readonly<Record<string, unknown>>;

function encodeMember(member: Member, value: unknown, undeclared: string[]): unknown {
  if (member.kind === "object" && typeof value === "object" && value !== null) {
    return encodeMembers(member.members, value as Answer, undeclared); // an object's shape
  }
  if (member.kind === "list" && Array.isArray(value)) {
    const { of } = member;
    if (of.kind !== "object" && of.kind !== "list") return value;
    return value.map((item) => encodeMember(of, item, undeclared));
  }
  return value;
}

/** `undeclared` receives the names of members that the shape does not have. */
export function encodeMembers(members: Members, answer: Answer, undeclared: string[]): Answer {
  const encoded: Record<string, unknown> = {};
  for (const name of Object.keys(answer)) {
    const value = answer[name];
    if (value === undefined) continue;
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (member === undefined) undeclared.push(name);
    else encoded[name] = encodeMember(member, value, undeclared);
  }
  return encoded;
}
