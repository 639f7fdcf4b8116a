// Identity providers as they are written and as they are kept.
import { X509Certificate } from "node:crypto";
import { ApiError } from "@coffer/contract";
import type { OidcProviderRecord } from "@coffer/store";
import { wireTime } from "../times.ts";

const MOST_CLIENT_IDS = 50;
const MOST_FINGERPRINTS = 5;

function invalid(parameter: string, why: string): ApiError {
  return new ApiError(
    "InvalidParameter",
    `The specified parameter \`${parameter}\` is not valid: ${why}.`,
  );
}

function listOf(text: string): string[] {
  const items = text.split(",").map((each) => each.trim());
  return [...new Set(items.filter((each) => each !== ""))];
}

/** @throws ApiError `InvalidParameter` */
export function clientIdsOf(text: string): readonly string[] {
  const ids = listOf(text);
  if (ids.length > 0 && ids.length <= MOST_CLIENT_IDS) return ids;
  throw invalid("ClientIds", `expected 1 to ${MOST_CLIENT_IDS} of them`);
}

/** In upper-case hex without colons. @throws ApiError `InvalidParameter` */
export function fingerprintsOf(text: string): readonly string[] {
  const fingerprints = listOf(text).map((each) => each.replaceAll(":", "").toUpperCase());
  const isRight = fingerprints.every((each) => /^[0-9A-F]{40}$/.test(each));
  if (isRight && fingerprints.length <= MOST_FINGERPRINTS) return fingerprints;
  throw invalid("Fingerprints", `expected at most ${MOST_FINGERPRINTS} of 40 hexadecimal digits`);
}

/** @throws ApiError `InvalidParameter` for what is no certificate */
export function checkAuthorities(pem: string): string {
  const certificates =
    pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    for (const each of certificates) new X509Certificate(each);
    if (certificates.length > 0) return `${certificates.join("\n")}\n`;
  } catch {
    // Told below.
  }
  throw invalid("CertificateAuthorities", "expected certificates in PEM");
}

export function oidcProviderView(provider: OidcProviderRecord) {
  return {
    Arn: `acs:ram::${provider.accountId}:oidc-provider/${provider.name}`,
    OIDCProviderName: provider.name,
    IssuerUrl: provider.issuer,
    ClientIds: provider.clientIds.join(","),
    Fingerprints: provider.fingerprints.join(","),
    IssuanceLimitTime: provider.issuanceLimitHours,
    Description: provider.description,
    CreateDate: wireTime(provider.createdAt),
    UpdateDate: wireTime(provider.updatedAt),
    GmtCreate: wireTime(provider.createdAt),
    GmtModified: wireTime(provider.updatedAt),
  };
}
