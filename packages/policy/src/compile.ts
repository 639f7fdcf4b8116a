// A policy made ready for questions: patterns become matchers, values of conditions are read once. Whether a statement
// applies to a question is answered here; what follows from several statements is decide.ts.
import { type ContextValues, compileCondition } from "./condition.ts";
import { foldAscii } from "./fold-case.ts";
import { compileGlob } from "./glob.ts";
import type { Effect, Policy, Statement } from "./policy.ts";
import type { PolicyKind } from "./policy-error.ts";
import { type Caller, principalMatches } from "./principal.ts";
import { canResourcePolicyAllow } from "./supported-actions.ts";

/** One action on one resource. */
export interface Question {
  /** In lower case; several only where the language knows two names for one act. */
  readonly actions: readonly string[];
  readonly resource: string;
  readonly caller: Caller;
  /** The account that owns the resource. */
  readonly owner: string;
  readonly context: ContextValues;
}

export interface CompiledStatement {
  readonly effect: Effect;
  readonly sid: string | undefined;
  readonly applies: (question: Question) => boolean;
}

export interface CompiledPolicy {
  readonly kind: PolicyKind;
  readonly statements: readonly CompiledStatement[];
}

type Part = (question: Question) => boolean;

const ALWAYS: Part = () => true;

function compileActions({ actions, isNotAction }: Statement): Part {
  const matchers = actions.map((action) => compileGlob(foldAscii(action)));
  return (question) =>
    question.actions.some((action) => matchers.some((matches) => matches(action))) !== isNotAction;
}

function compileResources({ resources }: Statement): Part {
  if (resources === undefined) return ALWAYS;
  const matchers = resources.map(compileGlob);
  return ({ resource }) => matchers.some((matches) => matches(resource));
}

function compilePrincipals({ principals, effect }: Statement, kind: PolicyKind): Part {
  if (principals === undefined) return ALWAYS;
  return ({ caller, owner }) =>
    principals.some((principal) => principalMatches(principal, caller, { kind, effect, owner }));
}

function compileEffect({ effect }: Statement, kind: PolicyKind): Part {
  if (effect === "Deny" || (kind !== "key" && kind !== "secret")) return ALWAYS;
  return ({ actions, caller, owner }) =>
    actions.some((action) => canResourcePolicyAllow(kind, action, caller.account !== owner));
}

function compileConditions({ conditions, effect }: Statement): Part {
  if (conditions.length === 0) return ALWAYS;
  const test = compileCondition(conditions);
  // Fail closed: what nobody knows lets a Deny apply and an Allow not.
  return ({ context }) => test(context) ?? effect === "Deny";
}

function compileStatement(statement: Statement, kind: PolicyKind): CompiledStatement {
  const parts = [
    compileActions(statement),
    compileResources(statement),
    compilePrincipals(statement, kind),
    compileEffect(statement, kind),
    compileConditions(statement),
  ].filter((part) => part !== ALWAYS);
  return {
    effect: statement.effect,
    sid: statement.sid,
    applies: (question) => parts.every((part) => part(question)),
  };
}

/** Work done once for each policy; `createPolicyCache` keeps what was compiled. */
export function compile(policy: Policy): CompiledPolicy {
  const { kind, statements } = policy;
  return { kind, statements: statements.map((statement) => compileStatement(statement, kind)) };
}
