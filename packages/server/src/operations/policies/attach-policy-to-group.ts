// AttachPolicyToGroup: in force from the next request on.
import { attachPolicy, OF_GROUPS } from "../../resources/identity/attach-policy.ts";
import { findGroup } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const attachPolicyToGroup: RamHandler<"AttachPolicyToGroup"> = async (request, context) => {
  const entity = await findGroup(request.GroupName, context);
  await attachPolicy({ entity, policy: request, rules: OF_GROUPS }, context);
  return {};
};
