// Public keys of issuers, fetched from where the issuer says they are, and kept for a while. An unknown key id has
// them fetched again, but not more often than now and then: a stranger's tokens cannot make us ask without end.
//
// What an issuer has among its keys is its own affair: what is no key, cannot be read or is too small is passed over,
// as if it were not there, and takes nothing from the keys beside it.
import type { OidcProviderRecord } from "@coffer/store";
import { type CryptoKey, createLocalJWKSet, errors, type JSONWebKeySet } from "jose";
import { LRUCache } from "lru-cache";
import { type FetchJson, IssuerFailure, issuerFailed } from "./fetch-json.ts";

export interface IssuerKeys {
  /**
   * The key of that id, undefined when the issuer has none that can be used.
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
/** An issuer that just failed is left alone for so long: its tokens are no guesses, so nothing else slows them down. */
const FAILED_MILLISECONDS = 5_000;
const MOST_PROVIDERS = 1_000;

/** Providers that are changed are others: nothing of the one before is used. */
const nameOf = (provider: OidcProviderRecord): string =>
  [provider.id, provider.issuer, provider.updatedAt].join(" ");

/** RSA below it is refused, as RFC 7518 (3.3) asks. */
const FEWEST_MODULUS_BITS = 2048;

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The members that may be keys; undefined for what is no key set. */
function keySetOf(value: unknown): JSONWebKeySet | undefined {
  const keys: unknown = isObject(value) && "keys" in value ? value.keys : undefined;
  // What they hold is looked at when one of them is needed.
  return Array.isArray(keys) ? ({ keys: keys.filter(isObject) } as JSONWebKeySet) : undefined;
}

/** Of a key that does not verify by a modulus there is nothing to measure. */
function isStrong({ algorithm }: CryptoKey): boolean {
  const { modulusLength = FEWEST_MODULUS_BITS } = algorithm as { modulusLength?: number };
  return modulusLength >= FEWEST_MODULUS_BITS;
}

type Token = { readonly alg: string; readonly kid?: string };

/**
 * The usable keys that a token's header fits. Reading a key fails in ways that depend on what is wrong with it, and
 * each means the same here.
 */
async function usable(resolve: Kept["resolve"], token: Token): Promise<readonly CryptoKey[]> {
  const found: CryptoKey[] = [];
  try {
    found.push(await resolve(token));
  } catch (error) {
    // Passes over those that cannot be read.
    if (error instanceof errors.JWKSMultipleMatchingKeys)
      for await (const key of error) found.push(key);
  }
  return found.filter(isStrong);
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
  const keys = keySetOf(await fetchJson(place, provider));
  if (keys === undefined) throw issuerFailed("its keys are no key set");
  return keys;
}

export function createIssuerKeys(fetchJson: FetchJson): IssuerKeys {
  const kept = new LRUCache<string, Kept>({ max: MOST_PROVIDERS });
  const failed = new LRUCache<string, { error: IssuerFailure; at: number }>({
    max: MOST_PROVIDERS,
  });
  const underWay = new Map<string, Promise<Kept>>();

  /** Requests that come meanwhile wait for the same answer. */
  function fetched(provider: OidcProviderRecord, now: number): Promise<Kept> {
    const name = nameOf(provider);
    const running = underWay.get(name);
    if (running !== undefined) return running;
    const before = failed.get(name);
    if (before !== undefined && Math.abs(now - before.at) < FAILED_MILLISECONDS) {
      return Promise.reject(before.error);
    }
    const fetching = fetchKeys(provider, fetchJson)
      .then((keys) => {
        const made = { resolve: createLocalJWKSet(keys), fetchedAt: now };
        kept.set(name, made);
        return made;
      })
      .catch((error: unknown) => {
        if (error instanceof IssuerFailure) failed.set(name, { error, at: now });
        throw error;
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
        const [key, ...others] = await usable(set.resolve, token);
        // Two keys of one id are no answer either: which of them signed is not for the token to say.
        if (key !== undefined) return others.length === 0 ? key : undefined;
        if (Math.abs(now - set.fetchedAt) < REFETCH_MILLISECONDS) return undefined;
        set = await fetched(provider, now);
      }
    },
  };
}
