// RemoveUserFromGroup: the policies of the group are no longer in force for the user.
import { ApiError } from "@coffer/contract";
import { findGroup, findUser } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const removeUserFromGroup: RamHandler<"RemoveUserFromGroup"> = async (request, context) => {
  const { id: from } = await findUser(request.UserName, context);
  const { id: to } = await findGroup(request.GroupName, context);
  const was = await context.store.deleteLink("membership", from, to);
  if (!was) throw new ApiError("EntityNotExist.User.Group");
  return {};
};
