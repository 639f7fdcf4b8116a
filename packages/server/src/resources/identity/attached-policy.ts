// Policies by type and name, as links name them: `System:<name>`, or `Custom:<id>`.
import { ApiError } from "@coffer/contract";
import type { LinkRecord } from "@coffer/store";
import type { ReadContext, WriteContext } from "../../context.ts";
import { policyView } from "../../domain/identity/identity-views.ts";
import { findSystemPolicy, systemPolicyView } from "../../domain/identity/system-policies.ts";
import { wireTime } from "../../domain/times.ts";
import { findPolicy } from "./find-identity.ts";

type Context = ReadContext | WriteContext;

export interface PolicyPlace {
  readonly PolicyType: "System" | "Custom";
  readonly PolicyName: string;
}

const SYSTEM = "System:";
const CUSTOM = "Custom:";

/** The end of links to that policy. @throws ApiError `EntityNotExist.Policy` */
export async function policyLinkEnd(
  { PolicyType, PolicyName }: PolicyPlace,
  context: Context,
): Promise<string> {
  if (PolicyType === "Custom") return `${CUSTOM}${(await findPolicy(PolicyName, context)).id}`;
  const found = findSystemPolicy(PolicyName);
  if (found === undefined) throw new ApiError("EntityNotExist.Policy");
  return `${SYSTEM}${found.name}`;
}

export const isSystemLink = ({ to }: Pick<LinkRecord, "to">): boolean => to.startsWith(SYSTEM);

async function viewOf(to: string, { store }: Context) {
  if (to.startsWith(SYSTEM)) {
    const policy = findSystemPolicy(to.slice(SYSTEM.length));
    return policy && systemPolicyView(policy);
  }
  const policy = await store.identityById("policy", to.slice(CUSTOM.length));
  return policy && policyView(policy);
}

/** The policies attached to a user, group or role. */
export async function attachedPolicies(from: string, context: Context) {
  const views: (ReturnType<typeof policyView> & { AttachDate: string })[] = [];
  for (const { to, createdAt } of await context.store.links("attachment", { from })) {
    const view = await viewOf(to, context);
    if (view !== undefined) views.push({ ...view, AttachDate: wireTime(createdAt) });
  }
  return { Policies: { Policy: views } };
}

/** Of the caller's account: system policies are attached in others too. */
export async function attachmentsOf(to: string, { store, caller }: Context) {
  const links = await store.links("attachment", { to });
  return links.filter(({ accountId }) => accountId === caller.accountId);
}
