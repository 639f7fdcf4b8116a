// DeleteAccount: refused while anybody in it could still call; with `Force` they go with it, all in one transaction, so
// that none of them is left to undo it. Its root AccessKeys and its settings go in any case.
import { ApiError } from "@coffer/contract";
import type { IdentityKind, WriteStore } from "@coffer/store";
import { ACCOUNT_SETTINGS } from "../../resources/identity/account-settings.ts";
import type { AdminHandler } from "../handler.ts";

const KINDS: readonly IdentityKind[] = ["user", "group", "role", "policy", "mfa", "oidc"];
const PAGE = 100;

async function deleteAccessKeys(store: WriteStore, accountId: string, principal: string) {
  for (const { id } of await store.accessKeysOf(accountId, principal)) {
    await store.deleteAccessKey(id);
  }
}

/** Sessions need no deletion: they are bound to the ids of their roles, which never come again. */
async function deleteIdentities(store: WriteStore, accountId: string, kind: IdentityKind) {
  for (;;) {
    const rows = await store.identities(kind, accountId, { limit: PAGE });
    for (const { id } of rows) {
      if (kind === "user") await deleteAccessKeys(store, accountId, id);
      await store.deleteIdentity(kind, id);
    }
    if (rows.length < PAGE) return;
  }
}

export const deleteAccount: AdminHandler<"DeleteAccount"> = async (request, { store }) => {
  const account = await store.identityById("account", request.AccountId);
  if (account === undefined) throw new ApiError("EntityNotExist.Account");
  for (const kind of KINDS) {
    if (request.Force) await deleteIdentities(store, account.id, kind);
    else if ((await store.countIdentities(kind, account.id)) > 0) {
      throw new ApiError("DeleteConflict.Account");
    }
  }
  await deleteAccessKeys(store, account.id, "root");
  for (const name of ACCOUNT_SETTINGS) await store.putAccountSetting(account.id, name, undefined);
  await store.deleteIdentity("account", account.id);
  return {};
};
