// RevokeRoleSessions: tokens issued until now open no more; the role can be assumed again at once.
import { findRole } from "../../resources/identity/find-identity.ts";
import type { AdminHandler } from "../handler.ts";

export const revokeRoleSessions: AdminHandler<"RevokeRoleSessions"> = async (request, context) => {
  const role = await findRole(request.RoleName, context);
  // Those of this very millisecond end too.
  const sessionsNotBefore = context.now + 1;
  await context.store.updateIdentity("role", { ...role, sessionsNotBefore });
  return {};
};
