// What is in force for a caller, ready to be asked. Policies are compiled once by their content; the set of a user or
// role is kept for as long as the store gives the same grants, so that whatever is taken away counts at the next look.
import { type CompiledPolicy, createPolicyCache, type NamedPolicy } from "@coffer/policy";
import type { Grants } from "@coffer/store";
import { findSystemPolicy } from "../domain/identity/system-policies.ts";

export interface PoliciesInForce {
  readonly identity: readonly NamedPolicy[];
  /** Whether any condition speaks of tags: only then they are looked up. */
  readonly asksForTags: boolean;
}

/** One policy that comes with a session or with what is asked about. */
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
    const texts = grants.policies.map((each) => ({ name: each.name, text: textOf(each) }));
    const made = {
      identity: texts.map(({ name, text }) => ({
        name,
        policy: this.#cache.compile(text, "identity"),
      })),
      asksForTags: texts.some(({ text }) => asksForTags(text)),
    };
    this.#sets.set(grants, made);
    return made;
  }

  /** The policy of a session, a key, a secret or a role. */
  carried(name: string, text: string, kind: "session" | "key" | "secret" | "trust"): Carried {
    const policy = this.#cache.compile(text, kind);
    const asks = this.#asking.get(policy) ?? asksForTags(text);
    this.#asking.set(policy, asks);
    return { policy: { name, policy }, asksForTags: asks };
  }
}
