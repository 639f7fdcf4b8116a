// Requests and the answers to them. An answer carries its reasons: the cause, and the statements that decided.
import type { CompiledPolicy } from "./compile.ts";
import type { Context } from "./condition.ts";
import type { Effect } from "./policy.ts";
import type { PolicyKind } from "./policy-error.ts";
import type { Caller } from "./principal.ts";

/** One action on one or more resources of one account. */
export interface AccessRequest {
  /** `kms:Decrypt`, in any case. */
  readonly action: string;
  /** Full ARNs, names in their stored case. The action must be allowed on every one. */
  readonly resources: readonly string[];
  readonly principal: Caller;
  /** The account that owns the resources. */
  readonly account: string;
  readonly context: Context;
}

/** A policy under the name it is known by: `AliyunKMSFullAccess`, or whatever the explanation shall say. */
export interface NamedPolicy {
  readonly name: string;
  readonly policy: CompiledPolicy;
}

/** Everything in force for one caller and the resources asked for. */
export interface PolicySet {
  /** Of the user and all its groups, or of the role. */
  readonly identity: readonly NamedPolicy[];
  /** Of the role session, if it was given one. */
  readonly session?: NamedPolicy;
  /** The key, secret or trust policy of each resource that has one, by ARN. */
  readonly resource?: ReadonlyMap<string, NamedPolicy>;
}

/** A statement that decided. */
export interface DecidingStatement {
  readonly kind: PolicyKind;
  readonly policy: string;
  /** Its place in the document, counted from 0. */
  readonly statement: number;
  readonly sid?: string;
  readonly effect: Effect;
}

export type Cause =
  /** The root of the account that owns the resource. */
  | "Owner"
  /** The statements given allow. */
  | "Allowed"
  /** The statement given denies. */
  | "Denied"
  /** There is a session policy and nothing in it allows. */
  | "SessionAllowsNothing"
  /** Neither the caller's policies nor the resource's allow. */
  | "NothingAllows"
  /** Both sides must allow, and the caller's policies do not. */
  | "CallerSideMissing"
  /** Both sides must allow, and the resource's policy does not. */
  | "ResourceSideMissing"
  /** An account itself can assume no role. */
  | "RootAssumesNoRole"
  /** The request names no resource, so there is nothing to allow. */
  | "NothingAsked";

export interface Decision {
  readonly effect: "Allow" | "ExplicitDeny" | "ImplicitDeny";
  readonly cause: Cause;
  /** First the session policy's, then the caller's side, then the resource's; empty where no statement decided. */
  readonly decidedBy: readonly DecidingStatement[];
  readonly action: string;
  /** The resource that was denied; when allowed, the last of those asked for. */
  readonly resource: string;
}
