// What is in force for a caller, ready to be asked. Policies are compiled once by their content; the set of a user or
// role is kept for as long as the store gives the same grants, so that whatever is taken away counts at the next look.
import {
  type CompiledPolicy,
  createPolicyCache,
  type NamedPolicy,
  type PolicyKind,
} from "@coffer/policy";
import type { Grants } from "@coffer/store";
import { findSystemPolicy } from "../domain/identity/system-policies.ts";

export interface PoliciesInForce {
  readonly identity: readonly NamedPolicy[];
  /** Whether any condition speaks of tags: only then they are looked up. */
  readonly asksForTags: boolean;
}

/** One policy, ready to be asked. */
export interface Carried {
  readonly policy: NamedPolicy;
  readonly asksForTags: boolean;
}

/** In any spelling that a policy could have it: escapes are JSON's own, so the text is read first. */
function asksForTags(document: string): boolean {
  return /tag\//i.test(JSON.stringify(JSON.parse(document)));
}

const NOTHING: PoliciesInForce = { identity: [], asksForTags: false };

/** A document in force was checked when it came. One that is no policy all the same stops the request. */
function textOf({ type, name, document }: Grants["policies"][number]): string {
  const text = type === "System" ? findSystemPolicy(name)?.document : document;
  if (text === undefined) throw new Error(`the policy \`${name}\` has no text`);
  return text;
}

export class PolicyShelf {
  readonly #cache = createPolicyCache();
  readonly #sets = new WeakMap<Grants, PoliciesInForce>();
  readonly #asking = new WeakMap<CompiledPolicy, boolean>();

  ofGrants(grants: Grants | undefined): PoliciesInForce {
    if (grants === undefined) return NOTHING;
    const kept = this.#sets.get(grants);
    if (kept !== undefined) return kept;
    const all = grants.policies.map((each) => this.ready(each.name, textOf(each), "identity"));
    const made = {
      identity: all.map(({ policy }) => policy),
      asksForTags: all.some((each) => each.asksForTags),
    };
    this.#sets.set(grants, made);
    return made;
  }

  /** One policy: of a user or role, a session, a key, a secret, or the trust policy of a role. */
  ready(name: string, text: string, kind: PolicyKind): Carried {
    const policy = this.#cache.compile(text, kind);
    const asks = this.#asking.get(policy) ?? asksForTags(text);
    this.#asking.set(policy, asks);
    return { policy: { name, policy }, asksForTags: asks };
  }
}
