// `coffer policy explain|test`: what policy files decide, and why, without a server.

import type { PolicyKind, PolicySet } from "@coffer/policy";
import {
  compile,
  decide,
  explain,
  type NamedPolicy,
  PolicyError,
  parsePolicy,
} from "@coffer/policy";
import { Failure } from "../failure.ts";
import { type Language, languageOf } from "../language.ts";
import { readContent } from "../members.ts";
import type { CommandLine } from "../read-words.ts";
import { suggest } from "../suggest.ts";
import type { Terminal } from "../terminal.ts";
import type { RunCommand } from "./command.ts";
import { runPolicyCases } from "./policy-cases.ts";
import { type GivenQuestion, kindOfPolicyOn, questionOf } from "./policy-question.ts";

/** @throws Failure 1 that names the file, the place in it and the fault */
function read(path: string, kind: PolicyKind): NamedPolicy {
  try {
    return { name: path, policy: compile(parsePolicy(readContent(path), kind)) };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new Failure(1, `${path}: ${error.path}: ${error.detail}`);
  }
}

function contextOf(text: string): Record<string, string> {
  const pairs = text.split(",").map((part): [string, string] => {
    const equals = part.indexOf("=");
    if (equals > 0) return [part.slice(0, equals).trim(), part.slice(equals + 1)];
    throw new Failure(
      1,
      `\`${part}\` in --context must be a key and a value: \`acs:SourceIp=10.0.0.1\``,
    );
  });
  return Object.fromEntries(pairs);
}

function given({ members }: CommandLine): GivenQuestion {
  const context = members.get("context");
  return {
    action: members.get("action"),
    resources: (members.get("resource") ?? "").split(",").filter((each) => each !== ""),
    caller: members.get("caller"),
    context: context === undefined ? {} : contextOf(context),
  };
}

/** Decides any question by the files that the command line names. */
function policiesOf({ positionals, members }: CommandLine) {
  const files = positionals.slice(2);
  if (files.length === 0) throw new Failure(1, "no policy file is given");
  const identity = files.map((path) => read(path, "identity"));
  const session = members.get("session");
  const onResource = members.get("resource-policy");
  const common = {
    identity,
    ...(session === undefined ? {} : { session: read(session, "session") }),
  };
  return (resources: readonly string[]): PolicySet => {
    if (onResource === undefined) return common;
    const carried = resources.map((resource): [string, NamedPolicy] => [
      resource,
      read(onResource, kindOfPolicyOn(resource)),
    ]);
    return { ...common, resource: new Map(carried) };
  };
}

function answer(line: CommandLine, language: Language) {
  const policies = policiesOf(line);
  return (asked: GivenQuestion) => {
    const question = questionOf(asked);
    const decision = decide(question, policies(question.resources));
    return { effect: decision.effect, sentences: explain(decision, language) };
  };
}

function runExplain(line: CommandLine, terminal: Terminal): number {
  const language = languageOf(line.flags, terminal.environment);
  terminal.print(`${answer(line, language)(given(line)).sentences}\n`);
  return 0;
}

function runTest(line: CommandLine, terminal: Terminal): number {
  const language = languageOf(line.flags, terminal.environment);
  const decideCase = answer(line, language);
  const cases = line.members.get("cases");
  if (cases !== undefined) return runPolicyCases({ cases, decideCase }, terminal);
  const { effect } = decideCase(given(line));
  terminal.print(`${effect}\n`);
  return effect === "Allow" ? 0 : 1;
}

/** `explain` prints sentences; `test` prints decisions, and exits with 1 unless all are as expected. */
export const policy: RunCommand = async (line, terminal) => {
  const [, word = ""] = line.positionals;
  if (word === "explain") return runExplain(line, terminal);
  if (word === "test") return runTest(line, terminal);
  const suggestions = suggest(word, ["explain", "test"]);
  throw new Failure(2, "usage: coffer policy explain|test <file>…", { suggestions });
};
