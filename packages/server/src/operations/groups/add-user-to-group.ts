// AddUserToGroup: the policies of the group are in force for the user from now on.
import { ApiError, RAM_LIMITS } from "@coffer/contract";
import { wholeSecond } from "../../domain/times.ts";
import { findGroup, findUser } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const addUserToGroup: RamHandler<"AddUserToGroup"> = async (request, context) => {
  const { store, now } = context;
  const { id: from, accountId } = await findUser(request.UserName, context);
  const { id: to } = await findGroup(request.GroupName, context);
  const groups = await store.links("membership", { from });
  if (groups.some((link) => link.to === to)) throw new ApiError("EntityAlreadyExists.User.Group");
  if (groups.length >= RAM_LIMITS.groupsPerUser) throw new ApiError("LimitExceeded.User.Group");
  const createdAt = wholeSecond(now);
  await store.insertLink({ accountId, kind: "membership", from, to, createdAt });
  return {};
};
