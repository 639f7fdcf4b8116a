// The setting `rate-limits`: `secrets:read=450, crypto=1000, *=500`. A group is an area of the contract, an effect of
// its operations, both (`area:effect`), or `*`.
import { PRODUCTS } from "@coffer/contract";

export interface RateLimit {
  readonly group: string;
  /** Requests of one identity in a second. */
  readonly perSecond: number;
}

const ROWS = PRODUCTS.flatMap(({ operations }) => Object.values(operations));

/** Every group that a limit may name. */
export const RATE_LIMIT_GROUPS: ReadonlySet<string> = new Set([
  "*",
  ...ROWS.flatMap(({ area, effect }) => [area, effect, `${area}:${effect}`]),
]);

const MOST_PER_SECOND = 1_000_000;

/** The limits, or a sentence that says what is wrong with the text. */
export function readRateLimits(text: string): readonly RateLimit[] | string {
  const limits: RateLimit[] = [];
  for (const part of text.split(",").map((each) => each.trim())) {
    if (part === "") continue;
    const [, group = "", digits = ""] = /^([a-z*:-]+)=(\d{1,7})$/.exec(part) ?? [];
    const perSecond = Number(digits);
    if (!RATE_LIMIT_GROUPS.has(group)) {
      const known = "an area such as `secrets`, an effect such as `write`, `area:effect`, or `*`";
      return `\`${part}\` must be a group and a number, as in \`crypto=1000\`; a group is ${known}`;
    }
    if (perSecond < 1 || perSecond > MOST_PER_SECOND) {
      return `\`${part}\` must allow 1 to ${MOST_PER_SECOND} requests per second`;
    }
    if (limits.some((limit) => limit.group === group)) return `\`${group}\` is limited twice`;
    limits.push({ group, perSecond });
  }
  return limits;
}
