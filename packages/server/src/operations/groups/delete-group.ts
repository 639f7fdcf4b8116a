// DeleteGroup: refused while users or policies are in it.
import { ApiError } from "@coffer/contract";
import { findGroup } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const deleteGroup: RamHandler<"DeleteGroup"> = async (request, context) => {
  const { store } = context;
  const { id } = await findGroup(request.GroupName, context);
  if ((await store.links("membership", { to: id }, { limit: 1 })).length > 0) {
    throw new ApiError("DeleteConflict.Group.User");
  }
  if ((await store.links("attachment", { from: id }, { limit: 1 })).length > 0) {
    throw new ApiError("DeleteConflict.Group.Policy");
  }
  await store.deleteIdentity("group", id);
  return {};
};
