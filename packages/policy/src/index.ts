// @coffer/policy: the RAM policy language. Read a document, make it ready, ask it.
export { type CompiledPolicy, compile } from "./compile.ts";
export type { Context } from "./condition.ts";
export { decide, decideAll } from "./decide.ts";
export type {
  AccessRequest,
  Cause,
  DecidingStatement,
  Decision,
  NamedPolicy,
  PolicySet,
} from "./decision.ts";
export { explain, type Language } from "./explain.ts";
export { globMatches } from "./glob.ts";
export { parsePolicy } from "./parse.ts";
export type { Effect, Policy, Statement } from "./policy.ts";
export { createPolicyCache, type PolicyCache, type PolicyCacheLimits } from "./policy-cache.ts";
export {
  PolicyError,
  type PolicyFault,
  type PolicyKind,
  type PolicyParameter,
} from "./policy-error.ts";
export type { Caller, Principal } from "./principal.ts";
