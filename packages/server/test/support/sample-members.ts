// A request that an operation takes, made from its row: what is required, and what names a resource.
import type { Member, Members, Operation, ResourceRule } from "@coffer/contract";

/** The name of a resource of each kind. */
export type SampleNames = Readonly<Partial<Record<ResourceRule["kind"], string>>>;

const TEXTS = [
  ...["sample", "sample-1", "v1", "1", "AQID", "default", "https://id.example.com", "alias/sample"],
  ...["a@example.com", "86-13800000000", "acs:ram::1234567890123456:oidc-provider/sample"],
  ...["123456", "2026-11-24T00:00:00Z", "x".repeat(32), "entries", "0".repeat(40)],
];

function text(name: string, member: Extract<Member, { kind: "string" }>): string {
  const pattern = new RegExp(`^(?:${member.pattern ?? ".*"})$`, "s");
  const min = member.min ?? 0;
  const found = TEXTS.find(
    (each) => each.length >= min && each.length <= member.max && pattern.test(each),
  );
  if (found === undefined) throw new Error(`no sample for \`${name}\`: add one`);
  return found;
}

function value(name: string, member: Member, named: string | undefined): unknown {
  switch (member.kind) {
    case "string":
      return named ?? text(name, member);
    case "integer":
      return member.default ?? Math.max(1, member.min);
    case "boolean":
      return true;
    case "choice":
      return member.of[0];
    case "map":
      return { sample: "value" };
    case "json":
      return '{"Version":"1","Statement":[]}';
    case "list":
      return [value(name, member.of, named)];
    case "object":
      return inside(member.members, named);
  }
}

function inside(members: Members, named: string | undefined): Record<string, unknown> {
  const given = Object.entries(members).filter(([, { optional }]) => !optional);
  return Object.fromEntries(
    given.map(([name, member]) => [name, value(name, member, nameOfMember(name, named))]),
  );
}

/** In items of a list only the member that ends in `Name` names something. */
function nameOfMember(member: string, named: string | undefined): string | undefined {
  return member.endsWith("Name") ? named : undefined;
}

function* parameters(name: string, member: Member, given: unknown): Iterable<[string, string]> {
  if (member.kind === "list" && (member.wire ?? "indexed") === "indexed") {
    for (const [index, item] of (given as readonly unknown[]).entries()) {
      const at = `${name}.${index + 1}`;
      if (typeof item !== "object" || item === null) yield [at, String(item)];
      else for (const [key, inner] of Object.entries(item)) yield [`${at}.${key}`, String(inner)];
    }
    return;
  }
  yield [name, typeof given === "object" ? JSON.stringify(given) : String(given)];
}

/** The parameters of a request of that operation, with those names where it names resources. */
export function sampleMembers(
  { request, resources }: Operation,
  names: SampleNames,
): Record<string, string> {
  const made: Record<string, string> = {};
  for (const [name, member] of Object.entries(request)) {
    const rule = resources.find(
      ({ from, via }) => (from === name || from.startsWith(`${name}.`)) && via !== "ciphertext",
    );
    const named =
      rule && names[rule.kind === "key" && rule.via === "secret" ? "secret" : rule.kind];
    if (member.optional && named === undefined) continue;
    const isChosen = member.kind === "choice" && name === "ResourceType";
    const given = isChosen ? resources[0]?.kind : value(name, member, named);
    for (const [key, each] of parameters(name, member, given)) made[key] = each;
  }
  return made;
}
