// CreateUser: an identity of its own, with no rights yet.
import { ApiError, RAM_LIMITS } from "@coffer/contract";
import { newUserId } from "../../domain/identity/identity-ids.ts";
import { userView } from "../../domain/identity/identity-views.ts";
import { wholeSecond } from "../../domain/times.ts";
import type { RamHandler } from "../handler.ts";

export const createUser: RamHandler<"CreateUser"> = async (request, context) => {
  const { store, caller, random, now } = context;
  const { accountId } = caller;
  const { UserName: name, DisplayName: displayName = name } = request;
  if ((await store.identity("user", accountId, name)) !== undefined) {
    throw new ApiError("EntityAlreadyExists.User");
  }
  if ((await store.countIdentities("user", accountId)) >= RAM_LIMITS.usersPerAccount) {
    throw new ApiError("LimitExceeded.User");
  }
  const user = {
    ...{ accountId, id: newUserId(random), name, displayName },
    mobilePhone: request.MobilePhone ?? "",
    email: request.Email ?? "",
    comments: request.Comments ?? "",
    createdAt: wholeSecond(now),
    updatedAt: wholeSecond(now),
  };
  await store.insertIdentity("user", user);
  return { User: userView(user) };
};
