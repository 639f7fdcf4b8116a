// ListAccessKeys: in the order of their creation; never a secret.
import { accessKeyView } from "../../domain/identity/identity-views.ts";
import { accessKeyOwner } from "../../resources/identity/access-key-owner.ts";
import type { RamHandler } from "../handler.ts";

export const listAccessKeys: RamHandler<"ListAccessKeys"> = async (request, context) => {
  const { accountId, principal } = await accessKeyOwner(request.UserName, context);
  const keys = await context.store.accessKeysOf(accountId, principal);
  return { AccessKeys: { AccessKey: keys.map(accessKeyView) } };
};
