// Codes of STS 2015-04-01, and of security tokens at every product.
import type { ErrorRow } from "./error-row.ts";

const STATUS_OURS = "status: not documented";

export const STS_ERRORS = {
  "Throttling.User": {
    status: 429,
    message: "Request was denied due to user flow control.",
    note: "status: 400 or 429 by different sources; with 429 every client waits",
  },
  MissingSecurityToken: { status: 400, message: "SecurityToken is mandatory for this action." },
  "MissingParameter.RoleArn": { status: 400, message: "Parameter RoleArn is required." },
  "MissingParameter.RoleSessionName": {
    status: 400,
    message: "Parameter RoleSessionName is required.",
  },
  "MissingParameter.OIDCToken": { status: 400, message: "Parameter OIDCToken is required." },
  "MissingParameter.OIDCProviderArn": {
    status: 400,
    message: "Parameter OIDCProviderArn is required.",
  },
  "InvalidParameter.RoleArn": { status: 400, message: "The parameter RoleArn is wrongly formed." },
  "InvalidParameter.RoleSessionName": {
    status: 400,
    message: "The parameter RoleSessionName is wrongly formed.",
  },
  "InvalidParameter.DurationSeconds": {
    status: 400,
    message: "The Min/Max value of DurationSeconds is 15min/the role's maximum.",
  },
  "InvalidParameter.PolicyGrammar": {
    status: 400,
    message: "The parameter Policy has not passed grammar check.",
  },
  "InvalidParameter.PolicySize": {
    status: 400,
    message: "The size of Policy must be smaller than 2048 bytes.",
  },
  "AuthenticationFail.OIDCToken.Expired": {
    status: 401,
    message: "This JsonWebToken is expired.",
    note: STATUS_OURS,
  },
  "AuthenticationFail.OIDCToken.Invalid": {
    status: 401,
    message: "This JsonWebToken is invalid.",
    note: STATUS_OURS,
  },
  "AuthenticationFail.OIDCToken.PublicKeyFingerprintMismatch": {
    status: 401,
    message: "The certificate of the issuer's host is none of the provider's fingerprints.",
    note: STATUS_OURS,
  },
} as const satisfies Record<string, ErrorRow>;
