// DeletePolicy: refused while it is in force for anybody.
import { ApiError } from "@coffer/contract";
import { attachmentsOf, policyLinkEnd } from "../../resources/identity/attached-policy.ts";
import { findPolicy } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const deletePolicy: RamHandler<"DeletePolicy"> = async (request, context) => {
  const { store } = context;
  const policy = await findPolicy(request.PolicyName, context);
  const to = await policyLinkEnd({ PolicyType: "Custom", PolicyName: policy.name }, context);
  const [link] = await attachmentsOf(to, context);
  if (link !== undefined) {
    const isUser = (await store.identityById("user", link.from)) !== undefined;
    if (isUser) throw new ApiError("DeleteConflict.Policy.User");
    const isRole = (await store.identityById("role", link.from)) !== undefined;
    throw new ApiError(isRole ? "DeleteConflict.Policy.Role" : "DeleteConflict.Policy.Group");
  }
  if (policy.versions.length > 1 && !request.CascadingDelete) {
    throw new ApiError("DeleteConflict.Policy.Version");
  }
  await store.deleteIdentity("policy", policy.id);
  return {};
};
