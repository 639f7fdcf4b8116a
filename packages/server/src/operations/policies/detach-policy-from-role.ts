// DetachPolicyFromRole: no longer in force from the next request on.
import { detachPolicy, OF_ROLES } from "../../resources/identity/attach-policy.ts";
import { findRole } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const detachPolicyFromRole: RamHandler<"DetachPolicyFromRole"> = async (
  request,
  context,
) => {
  const entity = await findRole(request.RoleName, context);
  await detachPolicy({ entity, policy: request, rules: OF_ROLES }, context);
  return {};
};
