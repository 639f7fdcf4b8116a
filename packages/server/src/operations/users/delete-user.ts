// DeleteUser: refused while anything hangs on the user.
import { ApiError } from "@coffer/contract";
import { findUser } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const deleteUser: RamHandler<"DeleteUser"> = async (request, context) => {
  const { store } = context;
  const user = await findUser(request.UserName, context);
  const { id, accountId } = user;
  if ((await store.links("membership", { from: id })).length > 0) {
    throw new ApiError("DeleteConflict.User.Group");
  }
  if ((await store.accessKeysOf(accountId, id)).length > 0) {
    throw new ApiError("DeleteConflict.User.AccessKey");
  }
  if (user.login !== undefined) throw new ApiError("DeleteConflict.User.LoginProfile");
  if (user.mfaDeviceId !== undefined) throw new ApiError("DeleteConflict.User.MFADevice");
  if ((await store.links("attachment", { from: id })).length > 0) {
    throw new ApiError("DeleteConflict.User.Policy");
  }
  await store.deleteIdentity("user", id);
  return {};
};
