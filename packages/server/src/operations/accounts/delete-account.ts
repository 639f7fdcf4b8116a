// DeleteAccount: refused while anybody in it could still call; its root AccessKeys go with it.
import { ApiError } from "@coffer/contract";
import type { IdentityKind } from "@coffer/store";
import type { AdminHandler } from "../handler.ts";

const KINDS: readonly IdentityKind[] = ["user", "group", "role", "policy", "mfa", "oidc"];

export const deleteAccount: AdminHandler<"DeleteAccount"> = async (request, { store }) => {
  const account = await store.identityById("account", request.AccountId);
  if (account === undefined) throw new ApiError("EntityNotExist.Account");
  for (const kind of KINDS) {
    if ((await store.countIdentities(kind, account.id)) > 0) {
      throw new ApiError("DeleteConflict.Account");
    }
  }
  for (const { id } of await store.accessKeysOf(account.id, "root")) {
    await store.deleteAccessKey(id);
  }
  await store.deleteIdentity("account", account.id);
  return {};
};
