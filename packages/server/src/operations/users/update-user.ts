// UpdateUser: another name, other texts; id, keys and policies stay.
import { ApiError } from "@coffer/contract";
import { userView } from "../../domain/identity/identity-views.ts";
import { wholeSecond, wireTime } from "../../domain/times.ts";
import { findUser } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const updateUser: RamHandler<"UpdateUser"> = async (request, context) => {
  const { store, now } = context;
  const before = await findUser(request.UserName, context);
  const name = request.NewUserName ?? before.name;
  const owner = await store.identity("user", before.accountId, name);
  if (owner !== undefined && owner.id !== before.id) {
    throw new ApiError("EntityAlreadyExists.User");
  }
  const user = {
    ...before,
    name,
    displayName: request.NewDisplayName ?? before.displayName,
    mobilePhone: request.NewMobilePhone ?? before.mobilePhone,
    email: request.NewEmail ?? before.email,
    comments: request.NewComments ?? before.comments,
    updatedAt: wholeSecond(now),
  };
  await store.updateIdentity("user", user);
  return { User: { ...userView(user), UpdateDate: wireTime(user.updatedAt) } };
};
