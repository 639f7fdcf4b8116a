// Attaching and detaching, the same for users, groups and roles.
import { ApiError, type ErrorCode, RAM_LIMITS } from "@coffer/contract";
import type { WriteContext } from "../../context.ts";
import { wholeSecond } from "../../domain/times.ts";
import { isSystemLink, type PolicyPlace, policyLinkEnd } from "./attached-policy.ts";

export interface AttachmentRules {
  readonly attached: ErrorCode;
  readonly notAttached: ErrorCode;
  readonly tooMany: ErrorCode;
  readonly customPolicies: number;
}

export const OF_USERS = {
  attached: "EntityAlreadyExists.User.Policy",
  notAttached: "EntityNotExist.User.Policy",
  tooMany: "LimitExceeded.User.Policy",
  customPolicies: RAM_LIMITS.customPoliciesPerUser,
} as const satisfies AttachmentRules;

export const OF_GROUPS = {
  attached: "EntityAlreadyExists.Group.Policy",
  notAttached: "EntityNotExist.Group.Policy",
  tooMany: "LimitExceeded.Group.Policy",
  customPolicies: RAM_LIMITS.customPoliciesPerGroupOrRole,
} as const satisfies AttachmentRules;

export const OF_ROLES = {
  attached: "EntityAlreadyExists.Role.Policy",
  notAttached: "EntityNotExist.Role.Policy",
  tooMany: "LimitExceeded.Role.Policy",
  customPolicies: RAM_LIMITS.customPoliciesPerGroupOrRole,
} as const satisfies AttachmentRules;

interface Attachment {
  /** The user, group or role. */
  readonly entity: { readonly id: string; readonly accountId: string };
  readonly policy: PolicyPlace;
  readonly rules: AttachmentRules;
}

/** @throws ApiError `EntityNotExist.Policy`, and the codes of the rules */
export async function attachPolicy(
  { entity, policy, rules }: Attachment,
  context: WriteContext,
): Promise<void> {
  const { store, now } = context;
  const { id: from, accountId } = entity;
  const to = await policyLinkEnd(policy, context);
  const links = await store.links("attachment", { from });
  if (links.some((link) => link.to === to)) throw new ApiError(rules.attached);
  const ofThisType = links.filter((link) => isSystemLink(link) === isSystemLink({ to })).length;
  const most =
    policy.PolicyType === "System" ? RAM_LIMITS.systemPoliciesPerIdentity : rules.customPolicies;
  if (ofThisType >= most) throw new ApiError(rules.tooMany);
  const createdAt = wholeSecond(now);
  await store.insertLink({ accountId, kind: "attachment", from, to, createdAt });
}

/** @throws ApiError `EntityNotExist.Policy`, and the code of the rules for what is not attached */
export async function detachPolicy(
  { entity, policy, rules }: Attachment,
  context: WriteContext,
): Promise<void> {
  const to = await policyLinkEnd(policy, context);
  const was = await context.store.deleteLink("attachment", entity.id, to);
  if (!was) throw new ApiError(rules.notAttached);
}
