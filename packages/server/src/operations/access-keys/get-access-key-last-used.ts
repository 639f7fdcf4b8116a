// GetAccessKeyLastUsed: empty when it never was.
import { wireTime } from "../../domain/times.ts";
import { accessKeyOwner, ownAccessKey } from "../../resources/identity/access-key-owner.ts";
import type { RamHandler } from "../handler.ts";

export const getAccessKeyLastUsed: RamHandler<"GetAccessKeyLastUsed"> = async (
  request,
  context,
) => {
  const owner = await accessKeyOwner(request.UserName, context);
  const { id } = await ownAccessKey(request.UserAccessKeyId, owner, context);
  const use = await context.store.accessKeyLastUse(id);
  const LastUsedDate = use === undefined ? "" : wireTime(use.at);
  return { AccessKeyLastUsed: { LastUsedDate } };
};
