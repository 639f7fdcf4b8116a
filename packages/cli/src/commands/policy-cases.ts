// A file of cases for `coffer policy test`: what policies are expected to decide, so that a change which grants too
// much or too little is found before it is in force.
import { Failure } from "../failure.ts";
import { readContent } from "../members.ts";
import type { Terminal } from "../terminal.ts";
import type { GivenQuestion } from "./policy-question.ts";

/** What `expect` may say; `Deny` is any denial. */
const EXPECTATIONS = ["Allow", "Deny", "ExplicitDeny", "ImplicitDeny"] as const;
type Expectation = (typeof EXPECTATIONS)[number];

interface Case extends GivenQuestion {
  readonly name: string;
  readonly expect: Expectation;
}

const MEMBERS = ["name", "action", "resource", "caller", "context", "expect"];

const isText = (value: unknown): value is string => typeof value === "string";
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

function contextOf(value: unknown, fault: (what: string) => Failure): GivenQuestion["context"] {
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw fault("`context` must be an object of keys and values");
  }
  for (const [key, each] of Object.entries(value)) {
    if (!isText(each) && !isTexts(each)) throw fault(`\`context.${key}\` must be text or a list`);
  }
  return { ...value };
}

function readCase(path: string, entry: unknown, index: number): Case {
  const fault = (what: string): Failure => new Failure(1, `${path}: case ${index + 1}: ${what}`);
  if (typeof entry !== "object" || entry === null) throw fault("it must be an object");
  const members = new Map<string, unknown>(Object.entries(entry));
  const unknown = [...members.keys()].find((name) => !MEMBERS.includes(name));
  if (unknown !== undefined) throw fault(`\`${unknown}\` is not one of ${MEMBERS.join(", ")}`);
  const text = (name: string): string | undefined => {
    const value = members.get(name);
    if (value !== undefined && !isText(value)) throw fault(`\`${name}\` must be text`);
    return value;
  };
  const resource = members.get("resource");
  const resources = isText(resource) ? [resource] : resource;
  if (!isTexts(resources)) throw fault("`resource` must be an ARN or a list of them");
  const [action, caller] = [text("action"), text("caller")];
  const expect = EXPECTATIONS.find((each) => each === text("expect"));
  if (expect === undefined) throw fault(`\`expect\` must be one of ${EXPECTATIONS.join(", ")}`);
  const name = text("name") ?? `${action} on ${resources.join(", ")}`;
  return {
    name,
    expect,
    action,
    resources,
    caller,
    context: contextOf(members.get("context"), fault),
  };
}

function readCases(path: string): Case[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readContent(path));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(1, `the file \`${path}\` is not valid JSON`);
  }
  if (!Array.isArray(parsed) || parsed.length === 0) {
    throw new Failure(1, `the file \`${path}\` must hold a list of cases`);
  }
  return parsed.map((entry, index) => readCase(path, entry, index));
}

interface Decided {
  readonly effect: Exclude<Expectation, "Deny">;
  readonly sentences: string;
}

const holds = (expect: Expectation, { effect }: Decided): boolean =>
  expect === "Deny" ? effect !== "Allow" : effect === expect;

/** Prints a line for each case and why for those that do not hold; the exit code is 1 if any. */
export function runPolicyCases(
  given: { readonly cases: string; readonly decideCase: (question: GivenQuestion) => Decided },
  terminal: Terminal,
): number {
  const cases = readCases(given.cases);
  let failed = 0;
  for (const each of cases) {
    const decided = given.decideCase(each);
    if (holds(each.expect, decided)) {
      terminal.print(`ok    ${each.name}\n`);
      continue;
    }
    failed += 1;
    terminal.print(`FAIL  ${each.name}\n      expected ${each.expect}: ${decided.sentences}\n`);
  }
  terminal.print(`${cases.length - failed} of ${cases.length} hold\n`);
  return failed === 0 ? 0 : 1;
}
