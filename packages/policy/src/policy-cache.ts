// Compiled policies by their content: the same text attached to a thousand users is compiled once. Bounded by number
// and by characters; the one not used for longest goes first.
import { type CompiledPolicy, compile } from "./compile.ts";
import { parsePolicy } from "./parse.ts";
import type { PolicyKind } from "./policy-error.ts";

export interface PolicyCacheLimits {
  readonly policies: number;
  readonly characters: number;
}

export interface PolicyCache {
  /**
   * The compiled policy of this text.
   * @throws PolicyError as `parsePolicy` does, each time: refusals are not kept
   */
  readonly compile: (text: string, kind: PolicyKind) => CompiledPolicy;
  /** How many policies are kept. */
  readonly size: () => number;
}

const DEFAULT_LIMITS: PolicyCacheLimits = { policies: 10_000, characters: 8_000_000 };

export function createPolicyCache(limits: PolicyCacheLimits = DEFAULT_LIMITS): PolicyCache {
  // A map remembers the order in which its entries came: oldest first.
  const kept = new Map<string, CompiledPolicy>();
  let characters = 0;
  const drop = (key: string): void => {
    if (kept.delete(key)) characters -= key.length;
  };
  const keep = (key: string, compiled: CompiledPolicy): void => {
    kept.set(key, compiled);
    characters += key.length;
    for (const oldest of kept.keys()) {
      if (kept.size <= limits.policies && characters <= limits.characters) break;
      drop(oldest);
    }
  };
  return {
    compile: (text, kind) => {
      const key = `${kind}:${text}`;
      const compiled = kept.get(key) ?? compile(parsePolicy(text, kind));
      drop(key);
      keep(key, compiled);
      return compiled;
    },
    size: () => kept.size,
  };
}
