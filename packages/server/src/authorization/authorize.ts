// May this caller do this? The row's action is asked on each of the row's resources, before anything about
// them is told. Policies answer here, in this place and nowhere else.
import type { Operation, Product } from "@coffer/contract";
import {
  type Context,
  type Decision,
  decide,
  type AccessRequest as PolicyQuestion,
  type PolicySet,
} from "@coffer/policy";
import { type PrincipalIds, principalKey } from "@coffer/store";
import { type Caller, callerId } from "../context.ts";
import { noRole } from "../domain/identity/no-role.ts";
import { exactTime } from "../domain/times.ts";
import { denial } from "./denial.ts";
import type { Lookups, Naming } from "./named-resources.ts";
import { type Carried, type PoliciesInForce, PolicyShelf } from "./policies-in-force.ts";
import type { Place, Question } from "./question.ts";
import { questionsOf } from "./questions.ts";

/** What is asked: everything that a policy may look at. */
export interface AuthorizationRequest {
  readonly caller: Caller;
  readonly product: Product;
  readonly operation: string;
  readonly row: Operation;
  /** Decoded by the row's shapes. */
  readonly members: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly sourceIp: string | undefined;
  readonly secureTransport: boolean;
}

export interface Authorization {
  /** What the request asks for, in the order in which it is looked at; none where nothing is asked. */
  questionsOf(request: AuthorizationRequest): Promise<readonly Question[]>;
  /**
   * @throws ApiError the product's code of denial (`Forbidden.NoPermission` of KMS, `NoPermission` of the others);
   * `EntityNotExist.Role` for a role of the caller's account that is not there and that the caller may assume
   */
  authorize(request: AuthorizationRequest, questions: readonly Question[]): Promise<void>;
  /** The same, by what a transaction sees. */
  within(store: Lookups): Authorization;
}

function principalOf(caller: Caller): PolicyQuestion["principal"] {
  const { accountId: account } = caller;
  switch (caller.kind) {
    case "root":
      return { type: "root", account };
    case "user":
      return { type: "user", account, name: caller.userName };
    case "role":
      return { type: "role", account, name: caller.roleName, session: caller.sessionName };
    case "federated":
      return { type: "federated", account, provider: caller.provider };
  }
}

/** To a policy that means somebody else by the caller's name, the caller is a namesake. */
function asMeantBy(
  { principals }: OnResource,
  caller: Caller,
  principal: PolicyQuestion["principal"],
): PolicyQuestion["principal"] {
  if (principal.type !== "user" && principal.type !== "role") return principal;
  const id = callerId(caller);
  const { type, account, name } = principal;
  return { ...principal, isNamesake: principals[principalKey(type, account, name)] !== id };
}

const NOBODY: PrincipalIds = {};

/** The policy on what is asked about, and whom its names mean. */
type OnResource = Carried & { readonly principals: PrincipalIds };

/** What every question of a request has in common. */
function commonContext({ now, sourceIp, secureTransport, members, caller }: AuthorizationRequest) {
  const externalId = members.ExternalId;
  const context: Record<string, string | readonly string[]> = {
    "acs:CurrentTime": exactTime(now),
    "acs:SecureTransport": String(secureTransport),
  };
  if (sourceIp !== undefined) context["acs:SourceIp"] = sourceIp;
  if (typeof externalId === "string") context["sts:ExternalId"] = externalId;
  if (caller.kind === "federated") {
    context["oidc:iss"] = caller.claims.issuer;
    context["oidc:sub"] = caller.claims.subject;
    context["oidc:aud"] = caller.claims.audiences;
  }
  return context;
}

function notHere({
  action,
  resources: [resource = ""],
}: Pick<PolicyQuestion, "action" | "resources">): Decision {
  return { effect: "ImplicitDeny", cause: "NothingAllows", decidedBy: [], action, resource };
}

class PolicyAuthorization implements Authorization {
  readonly #place: Place;
  readonly #store: Lookups;
  readonly #shelf: PolicyShelf;

  constructor(place: Place, store: Lookups, shelf: PolicyShelf) {
    this.#place = place;
    this.#store = store;
    this.#shelf = shelf;
  }

  within(store: Lookups): Authorization {
    return new PolicyAuthorization(this.#place, store, this.#shelf);
  }

  async questionsOf(request: AuthorizationRequest): Promise<readonly Question[]> {
    const { caller, row, members } = request;
    if (row.authorization === "none") return [];
    const { accountId, region } = this.#place;
    const policyType = members.PolicyType;
    const naming: Naming = { accountId, region, store: this.#store, caller, policyType };
    return questionsOf(request, naming);
  }

  async authorize(request: AuthorizationRequest, questions: readonly Question[]): Promise<void> {
    const { caller, row, product } = request;
    // Who signs is nobody's provider, and whom a provider vouches for may do nothing else.
    if ((row.authentication === "oidc") !== (caller.kind === "federated")) {
      throw denial(product, caller, notHere({ action: row.action, resources: [] }));
    }
    const isOwner = caller.kind === "root" && caller.accountId === this.#place.accountId;
    // The account itself may do everything in it; whether it may assume a role is asked below.
    if (row.authorization === "none" || (isOwner && product.name !== "sts")) return;
    const inForce = await this.#inForce(caller);
    const session = this.#sessionPolicy(caller);
    const common = commonContext(request);
    const itself = principalOf(caller);
    for (const question of questions) {
      const carried = await this.#carried(question);
      const identityOnly: PolicySet = { identity: inForce.identity };
      const policies: PolicySet =
        session === undefined && carried === undefined
          ? identityOnly
          : {
              ...identityOnly,
              ...(session && { session: session.policy }),
              ...(carried && { resource: new Map([[question.resource, carried.policy]]) }),
            };
      const principal = carried === undefined ? itself : asMeantBy(carried, caller, itself);
      const tags = inForce.asksForTags || session?.asksForTags || carried?.asksForTags;
      const context = tags ? { ...common, ...(await this.#tags(question)) } : common;
      const { action, resource, owner: account } = question;
      // Another account's keys and secrets are not here, whoever that account's root may be.
      const isElsewhere = product.isOfInstallation && account !== this.#place.accountId;
      const asked = { action, resources: [resource], principal, account, context };
      const decision = isElsewhere ? notHere(asked) : decide(asked, policies);
      if (decision.effect === "Allow") continue;
      // Which roles another account has is nobody's business.
      const isOwn = question.role !== undefined && account === caller.accountId;
      if (isOwn && carried === undefined && decision.cause === "ResourceSideMissing") {
        throw noRole();
      }
      throw denial(product, caller, decision);
    }
  }

  async #inForce(caller: Caller): Promise<PoliciesInForce> {
    if (caller.kind === "user") {
      return this.#shelf.ofGrants(await this.#store.grants("user", caller.userId));
    }
    if (caller.kind === "role") {
      return this.#shelf.ofGrants(await this.#store.grants("role", caller.roleId));
    }
    return this.#shelf.ofGrants(undefined);
  }

  #sessionPolicy(caller: Caller): Carried | undefined {
    const text = caller.kind === "role" ? caller.sessionPolicy : undefined;
    if (text === undefined) return undefined;
    return this.#shelf.ready("session", text, "session");
  }

  /** The policy of the key or secret itself, or the trust policy of the role that is to be assumed. */
  async #carried({ bearer, role, owner, action }: Question): Promise<OnResource | undefined> {
    if (role !== undefined && action.startsWith("sts:")) {
      const found = await this.#store.identity("role", owner, role);
      if (found === undefined) return undefined;
      const { trustPolicy, principals = NOBODY } = found;
      return { ...this.#shelf.ready(role, trustPolicy, "trust"), principals };
    }
    if (bearer === undefined) return undefined;
    const found = await this.#store.resourcePolicy(bearer.kind, bearer.id);
    if (found === undefined) return undefined;
    const { document, principals } = found;
    return { ...this.#shelf.ready(bearer.id, document, bearer.kind), principals };
  }

  /** A tag that is not there is a key that is not there. */
  async #tags({ bearer }: Question): Promise<Context> {
    if (bearer === undefined) return {};
    const tags = Object.entries(await this.#store.tagsOf(bearer.kind, bearer.id));
    const named = tags.flatMap(([key, value]) => [
      ...(bearer.kind === "key" ? [[`kms:tag/${key}`, value]] : []),
      [`acs:ResourceTag/${key}`, value],
    ]);
    return Object.fromEntries(named);
  }
}

export function createAuthorization({
  store,
  ...place
}: Place & { readonly store: Lookups }): Authorization {
  return new PolicyAuthorization(place, store, new PolicyShelf());
}
