// How many requests each identity may send in a second: a token bucket for each identity and group of operations.
// A bucket holds one second's worth, so that short bursts pass. Buckets of identities not seen for long are forgotten;
// they would be full again.
import { ApiError, type Operation, type Product } from "@coffer/contract";
import { LRUCache } from "lru-cache";
import type { RateLimit } from "../config/rate-limits.ts";
import type { Caller } from "../context.ts";
import { callerId } from "../context.ts";

export interface RateLimits {
  /** Takes one request's token. @throws ApiError the product's code for throttling, with the time to wait */
  check(
    caller: Caller,
    target: { readonly product: Product; readonly row: Operation },
    now: number,
  ): void;
}

interface Bucket {
  tokens: number;
  /** When `tokens` was right, in milliseconds since 1970. */
  at: number;
}

/** Identities times groups that are remembered. */
const MOST = 50_000;

/** The limit that speaks about an operation: of its area and effect, its area, its effect, or all; in this order. */
function limitOf(limits: ReadonlyMap<string, RateLimit>, row: Operation): RateLimit | undefined {
  const names = [`${row.area}:${row.effect}`, row.area, row.effect, "*"];
  return names.map((name) => limits.get(name)).find((limit) => limit !== undefined);
}

/** Tokens at this moment. A clock that went back gives nothing and takes nothing. */
function refilled({ tokens, at }: Bucket, perSecond: number, now: number): number {
  const elapsed = Math.max(0, now - at);
  return Math.min(Math.max(1, perSecond), tokens + (elapsed * perSecond) / 1000);
}

export function createRateLimits(given: readonly RateLimit[]): RateLimits {
  const limits = new Map(given.map((limit) => [limit.group, limit]));
  const buckets = new LRUCache<string, Bucket>({ max: MOST });
  return {
    check(caller, { product, row }, now) {
      const limit = limits.size === 0 ? undefined : limitOf(limits, row);
      if (limit === undefined) return;
      const { perSecond, group } = limit;
      const name = `${callerId(caller)} ${group}`;
      const bucket = buckets.get(name) ?? { tokens: Math.max(1, perSecond), at: now };
      const tokens = refilled(bucket, perSecond, now);
      if (tokens < 1) {
        buckets.set(name, { tokens, at: now });
        const retryAfterSeconds = Math.max(1, Math.ceil((1 - tokens) / perSecond));
        throw new ApiError(product.throttled, undefined, { retryAfterSeconds });
      }
      buckets.set(name, { tokens: tokens - 1, at: now });
    },
  };
}
