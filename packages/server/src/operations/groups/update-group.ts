// UpdateGroup: another name or comments; id, users and policies stay.
import { ApiError } from "@coffer/contract";
import { datedGroupView } from "../../domain/identity/identity-views.ts";
import { wholeSecond } from "../../domain/times.ts";
import { findGroup } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const updateGroup: RamHandler<"UpdateGroup"> = async (request, context) => {
  const { store, now } = context;
  const before = await findGroup(request.GroupName, context);
  const { NewGroupName: name = before.name, NewComments: comments = before.comments } = request;
  const owner = await store.identity("group", before.accountId, name);
  if (owner !== undefined && owner.id !== before.id) {
    throw new ApiError("EntityAlreadyExists.Group");
  }
  const group = { ...before, name, comments, updatedAt: wholeSecond(now) };
  await store.updateIdentity("group", group);
  return { Group: datedGroupView(group) };
};
