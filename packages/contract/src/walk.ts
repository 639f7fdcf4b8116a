// The one walker over shapes, for pages, help and masking.
import type { Member, Members } from "./shape.ts";

/** Visits every member, outer ones first. `path` is as upstream writes it: `SecretList.Secret[].SecretName`. */
export function walkMembers(
  members: Members,
  visit: (path: string, member: Member) => void,
  prefix = "",
): void {
  for (const [name, member] of Object.entries(members))
    walkMember(`${prefix}${name}`, member, visit);
}

function walkMember(
  path: string,
  member: Member,
  visit: (path: string, member: Member) => void,
): void {
  visit(path, member);
  if (member.kind === "object") walkMembers(member.members, visit, `${path}.`);
  if (member.kind === "list" && member.of.kind === "object") {
    walkMembers(member.of.members, visit, `${path}[].`);
  }
}

const MASK = "****";

/**
 * A copy of a request or answer as the audit has it: secret members masked, those that are not recorded and undeclared
 * ones left out.
 */
export function maskSecrets(
  members: Members,
  value: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const masked: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (member === undefined || member.recorded === false || value[name] === undefined) continue;
    masked[name] = maskMember(member, value[name]);
  }
  return masked;
}

function maskMember(member: Member, value: unknown): unknown {
  if (member.secret) return MASK;
  if (member.kind === "object" && typeof value === "object" && value !== null) {
    // An object's shape.
    return maskSecrets(member.members, value as Readonly<Record<string, unknown>>);
  }
  if (member.kind === "list" && Array.isArray(value)) {
    return value.map((item) => maskMember(member.of, item));
  }
  return value;
}
