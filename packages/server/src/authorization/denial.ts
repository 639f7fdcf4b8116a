// How a denial is told: the product's code and, for those who look, what was asked and what decided.
import { ApiError, type Product } from "@coffer/contract";
import type { Decision } from "@coffer/policy";
import type { Caller } from "../context.ts";

function principalOf(caller: Caller) {
  const owner = { AuthPrincipalOwnerId: caller.accountId };
  switch (caller.kind) {
    case "root":
      return { AuthPrincipalType: "Account", AuthPrincipalDisplayName: caller.accountId, ...owner };
    case "user":
      return { AuthPrincipalType: "SubUser", AuthPrincipalDisplayName: caller.userId, ...owner };
    case "role":
      return {
        AuthPrincipalType: "AssumedRoleUser",
        AuthPrincipalDisplayName: `${caller.roleName}:${caller.sessionName}`,
        ...owner,
      };
    case "federated":
      return {
        AuthPrincipalType: "Federated",
        AuthPrincipalDisplayName: caller.provider.split(":").at(-1) ?? "",
        ...owner,
      };
  }
}

function policyTypeOf({ cause, decidedBy, action }: Decision): string {
  const kind = decidedBy[0]?.kind;
  // The trust policy names somebody else.
  if (cause === "ResourceSideMissing" && action.startsWith("sts:")) return "AssumeRolePolicy";
  if (cause === "SessionAllowsNothing" || kind === "session") return "SessionPolicy";
  if (kind === "trust") return "AssumeRolePolicy";
  return "AccountLevelIdentityBasedPolicy";
}

/** Of KMS the sentence names the resource, as far as the caller named it or may know it. */
function sentence(product: Product, { cause, resource }: Decision): string | undefined {
  if (cause === "RootAssumesNoRole") return "Roles may not be assumed by root accounts.";
  if (product.name === "sts") {
    return "You are not authorized to do this action. You should be authorized by RAM.";
  }
  const named = /:(?:key|secret|alias)\/./.test(resource) ? resource : undefined;
  if (product.name !== "kms" || named === undefined) return undefined;
  return `This operation for ${named} is forbidden by permission system.`;
}

/** All members are text: a client stops at any other. */
export function denial(product: Product, caller: Caller, decision: Decision): ApiError {
  const AccessDeniedDetail = {
    AuthAction: decision.action,
    ...principalOf(caller),
    NoPermissionType: decision.effect,
    PolicyType: policyTypeOf(decision),
  };
  return new ApiError(product.denied, sentence(product, decision), {
    members: { AccessDeniedDetail },
  });
}
