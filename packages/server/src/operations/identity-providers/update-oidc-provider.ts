// UpdateOIDCProvider: everything but name and issuer.
import {
  checkAuthorities,
  clientIdsOf,
  fingerprintsOf,
  oidcProviderView,
} from "../../domain/identity/oidc-providers.ts";
import { findOidcProvider } from "../../resources/identity/find-identity.ts";
import type { ImsHandler } from "../handler.ts";

export const updateOidcProvider: ImsHandler<"UpdateOIDCProvider"> = async (request, context) => {
  const before = await findOidcProvider(request.OIDCProviderName, context);
  const { ClientIds: ids, Fingerprints: fingerprints, CertificateAuthorities: pem } = request;
  const provider = {
    ...before,
    clientIds: ids === undefined ? before.clientIds : clientIdsOf(ids),
    fingerprints: fingerprints === undefined ? before.fingerprints : fingerprintsOf(fingerprints),
    issuanceLimitHours: request.IssuanceLimitTime ?? before.issuanceLimitHours,
    description: request.NewDescription ?? before.description,
    ...(pem === undefined ? {} : { certificateAuthorities: checkAuthorities(pem) }),
    // Not a whole second: keys that were fetched for the provider before are not taken for this one's.
    updatedAt: Math.max(context.now, before.updatedAt + 1),
  };
  await context.store.updateIdentity("oidc", provider);
  return { OIDCProvider: oidcProviderView(provider) };
};
