// The specification a second time: the grammar. Written from its text and not from `src/`, plain and slow, for tests
// only. A document is a plain object here; the answer is whether it is a policy of that kind.
import { OPERATORS, readable } from "./operators.ts";

export type Kind = "identity" | "session" | "trust" | "key" | "secret";

// biome-ignore lint/suspicious/noExplicitAny: a document is whatever JSON holds until it has been looked at
export type Anything = any;

const isObject = (value: Anything): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A single value and a list of one mean the same. */
export function list(value: Anything): Anything[] {
  return Array.isArray(value) ? value : [value];
}

function onlyMembers(value: Anything, names: string[]): boolean {
  return isObject(value) && Object.keys(value).every((name) => names.includes(name));
}

function isActionList(value: Anything, kind: Kind): boolean {
  const [word, name] = ["[A-Za-z0-9_.*?-]+", "[A-Za-z0-9_.*?/-]+"];
  const everything = kind === "key" || kind === "secret" ? "(?!)" : "\\*";
  const service = kind === "key" || kind === "secret" ? "[kK][mM][sS]" : word;
  return isListOf(value, new RegExp(`^(${everything}|${service}:${name})$`));
}

function isListOf(value: Anything, pattern: RegExp): boolean {
  const items = list(value);
  return items.length > 0 && items.every((item) => typeof item === "string" && pattern.test(item));
}

function isPrincipal(value: Anything, kind: Kind): boolean {
  if (!isObject(value) || Object.keys(value).length === 0) return false;
  const forms: Record<string, RegExp> =
    kind === "trust"
      ? {
          RAM: /^acs:ram::\d+:(root|user\/[^*?/:\s]+|role\/[^*?/:\s]+)$/,
          Service: /^[\w@.-]+\.aliyuncs\.com$/,
          Federated: /^acs:ram::\d+:(saml-provider|oidc-provider)\/[^*?/:\s]+$/,
        }
      : { RAM: /^acs:ram::\d+:(\*|root|user\/[^*?/:\s]+|role\/[^*?/:\s]+)$/ };
  return Object.entries(value).every(([member, names]) => {
    const form = Object.hasOwn(forms, member) ? forms[member] : undefined;
    return form !== undefined && isListOf(names, form);
  });
}

function isConditionValue(operator: string, value: Anything): boolean {
  if (typeof value === "number" && Math.abs(value) > 2 ** 53 - 1) return false;
  if (!["string", "number", "boolean"].includes(typeof value)) return false;
  return readable(OPERATORS[operator]?.type ?? "", String(value), true);
}

function isCondition(value: Anything): boolean {
  if (!isObject(value) || Object.keys(value).length === 0) return false;
  return Object.entries(value).every(([operator, keys]: [string, Anything]) => {
    if (!Object.hasOwn(OPERATORS, operator)) return false;
    if (!isObject(keys) || Object.keys(keys).length === 0) return false;
    return Object.entries(keys).every(
      ([key, values]) =>
        /^[\w-]+:[\w.-]+(\/[\s\S]+)?$/.test(key) &&
        list(values).length > 0 &&
        list(values).every((item) => isConditionValue(operator, item)),
    );
  });
}

function isStatement(value: Anything, kind: Kind): boolean {
  const names = ["Effect", "Action", "NotAction", "Condition", "Sid"];
  const hasPrincipal = kind === "trust" || kind === "key" || kind === "secret";
  if (hasPrincipal) names.push("Principal");
  if (kind !== "trust") names.push("Resource");
  if (!onlyMembers(value, names)) return false;
  if (value.Effect !== "Allow" && value.Effect !== "Deny") return false;
  if ("Action" in value === "NotAction" in value) return false;
  if (!isActionList("Action" in value ? value.Action : value.NotAction, kind)) return false;
  if (hasPrincipal && !isPrincipal(value.Principal, kind)) return false;
  if (kind === "key" || kind === "secret") {
    if (!isListOf(value.Resource, /^\*$/)) return false;
    if ("Sid" in value && !/^[\w/+=.@ -]{0,128}$/.test(value.Sid)) return false;
  } else if (kind !== "trust") {
    if (!isListOf(value.Resource, /^(\*|acs:[^:]+:[^:]*:[^:]*:[\s\S]+)$/)) return false;
  }
  if ("Sid" in value && typeof value.Sid !== "string") return false;
  return "Condition" in value ? isCondition(value.Condition) : true;
}

/** Whether the object is a policy of this kind; its length is not looked at. */
export function isPolicy(document: Anything, kind: Kind): boolean {
  return (
    onlyMembers(document, ["Version", "Statement"]) &&
    document.Version === "1" &&
    Array.isArray(document.Statement) &&
    document.Statement.length > 0 &&
    document.Statement.every((statement: Anything) => isStatement(statement, kind))
  );
}
