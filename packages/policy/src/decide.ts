// The decision. One set of statements: an applicable Deny wins, then an applicable Allow, otherwise nothing was said.
// A request: the owner's root may do everything; a session policy must allow, whatever else does; a Deny on either
// side wins; inside an account one side's Allow is enough, between accounts and for assuming a role both must allow.
import type { Question } from "./compile.ts";
import { readContext } from "./condition.ts";
import type {
  AccessRequest,
  Cause,
  DecidingStatement,
  Decision,
  NamedPolicy,
  PolicySet,
} from "./decision.ts";
import { foldAscii } from "./fold-case.ts";
import type { PolicyKind } from "./policy-error.ts";

const ASSUME_ROLE = "sts:assumerole";

/** Calls that assume a role, with the names under which a trust policy may speak of them. */
const ASSUMING: ReadonlyMap<string, readonly string[]> = new Map([
  [ASSUME_ROLE, [ASSUME_ROLE]],
  ["sts:assumerolewithsaml", [ASSUME_ROLE]],
  ["sts:assumerolewithoidc", [ASSUME_ROLE, "sts:assumerolewithoidc"]],
]);

/** What a set of statements says: the statement that speaks, or nothing. */
type Verdict = DecidingStatement | undefined;

function evaluate(policies: readonly NamedPolicy[], question: Question): Verdict {
  let allow: Verdict;
  for (const { name, policy } of policies) {
    for (const [index, { effect, sid, applies }] of policy.statements.entries()) {
      if ((effect === "Allow" && allow !== undefined) || !applies(question)) continue;
      const place = { kind: policy.kind, policy: name, statement: index, effect };
      const verdict: DecidingStatement = sid === undefined ? place : { ...place, sid };
      if (effect === "Deny") return verdict;
      allow = verdict;
    }
  }
  return allow;
}

type Outcome = Pick<Decision, "effect" | "cause" | "decidedBy">;

function allowed(...verdicts: readonly Verdict[]): Outcome {
  const decidedBy = verdicts.filter((verdict) => verdict !== undefined);
  return { effect: "Allow", cause: "Allowed", decidedBy };
}

function denied(verdict: DecidingStatement): Outcome {
  return { effect: "ExplicitDeny", cause: "Denied", decidedBy: [verdict] };
}

function withheld(cause: Cause): Outcome {
  return { effect: "ImplicitDeny", cause, decidedBy: [] };
}

function ofKinds(named: NamedPolicy | undefined, kinds: readonly PolicyKind[]): NamedPolicy[] {
  return named !== undefined && kinds.includes(named.policy.kind) ? [named] : [];
}

interface Sides {
  readonly question: Question;
  readonly policies: PolicySet;
  /** The question to the trust policy; undefined when no role is assumed. */
  readonly trustQuestion: Question | undefined;
}

function decideOne({ question, policies, trustQuestion }: Sides): Outcome {
  const { caller, owner, resource } = question;
  const isAssuming = trustQuestion !== undefined;
  if (caller.type === "root" && isAssuming) return withheld("RootAssumesNoRole");
  if (caller.type === "root" && caller.account === owner) {
    return { effect: "Allow", cause: "Owner", decidedBy: [] };
  }
  const hasIdentity = caller.type !== "service" && caller.type !== "federated";
  const session = policies.session && evaluate([policies.session], question);
  if (session?.effect === "Deny") return denied(session);
  if (policies.session !== undefined && session === undefined) {
    return withheld("SessionAllowsNothing");
  }
  const carried = policies.resource?.get(resource);
  const onResource = ofKinds(carried, isAssuming ? ["trust"] : ["key", "secret"]);
  const own = hasIdentity ? evaluate(policies.identity, question) : undefined;
  const granted = evaluate(onResource, trustQuestion ?? question);
  if (own?.effect === "Deny") return denied(own);
  if (granted?.effect === "Deny") return denied(granted);
  const needsBoth = isAssuming ? hasIdentity : caller.account !== owner;
  if (needsBoth) {
    if (own === undefined) return withheld("CallerSideMissing");
    if (granted === undefined) return withheld("ResourceSideMissing");
    return allowed(session, own, granted);
  }
  const either = own ?? granted;
  return either === undefined ? withheld("NothingAllows") : allowed(session, either);
}

/** Whether the caller may: every resource is asked about in turn, and the first that is denied is the answer. */
export function decide(request: AccessRequest, policies: PolicySet): Decision {
  const { action, principal, account } = request;
  const context = readContext(request.context);
  const folded = foldAscii(action);
  const trustNames = ASSUMING.get(folded);
  let decision: Decision = { ...withheld("NothingAsked"), action, resource: "" };
  for (const resource of request.resources) {
    const actions = [trustNames === undefined ? folded : ASSUME_ROLE];
    const question: Question = { actions, resource, caller: principal, owner: account, context };
    const trustQuestion = trustNames && { ...question, actions: trustNames };
    decision = { ...decideOne({ question, policies, trustQuestion }), action, resource };
    if (decision.effect !== "Allow") return decision;
  }
  return decision;
}

/** An operation that needs several actions: all must be allowed, and the first denial is the answer. */
export function decideAll(requests: readonly AccessRequest[], policies: PolicySet): Decision {
  let decision: Decision = { ...withheld("NothingAsked"), action: "", resource: "" };
  for (const request of requests) {
    decision = decide(request, policies);
    if (decision.effect !== "Allow") return decision;
  }
  return decision;
}
