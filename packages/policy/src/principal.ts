// Who calls, whom a policy names, and whether it is the same one. Accounts, users and roles are named under `RAM`;
// trust policies also know services and identity providers.
import { foldCase } from "./fold-case.ts";
import type { PolicyKind } from "./policy-error.ts";

interface Named {
  readonly account: string;
  readonly name: string;
  /**
   * The policy on the resource speaks of another one of this name, who was there when it was written: an Allow for
   * that name is not for the caller; a Deny is taken at its word.
   */
  readonly isNamesake?: boolean;
}

/** The caller of a request. A role is always a session of that role. */
export type Caller =
  | { readonly type: "root"; readonly account: string }
  | (Named & { readonly type: "user" })
  | (Named & { readonly type: "role"; readonly session?: string })
  | { readonly type: "service"; readonly account: string; readonly service: string }
  | { readonly type: "federated"; readonly account: string; readonly provider: string };

/** One entry of a `Principal`. */
export type Principal =
  | { readonly type: "account"; readonly account: string }
  | { readonly type: "user" | "role"; readonly account: string; readonly name: string }
  | { readonly type: "service"; readonly service: string }
  | { readonly type: "federated"; readonly provider: string };

export type PrincipalMember = "RAM" | "Service" | "Federated";

/** What decides beside the names: which side of a statement the entry is on, and whose the resource is. */
export interface PrincipalPlace {
  readonly kind: PolicyKind;
  readonly effect: "Allow" | "Deny";
  readonly owner: string;
}

const READERS: Readonly<Record<PrincipalMember, (text: string) => Principal | undefined>> = {
  RAM: (text) => {
    const match = /^acs:ram::([0-9]+):(?:(root|\*)|(user|role)\/([^*?/:\s]+))$/.exec(text);
    const [, account = "", whole, type, name = ""] = match ?? [];
    if (match === null) return undefined;
    if (whole !== undefined) return { type: "account", account };
    return { type: type === "user" ? "user" : "role", account, name };
  },
  Service: (text) =>
    /^[A-Za-z0-9@._-]+\.aliyuncs\.com$/.test(text) ? { type: "service", service: text } : undefined,
  Federated: (text) =>
    /^acs:ram::[0-9]+:(?:saml|oidc)-provider\/[^*?/:\s]+$/.test(text)
      ? { type: "federated", provider: text }
      : undefined,
};

const MEMBERS: ReadonlyMap<string, PrincipalMember> = new Map([
  ["RAM", "RAM"],
  ["Service", "Service"],
  ["Federated", "Federated"],
]);

/** The member of that name, if a policy of this kind may have it: only trust policies name more than `RAM`. */
export function principalMember(kind: PolicyKind, name: string): PrincipalMember | undefined {
  return kind === "trust" || name === "RAM" ? MEMBERS.get(name) : undefined;
}

/** Undefined for a text that names nobody, and for the wildcard where an account must be written as `root`. */
export function readPrincipal(
  kind: PolicyKind,
  member: PrincipalMember,
  text: string,
): Principal | undefined {
  return kind === "trust" && text.endsWith(":*") ? undefined : READERS[member](text);
}

/**
 * An account in the policy of a key or secret. Were it everyone in the account, the default policy would give every
 * user every right on every key; so an Allow for the owning account leaves its users to their identity policies, and
 * for another account it is the owner's consent. A Deny is taken at its word, but never binds the owner's root.
 */
function accountMatches(
  account: string,
  caller: Caller,
  { effect, owner }: PrincipalPlace,
): boolean {
  if (caller.account !== account) return false;
  const isRoot = caller.type === "root";
  if (account !== owner) return true;
  return effect === "Allow" ? isRoot : !isRoot;
}

/** Whether this entry of a `Principal` names the caller. */
export function principalMatches(
  principal: Principal,
  caller: Caller,
  place: PrincipalPlace,
): boolean {
  if (caller.type === "service") {
    const isOwn = caller.account === place.owner;
    return principal.type === "service" && isOwn && principal.service === caller.service;
  }
  if (caller.type === "federated") {
    return principal.type === "federated" && principal.provider === caller.provider;
  }
  if (principal.type === "account") {
    if (place.kind !== "trust") return accountMatches(principal.account, caller, place);
    return caller.type !== "root" && principal.account === caller.account;
  }
  if (caller.type !== "root" && caller.isNamesake && place.effect === "Allow") return false;
  return (
    principal.type === caller.type &&
    principal.account === caller.account &&
    foldCase(principal.name) === foldCase(caller.name)
  );
}
