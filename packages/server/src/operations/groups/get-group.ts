// GetGroup: what is known of a group.
import { datedGroupView } from "../../domain/identity/identity-views.ts";
import { findGroup } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const getGroup: RamHandler<"GetGroup"> = async (request, context) => {
  return { Group: datedGroupView(await findGroup(request.GroupName, context)) };
};
