// DeleteAccessKey: gone for good.
import {
  accessKeyOwner,
  checkNotLastOfRoot,
  ownAccessKey,
} from "../../resources/identity/access-key-owner.ts";
import type { RamHandler } from "../handler.ts";

export const deleteAccessKey: RamHandler<"DeleteAccessKey"> = async (request, context) => {
  const owner = await accessKeyOwner(request.UserName, context);
  const { id } = await ownAccessKey(request.UserAccessKeyId, owner, context);
  await checkNotLastOfRoot(id, owner, context);
  await context.store.deleteAccessKey(id);
  return {};
};
