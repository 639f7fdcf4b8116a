// Public keys of issuers, fetched from where the issuer says they are, and kept for a while. An unknown key id has
// them fetched again, but not more often than now and then: a stranger's tokens cannot make us ask without end.

import type { OidcProviderRecord } from "@coffer/store";
import { type CryptoKey, createLocalJWKSet, errors, type JSONWebKeySet } from "jose";
import { LRUCache } from "lru-cache";
import { type FetchJson, issuerFailed } from "./fetch-json.ts";

export interface IssuerKeys {
  /**
   * The key of that id, undefined when the issuer has none.
   * @throws ApiError `AuthenticationFail.OIDCToken.Invalid` when the issuer cannot be asked,
   * `AuthenticationFail.OIDCToken.PublicKeyFingerprintMismatch`
   */
  find(
    provider: OidcProviderRecord,
    header: { readonly alg: string; readonly kid: string | undefined },
    now: number,
  ): Promise<CryptoKey | undefined>;
}

interface Kept {
  readonly resolve: ReturnType<typeof createLocalJWKSet>;
  readonly fetchedAt: number;
}

const FRESH_MILLISECONDS = 60 * 60 * 1000;
const REFETCH_MILLISECONDS = 30 * 1000;
const MOST_PROVIDERS = 1_000;

/** Providers that are changed are others: nothing of the one before is used. */
const nameOf = (provider: OidcProviderRecord): string =>
  [provider.id, provider.issuer, provider.updatedAt].join(" ");

function isKeySet(value: unknown): value is JSONWebKeySet {
  return (
    typeof value === "object" && value !== null && "keys" in value && Array.isArray(value.keys)
  );
}

async function fetchKeys(
  provider: OidcProviderRecord,
  fetchJson: FetchJson,
): Promise<JSONWebKeySet> {
  const base = provider.issuer.replace(/\/$/, "");
  const found = await fetchJson(`${base}/.well-known/openid-configuration`, provider);
  const { issuer, jwks_uri: place } = { ...(found as { issuer?: unknown; jwks_uri?: unknown }) };
  if (issuer !== provider.issuer || typeof place !== "string") {
    throw issuerFailed("its configuration is another's");
  }
  const keys = await fetchJson(place, provider);
  if (!isKeySet(keys)) throw issuerFailed("its keys are no key set");
  return keys;
}

export function createIssuerKeys(fetchJson: FetchJson): IssuerKeys {
  const kept = new LRUCache<string, Kept>({ max: MOST_PROVIDERS });
  const underWay = new Map<string, Promise<Kept>>();

  /** Requests that come meanwhile wait for the same answer. */
  function fetched(provider: OidcProviderRecord, now: number): Promise<Kept> {
    const name = nameOf(provider);
    const running = underWay.get(name);
    if (running !== undefined) return running;
    const fetching = fetchKeys(provider, fetchJson)
      .then((keys) => {
        const made = { resolve: createLocalJWKSet(keys), fetchedAt: now };
        kept.set(name, made);
        return made;
      })
      .finally(() => underWay.delete(name));
    underWay.set(name, fetching);
    return fetching;
  }

  return {
    async find(provider, header, now) {
      const known = kept.get(nameOf(provider));
      const age = known === undefined ? Number.POSITIVE_INFINITY : Math.abs(now - known.fetchedAt);
      let set =
        known !== undefined && age < FRESH_MILLISECONDS ? known : await fetched(provider, now);
      const token = { alg: header.alg, ...(header.kid === undefined ? {} : { kid: header.kid }) };
      for (;;) {
        try {
          return await set.resolve(token);
        } catch (error) {
          // Two keys of one id are no answer either: which of them signed is not for the token to say.
          if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
          if (Math.abs(now - set.fetchedAt) < REFETCH_MILLISECONDS) return undefined;
          set = await fetched(provider, now);
        }
      }
    },
  };
}
