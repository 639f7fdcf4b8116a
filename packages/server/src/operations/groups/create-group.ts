// CreateGroup: empty, and with no rights yet.
import { ApiError, RAM_LIMITS } from "@coffer/contract";
import { newGroupId } from "../../domain/identity/identity-ids.ts";
import { groupView } from "../../domain/identity/identity-views.ts";
import { wholeSecond, wireTime } from "../../domain/times.ts";
import type { RamHandler } from "../handler.ts";

export const createGroup: RamHandler<"CreateGroup"> = async (request, context) => {
  const { store, caller, random, now } = context;
  const { accountId } = caller;
  const { GroupName: name, Comments: comments = "" } = request;
  if ((await store.identity("group", accountId, name)) !== undefined) {
    throw new ApiError("EntityAlreadyExists.Group");
  }
  if ((await store.countIdentities("group", accountId)) >= RAM_LIMITS.groupsPerAccount) {
    throw new ApiError("LimitExceeded.Group");
  }
  const [createdAt, updatedAt] = [wholeSecond(now), wholeSecond(now)];
  const group = { accountId, id: newGroupId(random), name, comments, createdAt, updatedAt };
  await store.insertIdentity("group", group);
  return { Group: { ...groupView(group), CreateDate: wireTime(createdAt) } };
};
