// ListAccounts: in the order of their names.
import { accountView } from "../../domain/identity/identity-views.ts";
import { readPage } from "../../resources/identity/identity-page.ts";
import type { AdminHandler } from "../handler.ts";

export const listAccounts: AdminHandler<"ListAccounts"> = async (request, context) => {
  const { store, accountId } = context;
  const { rows, end } = await readPage(
    request,
    (page) => store.identities("account", accountId, page),
    ({ name }) => name,
  );
  return { Accounts: { Account: rows.map(accountView) }, ...end };
};
