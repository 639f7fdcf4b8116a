// Slows down who guesses: after some wrong signatures, unknown AccessKeys or wrong tokens, requests that claim the same
// identity from the same address, and then of the whole address, are refused unread until time has passed. Counted for
// both: one address alone cannot lock anybody out for callers elsewhere, nor one caller all others of its address.
//
// A refused attempt is not looked at, so that it cannot tell a right guess from a wrong one; it costs no time either.
import { ApiError, type ErrorCode } from "@coffer/contract";
import { LRUCache } from "lru-cache";

export interface Attempt {
  /** Whom the request claims to be from: an AccessKey, or what a token says; empty when it names nobody. */
  readonly claimed: string;
  /** Undefined where requests come from no network: then nothing is counted. */
  readonly address: string | undefined;
}

export interface GuessGuard {
  /** @throws ApiError `Rejected.Throttling` while attempts like this one must wait */
  check(attempt: Attempt, now: number): void;
  /** Counts an attempt that failed in this way, if it is one that a guess fails in. */
  failed(attempt: Attempt, code: ErrorCode, now: number): void;
}

interface Allowance {
  /** Failures before the first wait. */
  readonly burst: number;
  /** Milliseconds until one more failure is allowed. */
  readonly refillMilliseconds: number;
}

const OF_CLAIM: Allowance = { burst: 20, refillMilliseconds: 3_000 };
const OF_ADDRESS: Allowance = { burst: 200, refillMilliseconds: 300 };

/** What a guess of a secret, an AccessKey or a token ends in. */
const WRONG: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "SignatureDoesNotMatch",
  "InvalidAccessKeyId.NotFound",
  "InvalidSecurityToken.Malformed",
  "InvalidSecurityToken.MismatchWithAccessKey",
  "AuthenticationFail.OIDCToken.Invalid",
]);

/** Remembered claims and addresses that failed. */
const MOST = 50_000;

interface Failures {
  count: number;
  at: number;
}

class FailureTable {
  readonly #allowance: Allowance;
  readonly #failures = new LRUCache<string, Failures>({ max: MOST });

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  /** Failures not yet made good by time. A clock that went back makes good nothing. */
  #count(name: string, now: number): number {
    const found = this.#failures.get(name);
    if (found === undefined) return 0;
    const made = Math.max(0, now - found.at) / this.#allowance.refillMilliseconds;
    return Math.max(0, found.count - made);
  }

  /** Seconds to wait, or 0. */
  wait(name: string, now: number): number {
    const { burst, refillMilliseconds } = this.#allowance;
    const over = this.#count(name, now) - (burst - 1);
    return over <= 0 ? 0 : Math.ceil((over * refillMilliseconds) / 1000);
  }

  add(name: string, now: number): void {
    this.#failures.set(name, { count: this.#count(name, now) + 1, at: now });
  }
}

/** Longer claims are counted as one: no AccessKey is that long, and of a token comes a hash. */
const CLAIM_CHARACTERS = 128;

function nameOf({ claimed, address }: Attempt): string {
  return `${address} ${claimed.slice(0, CLAIM_CHARACTERS)}`;
}

export function createGuessGuard(): GuessGuard {
  const claims = new FailureTable(OF_CLAIM);
  const addresses = new FailureTable(OF_ADDRESS);
  return {
    check(attempt, now) {
      if (attempt.address === undefined) return;
      const wait = Math.max(
        claims.wait(nameOf(attempt), now),
        addresses.wait(attempt.address, now),
      );
      if (wait === 0) return;
      const message =
        "Too many requests with a wrong signature, AccessKey or token came from here.";
      throw new ApiError("Rejected.Throttling", message, { retryAfterSeconds: wait });
    },
    failed(attempt, code, now) {
      if (attempt.address === undefined || !WRONG.has(code)) return;
      claims.add(nameOf(attempt), now);
      addresses.add(attempt.address, now);
    },
  };
}
