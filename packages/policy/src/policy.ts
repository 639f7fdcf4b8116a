// A policy as read: the grammar's own shape, single values made lists. What it means is in compile.ts and decide.ts.
import type { ConditionEntry } from "./condition.ts";
import type { PolicyKind } from "./policy-error.ts";
import type { Principal } from "./principal.ts";

export type Effect = "Allow" | "Deny";

export interface Statement {
  readonly effect: Effect;
  readonly sid?: string;
  /** `NotAction`: the statement is about every action but these. */
  readonly isNotAction: boolean;
  readonly actions: readonly string[];
  /** Absent in trust policies, whose resource is the role. */
  readonly resources?: readonly string[];
  /** Present in trust, key and secret policies. */
  readonly principals?: readonly Principal[];
  readonly conditions: readonly ConditionEntry[];
}

export interface Policy {
  readonly kind: PolicyKind;
  readonly statements: readonly Statement[];
}
