// AssumeRoleWithOIDC: the token was checked as the caller's proof, and the trust policy has allowed it.
import { wireTime } from "../../domain/times.ts";
import { issueSession } from "../../resources/issue-session.ts";
import type { StsHandler } from "../handler.ts";

export const assumeRoleWithOidc: StsHandler<"AssumeRoleWithOIDC"> = async (request, context) => {
  const { caller } = context;
  if (caller.kind !== "federated") throw new Error("the caller was not authenticated by a token");
  const { claims } = caller;
  return {
    ...(await issueSession(request, context)),
    OIDCTokenInfo: {
      Subject: claims.subject,
      Issuer: claims.issuer,
      ClientIds: claims.audiences.join(","),
      ExpirationTime: wireTime(claims.expiresAt),
      IssuanceTime: wireTime(claims.issuedAt),
      VerificationInfo: "Success",
    },
  };
};
