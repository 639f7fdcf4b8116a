// DeleteRole: its sessions end with it: they are bound to its id.
import { ApiError } from "@coffer/contract";
import { findRole } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const deleteRole: RamHandler<"DeleteRole"> = async (request, context) => {
  const { store } = context;
  const { id } = await findRole(request.RoleName, context);
  if ((await store.links("attachment", { from: id }, { limit: 1 })).length > 0) {
    throw new ApiError("DeleteConflict.Role.Policy");
  }
  await store.deleteIdentity("role", id);
  return {};
};
