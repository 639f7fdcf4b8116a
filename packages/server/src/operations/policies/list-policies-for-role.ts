// ListPoliciesForRole: what is attached to it.
import { attachedPolicies } from "../../resources/identity/attached-policy.ts";
import { findRole } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const listPoliciesForRole: RamHandler<"ListPoliciesForRole"> = async (request, context) => {
  const { id } = await findRole(request.RoleName, context);
  return attachedPolicies(id, context);
};
