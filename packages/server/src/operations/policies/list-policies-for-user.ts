// ListPoliciesForUser: what is attached to it.
import { attachedPolicies } from "../../resources/identity/attached-policy.ts";
import { findUser } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const listPoliciesForUser: RamHandler<"ListPoliciesForUser"> = async (request, context) => {
  const { id } = await findUser(request.UserName, context);
  return attachedPolicies(id, context);
};
