// AttachPolicyToUser: in force from the next request on.
import { attachPolicy, OF_USERS } from "../../resources/identity/attach-policy.ts";
import { findUser } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const attachPolicyToUser: RamHandler<"AttachPolicyToUser"> = async (request, context) => {
  const entity = await findUser(request.UserName, context);
  await attachPolicy({ entity, policy: request, rules: OF_USERS }, context);
  return {};
};
