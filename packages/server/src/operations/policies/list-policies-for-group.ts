// ListPoliciesForGroup: what is attached to it.
import { attachedPolicies } from "../../resources/identity/attached-policy.ts";
import { findGroup } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const listPoliciesForGroup: RamHandler<"ListPoliciesForGroup"> = async (
  request,
  context,
) => {
  const { id } = await findGroup(request.GroupName, context);
  return attachedPolicies(id, context);
};
