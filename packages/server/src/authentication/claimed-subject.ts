// Whom a token claims to speak for, before anything about it is checked. Never throws.
import { createHash } from "node:crypto";
import { decodeJwt } from "jose";

const text = (value: unknown): string => (typeof value === "string" ? value : "");

function claimsOf(token: string): readonly [issuer: string, subject: string] {
  try {
    const { iss, sub } = decodeJwt(token);
    return [text(iss), text(sub)];
  } catch {
    return ["", ""];
  }
}

/** Of one length, however long the claims are: nobody fills a table by them. Tokens that say nothing are one. */
export function claimedSubject(provider: string, token: string): string {
  const claims = JSON.stringify([provider, ...claimsOf(token)]);
  return createHash("sha256").update(claims).digest("base64url");
}
