// UpdateAccessKey: enabled or disabled.
import {
  accessKeyOwner,
  checkNotLastOfRoot,
  ownAccessKey,
} from "../../resources/identity/access-key-owner.ts";
import type { RamHandler } from "../handler.ts";

export const updateAccessKey: RamHandler<"UpdateAccessKey"> = async (request, context) => {
  const owner = await accessKeyOwner(request.UserName, context);
  const record = await ownAccessKey(request.UserAccessKeyId, owner, context);
  const { Status: status } = request;
  if (status === "Inactive") await checkNotLastOfRoot(record.id, owner, context);
  if (record.status !== status) await context.store.updateAccessKey({ ...record, status });
  return {};
};
