// DetachPolicyFromUser: no longer in force from the next request on.
import { detachPolicy, OF_USERS } from "../../resources/identity/attach-policy.ts";
import { findUser } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const detachPolicyFromUser: RamHandler<"DetachPolicyFromUser"> = async (
  request,
  context,
) => {
  const entity = await findUser(request.UserName, context);
  await detachPolicy({ entity, policy: request, rules: OF_USERS }, context);
  return {};
};
