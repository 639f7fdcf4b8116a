// UpdatePolicyDescription: of custom policies.
import { datedPolicyView } from "../../domain/identity/identity-views.ts";
import { wholeSecond } from "../../domain/times.ts";
import { findPolicy } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const updatePolicyDescription: RamHandler<"UpdatePolicyDescription"> = async (
  request,
  context,
) => {
  const before = await findPolicy(request.PolicyName, context);
  const updatedAt = wholeSecond(context.now);
  const policy = { ...before, description: request.NewDescription, updatedAt };
  await context.store.updateIdentity("policy", policy);
  return { Policy: datedPolicyView(policy) };
};
