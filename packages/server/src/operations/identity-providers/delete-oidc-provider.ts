// DeleteOIDCProvider: sessions that its tokens opened go on until they end.
import { findOidcProvider } from "../../resources/identity/find-identity.ts";
import type { ImsHandler } from "../handler.ts";

export const deleteOidcProvider: ImsHandler<"DeleteOIDCProvider"> = async (request, context) => {
  const { id } = await findOidcProvider(request.OIDCProviderName, context);
  await context.store.deleteIdentity("oidc", id);
  return {};
};
