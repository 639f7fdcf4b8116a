// GetOIDCProvider: what is known of it.
import { oidcProviderView } from "../../domain/identity/oidc-providers.ts";
import { findOidcProvider } from "../../resources/identity/find-identity.ts";
import type { ImsHandler } from "../handler.ts";

export const getOidcProvider: ImsHandler<"GetOIDCProvider"> = async (request, context) => {
  const provider = await findOidcProvider(request.OIDCProviderName, context);
  return { OIDCProvider: oidcProviderView(provider) };
};
