// DetachPolicyFromGroup: no longer in force from the next request on.
import { detachPolicy, OF_GROUPS } from "../../resources/identity/attach-policy.ts";
import { findGroup } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const detachPolicyFromGroup: RamHandler<"DetachPolicyFromGroup"> = async (
  request,
  context,
) => {
  const entity = await findGroup(request.GroupName, context);
  await detachPolicy({ entity, policy: request, rules: OF_GROUPS }, context);
  return {};
};
