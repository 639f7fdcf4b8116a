// One statement: effect, actions, resources, principals, condition, Sid.
import type { ConditionEntry } from "./condition.ts";
import { type Json, memberPath } from "./json-text.ts";
import { KINDS } from "./kinds.ts";
import { OPERATORS } from "./operators.ts";
import { membersOf, type Placed, scalarOf, stringOf, stringsOf } from "./parse-value.ts";
import type { Effect, Statement } from "./policy.ts";
import { PolicyFinding, type PolicyKind } from "./policy-error.ts";
import { type Principal, principalMember, readPrincipal } from "./principal.ts";

const ACTION = /^(?:\*|[A-Za-z0-9_.*?-]+:[A-Za-z0-9_.*?/-]+)$/;
const RESOURCE = /^acs:([^:]+):([^:]*):([^:]*):(.+)$/s;
const SID = /^[A-Za-z0-9_/+=.@ -]{0,128}$/;
// `service:name`, and behind a `/` whatever the key of a tag may be.
const CONDITION_KEY = /^[A-Za-z0-9_-]+:[A-Za-z0-9_.-]+(?:\/.+)?$/s;

type Members = ReadonlyMap<string, Json>;

/** A member that must be there. */
function required(members: Members, name: string, path: string): Json {
  const value = members.get(name);
  if (value !== undefined) return value;
  const detail = `The policy element \`${name}\` is missing.`;
  throw new PolicyFinding("MissingMember", memberPath(path, name), detail);
}

function readEffect(members: Members, path: string): Effect {
  const effect = required(members, "Effect", path);
  if (effect === "Allow" || effect === "Deny") return effect;
  throw new PolicyFinding("WrongEffect", `${path}.Effect`, "`Effect` must be `Allow` or `Deny`.");
}

function readActions(
  members: Members,
  path: string,
  kind: PolicyKind,
): Pick<Statement, "actions" | "isNotAction"> {
  const isNotAction = members.has("NotAction");
  if (isNotAction && members.has("Action")) {
    const detail = "`Action` and `NotAction` exclude each other.";
    throw new PolicyFinding("ActionAndNotAction", `${path}.NotAction`, detail);
  }
  const name = isNotAction ? "NotAction" : "Action";
  const actions = stringsOf(required(members, name, path), `${path}.${name}`);
  for (const action of actions) checkAction(action, kind);
  return { actions: actions.map(({ value }) => value), isNotAction };
}

function checkAction({ value, path }: Placed, kind: PolicyKind): void {
  const isForKind = !KINDS[kind].isResourcePolicy || /^kms:/i.test(value);
  if (isForKind && ACTION.test(value)) return;
  const expected = KINDS[kind].isResourcePolicy ? "`kms:Name`" : "`*` or `service:Name`";
  const detail = `The action \`${value}\` is not valid: ${expected} is expected.`;
  throw new PolicyFinding("WrongAction", path, detail);
}

/** The pattern with `*` in place of a region or account that is left empty. */
function readResource({ value, path }: Placed, kind: PolicyKind): string {
  if (value === "*") return value;
  const match = KINDS[kind].resource === "patterns" ? RESOURCE.exec(value) : null;
  if (match !== null) {
    const [, service, region, account, rest] = match;
    return `acs:${service}:${region || "*"}:${account || "*"}:${rest}`;
  }
  const expected =
    KINDS[kind].resource === "any" ? "`*`" : "`*` or `acs:service:region:account:name`";
  const detail = `The resource \`${value}\` is not valid: ${expected} is expected.`;
  throw new PolicyFinding("WrongResource", path, detail);
}

function readPrincipals(json: Json, path: string, kind: PolicyKind): Principal[] {
  const members = [...membersOf(json, path)];
  if (members.length === 0) {
    throw new PolicyFinding("Empty", path, "`Principal` must name somebody.");
  }
  return members.flatMap(([name, list]) => {
    const here = memberPath(path, name);
    const member = principalMember(kind, name);
    if (member === undefined) {
      const detail = `The kind of principal \`${name}\` is not supported here.`;
      throw new PolicyFinding("UnknownMember", here, detail);
    }
    return stringsOf(list, here).map(({ value, path: place }) => {
      const principal = readPrincipal(kind, member, value);
      if (principal !== undefined) return principal;
      const detail = `The principal \`${value}\` is not valid.`;
      throw new PolicyFinding("WrongPrincipal", place, detail);
    });
  });
}

function refuseOperator(name: string, path: string): never {
  const word = name === "Null" || name.endsWith("IfExists") ? "IfExists/Null" : name;
  const detail = `The condition operator '${word}' is not supported`;
  throw new PolicyFinding("UnknownOperator", path, detail);
}

function readEntry(operator: string, path: string, [key, json]: [string, Json]): ConditionEntry {
  const here = memberPath(path, key);
  if (!CONDITION_KEY.test(key)) {
    const detail = `The condition key \`${key}\` is not valid: \`service:name\` is expected.`;
    throw new PolicyFinding("WrongConditionKey", here, detail);
  }
  const row = OPERATORS.get(operator) ?? refuseOperator(operator, path);
  const values = stringsOf(json, here, scalarOf);
  for (const { value, path: place } of values) {
    if (row.compile(value) !== undefined) continue;
    const detail = `The value \`${value}\` is not valid for \`${operator}\`: ${row.expects} is expected.`;
    throw new PolicyFinding("WrongConditionValue", place, detail);
  }
  return { operator, key, values: values.map(({ value }) => value) };
}

function readConditions(json: Json | undefined, path: string): ConditionEntry[] {
  if (json === undefined) return [];
  const operators = [...membersOf(json, path)];
  // An empty condition would hold always: rather a mistake than a wish.
  if (operators.length === 0) {
    throw new PolicyFinding("Empty", path, "`Condition` must hold an operator.");
  }
  return operators.flatMap(([operator, keys]) => {
    const here = memberPath(path, operator);
    if (!OPERATORS.has(operator)) refuseOperator(operator, here);
    const entries = [...membersOf(keys, here)];
    if (entries.length === 0) {
      throw new PolicyFinding("Empty", here, `\`${operator}\` must hold a condition key.`);
    }
    return entries.map((entry) => readEntry(operator, here, entry));
  });
}

function readSid(json: Json | undefined, path: string, kind: PolicyKind): string | undefined {
  if (json === undefined) return undefined;
  const sid = stringOf(json, path);
  if (!KINDS[kind].isResourcePolicy || SID.test(sid)) return sid;
  const detail = "`Sid` must be at most 128 letters, digits, spaces and signs of `_/+=.@-`.";
  throw new PolicyFinding("WrongSid", path, detail);
}

/** @throws PolicyFinding when it is no statement of a policy of this kind */
export function readStatement(json: Json, path: string, kind: PolicyKind): Statement {
  const { hasPrincipal, resource } = KINDS[kind];
  const members = membersOf(json, path, [
    ...["Effect", "Action", "NotAction", "Condition", "Sid"],
    ...(hasPrincipal ? ["Principal"] : []),
    ...(resource === "none" ? [] : ["Resource"]),
  ]);
  const sid = readSid(members.get("Sid"), `${path}.Sid`, kind);
  const statement = {
    effect: readEffect(members, path),
    ...readActions(members, path, kind),
    conditions: readConditions(members.get("Condition"), `${path}.Condition`),
    ...(sid === undefined ? {} : { sid }),
  };
  const resources = (): Placed[] =>
    stringsOf(required(members, "Resource", path), `${path}.Resource`);
  const principals = (): Principal[] =>
    readPrincipals(required(members, "Principal", path), `${path}.Principal`, kind);
  return {
    ...statement,
    ...(resource === "none"
      ? {}
      : { resources: resources().map((placed) => readResource(placed, kind)) }),
    ...(hasPrincipal ? { principals: principals() } : {}),
  };
}
