// A token of an identity provider as proof of who calls: its issuer, audience, times and signature, by the issuer's
// own keys. Which algorithms are taken is decided here, never by the token: no `none`, and no symmetric one, where
// anybody who knows the public key could sign.
import { ApiError } from "@coffer/contract";
import type { OidcProviderRecord, ReadStore } from "@coffer/store";
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from "jose";
import type { FederatedCaller } from "../context.ts";
import type { IssuerKeys } from "./issuer-keys.ts";

const ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
];

/** Clocks of issuer and server may differ so far. */
const TOLERANCE_SECONDS = 60;
const HOUR_SECONDS = 3_600;

export interface OidcTokens {
  /**
   * Who the token speaks for.
   * @throws ApiError `EntityNotExist.OIDCProvider`, `AuthenticationFail.OIDCToken.Invalid`,
   * `AuthenticationFail.OIDCToken.Expired`, `AuthenticationFail.OIDCToken.PublicKeyFingerprintMismatch`
   */
  check(
    given: { readonly provider: string; readonly token: string },
    now: number,
  ): Promise<FederatedCaller>;
}

const invalid = (why: string): ApiError =>
  new ApiError("AuthenticationFail.OIDCToken.Invalid", `This JsonWebToken is invalid: ${why}.`);

function textOf(value: unknown, claim: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw invalid(`it has no \`${claim}\``);
}

/** What can be told of a failure: never a part of the token. */
function translated(error: unknown): unknown {
  if (error instanceof errors.JWTExpired)
    return new ApiError("AuthenticationFail.OIDCToken.Expired");
  if (error instanceof errors.JWTClaimValidationFailed) {
    return invalid(`its \`${error.claim}\` is not what is expected`);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return invalid("its signature is wrong");
  if (error instanceof errors.JOSEAlgNotAllowed) return invalid("its algorithm is not allowed");
  return error instanceof errors.JOSEError ? invalid("it cannot be read") : error;
}

function issuedAt({ iat }: JWTPayload, provider: OidcProviderRecord, now: number): number {
  if (typeof iat !== "number") throw invalid("it has no `iat`");
  if (iat * 1000 > now + TOLERANCE_SECONDS * 1000) throw invalid("its `iat` is in the future");
  const oldest = now - provider.issuanceLimitHours * HOUR_SECONDS * 1000;
  if (iat * 1000 < oldest) throw new ApiError("AuthenticationFail.OIDCToken.Expired");
  return iat * 1000;
}

function headerOf(token: string): { readonly alg?: string; readonly kid?: string } {
  try {
    return decodeProtectedHeader(token);
  } catch {
    throw invalid("it cannot be read");
  }
}

async function verified(
  token: string,
  { provider, keys, now }: { provider: OidcProviderRecord; keys: IssuerKeys; now: number },
): Promise<JWTPayload> {
  const { alg, kid } = headerOf(token);
  // Before any key is fetched: nobody makes us ask the issuer with a token that could never be taken.
  if (alg === undefined || !ALGORITHMS.includes(alg)) throw invalid("its algorithm is not allowed");
  const key = await keys.find(provider, { alg, kid }, now);
  if (key === undefined) throw invalid("the issuer has no such key that can be used");
  const { payload } = await jwtVerify(token, key, {
    algorithms: ALGORITHMS,
    issuer: provider.issuer,
    audience: [...provider.clientIds],
    currentDate: new Date(now),
    clockTolerance: TOLERANCE_SECONDS,
    requiredClaims: ["exp", "iat", "sub", "aud", "iss"],
  });
  return payload;
}

export function createOidcTokens(parts: {
  readonly store: Pick<ReadStore, "identity">;
  readonly keys: IssuerKeys;
}): OidcTokens {
  return {
    async check({ provider: arn, token }, now) {
      const [, accountId = "", name = ""] =
        /^acs:ram::([0-9]+):oidc-provider\/([^/]+)$/.exec(arn) ?? [];
      const provider = await parts.store.identity("oidc", accountId, name);
      if (provider === undefined) throw new ApiError("EntityNotExist.OIDCProvider");
      try {
        const payload = await verified(token, { provider, keys: parts.keys, now });
        const { aud } = payload;
        return {
          ...{ kind: "federated", accountId, accessKeyId: "" },
          provider: `acs:ram::${accountId}:oidc-provider/${provider.name}`,
          claims: {
            issuer: provider.issuer,
            subject: textOf(payload.sub, "sub"),
            audiences: typeof aud === "string" ? [aud] : (aud ?? []),
            issuedAt: issuedAt(payload, provider, now),
            expiresAt: (payload.exp ?? 0) * 1000,
          },
        };
      } catch (error) {
        throw translated(error);
      }
    },
  };
}
