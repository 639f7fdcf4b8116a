// ListOIDCProviders: in the order of their names.
import { oidcProviderView } from "../../domain/identity/oidc-providers.ts";
import { readPage } from "../../resources/identity/identity-page.ts";
import type { ImsHandler } from "../handler.ts";

export const listOidcProviders: ImsHandler<"ListOIDCProviders"> = async (request, context) => {
  const { store, caller } = context;
  const { rows, end } = await readPage(
    request,
    (page) => store.identities("oidc", caller.accountId, page),
    ({ name }) => name,
  );
  return { OIDCProviders: { OIDCProvider: rows.map(oidcProviderView) }, ...end };
};
