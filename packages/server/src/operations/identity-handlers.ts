// The handlers of the products about identities and the audit: STS, Ims, ActionTrail.
import type { IMS_OPERATIONS, STS_OPERATIONS, TRAIL_OPERATIONS } from "@coffer/contract";
import type { Handlers } from "./handler.ts";
import { createOidcProvider } from "./identity-providers/create-oidc-provider.ts";
import { deleteOidcProvider } from "./identity-providers/delete-oidc-provider.ts";
import { getOidcProvider } from "./identity-providers/get-oidc-provider.ts";
import { listOidcProviders } from "./identity-providers/list-oidc-providers.ts";
import { updateOidcProvider } from "./identity-providers/update-oidc-provider.ts";
import { assumeRole } from "./sessions/assume-role.ts";
import { assumeRoleWithOidc } from "./sessions/assume-role-with-oidc.ts";
import { getCallerIdentity } from "./sessions/get-caller-identity.ts";
import { lookupEvents } from "./trail/lookup-events.ts";

export const sts: Handlers<typeof STS_OPERATIONS> = {
  AssumeRole: assumeRole,
  AssumeRoleWithOIDC: assumeRoleWithOidc,
  GetCallerIdentity: getCallerIdentity,
};

export const ims: Handlers<typeof IMS_OPERATIONS> = {
  CreateOIDCProvider: createOidcProvider,
  GetOIDCProvider: getOidcProvider,
  UpdateOIDCProvider: updateOidcProvider,
  DeleteOIDCProvider: deleteOidcProvider,
  ListOIDCProviders: listOidcProviders,
};

export const trail: Handlers<typeof TRAIL_OPERATIONS> = { LookupEvents: lookupEvents };
