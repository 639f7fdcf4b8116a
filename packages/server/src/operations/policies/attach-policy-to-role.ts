// AttachPolicyToRole: in force from the next request on.
import { attachPolicy, OF_ROLES } from "../../resources/identity/attach-policy.ts";
import { findRole } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const attachPolicyToRole: RamHandler<"AttachPolicyToRole"> = async (request, context) => {
  const entity = await findRole(request.RoleName, context);
  await attachPolicy({ entity, policy: request, rules: OF_ROLES }, context);
  return {};
};
