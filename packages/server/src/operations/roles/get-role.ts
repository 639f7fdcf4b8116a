// GetRole: what is known of a role, and its trust policy.
import { describedRoleView } from "../../domain/identity/identity-views.ts";
import { findRole } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const getRole: RamHandler<"GetRole"> = async (request, context) => {
  return { Role: describedRoleView(await findRole(request.RoleName, context)) };
};
