// CreateOIDCProvider: an issuer whose tokens are taken; which roles they may assume is for trust policies to say.
import { ApiError, RAM_LIMITS } from "@coffer/contract";
import { newPolicyId } from "../../domain/identity/identity-ids.ts";
import {
  checkAuthorities,
  clientIdsOf,
  fingerprintsOf,
  oidcProviderView,
} from "../../domain/identity/oidc-providers.ts";
import { wholeSecond } from "../../domain/times.ts";
import type { ImsHandler } from "../handler.ts";

export const createOidcProvider: ImsHandler<"CreateOIDCProvider"> = async (request, context) => {
  const { store, caller, random, now } = context;
  const { accountId } = caller;
  const { OIDCProviderName: name, CertificateAuthorities: authorities } = request;
  const provider = {
    ...{ accountId, id: newPolicyId(random), name, issuer: request.IssuerUrl },
    ...{ createdAt: wholeSecond(now), updatedAt: wholeSecond(now) },
    description: request.Description ?? "",
    clientIds: clientIdsOf(request.ClientIds),
    fingerprints: fingerprintsOf(request.Fingerprints ?? ""),
    issuanceLimitHours: request.IssuanceLimitTime,
    ...(authorities === undefined ? {} : { certificateAuthorities: checkAuthorities(authorities) }),
  };
  if ((await store.identity("oidc", accountId, name)) !== undefined) {
    throw new ApiError("EntityAlreadyExists.OIDCProvider");
  }
  const count = await store.countIdentities("oidc", accountId);
  if (count >= RAM_LIMITS.oidcProvidersPerAccount) throw new ApiError("LimitExceeded.OIDCProvider");
  await store.insertIdentity("oidc", provider);
  return { OIDCProvider: oidcProviderView(provider) };
};
