// From what a request names to the resources it means. What is asked is what the handlers will look at: names are
// values here, never patterns, an ARN is taken at its word, and an alias is asked about beside its key.
import { parseArn, type ResourceRule } from "@coffer/contract";
import { DecryptionError, readCiphertextPlace } from "@coffer/crypto";
import type { ReadStore } from "@coffer/store";
import type { Caller } from "../context.ts";
import { findSystemPolicy } from "../domain/identity/system-policies.ts";
import type { Named } from "../domain/names.ts";
import type { Bearer, Place } from "./question.ts";

export type Lookups = Pick<
  ReadStore,
  "secret" | "aliasedKey" | "identity" | "grants" | "resourcePolicy" | "tagsOf"
>;

export interface NamedResource {
  readonly resource: string;
  readonly owner: string;
  readonly bearer?: Bearer;
  /** As in `Question`. */
  readonly role?: string;
  readonly named?: Named;
}

export interface Naming extends Place {
  readonly store: Lookups;
  readonly caller: Caller;
  /** `PolicyType` of RAM's operations on policies. */
  readonly policyType: unknown;
}

/** Stands for a key that nothing tells: what is no ciphertext of ours. */
const NO_KEY = "-";

function kmsResource(kind: string, name: string, { accountId, region, caller }: Naming) {
  // A bare name is of the caller's own account: who is of another must name the owner, by an ARN.
  const arn = parseArn(name);
  const owner = arn?.accountId ?? caller.accountId;
  const real = arn?.kind ?? kind;
  const id = arn?.name ?? (kind === "alias" ? name.replace(/^alias\//, "") : name);
  const resource = arn === undefined ? `acs:kms:${region}:${owner}:${real}/${id}` : name;
  const isHere = owner === accountId && (arn === undefined || arn.region === region);
  return { resource, owner, kind: real, id, isHere };
}

function keyResource(keyId: string, { accountId, region }: Place): NamedResource {
  const resource = `acs:kms:${region}:${accountId}:key/${keyId}`;
  const bearer = { kind: "key", id: keyId } as const;
  if (keyId === NO_KEY) return { resource, owner: accountId, bearer };
  return { resource, owner: accountId, bearer, named: { kind: "key", name: keyId } };
}

async function keyOfAlias(name: string, naming: Naming): Promise<readonly NamedResource[]> {
  // As the operation itself asks for it, so that of each alias in use one row is kept, not two.
  const key = await naming.store.aliasedKey(`alias/${name}`);
  return key === undefined ? [] : [keyResource(key.keyId, naming)];
}

/** A key by id, alias or ARN of either; a secret by name or ARN. */
async function kmsResources(
  kind: "key" | "secret" | "alias",
  name: string,
  naming: Naming,
): Promise<readonly NamedResource[]> {
  const meant = kmsResource(
    kind === "key" && name.startsWith("alias/") ? "alias" : kind,
    name,
    naming,
  );
  const { resource, owner, id, isHere } = meant;
  if (!isHere) return [{ resource, owner, named: { kind, name: resource } }];
  if (meant.kind === "key" || meant.kind === "secret") {
    const bearer = { kind: meant.kind, id } as const;
    return [{ resource, owner, bearer, named: { kind: meant.kind, name: id } }];
  }
  if (meant.kind !== "alias") return [{ resource, owner }];
  const itself = { resource, owner, named: { kind: "alias", name: `alias/${id}` } as const };
  return kind === "key" ? [itself, ...(await keyOfAlias(id, naming))] : [itself];
}

/** The key that protects a secret, if the secret names one of its own. */
async function keyOfSecret(name: string, naming: Naming): Promise<readonly NamedResource[]> {
  const { id, kind, isHere } = kmsResource("secret", name, naming);
  const secret = isHere && kind === "secret" ? await naming.store.secret(id) : undefined;
  return secret?.keyNamed ? [keyResource(secret.keyId, naming)] : [];
}

function keyOfCiphertext(text: string, place: Place): readonly NamedResource[] {
  try {
    return [keyResource(readCiphertextPlace(Buffer.from(text, "base64")).keyId, place)];
  } catch (error) {
    if (error instanceof DecryptionError) return [keyResource(NO_KEY, place)];
    throw error;
  }
}

const IDENTITIES = { user: "user", group: "group", role: "role", "ram-policy": "policy" } as const;
type IdentityRule = keyof typeof IDENTITIES;

/** Its stored case, so that nobody escapes a policy by writing a name in another. */
async function identityResource(
  rule: IdentityRule,
  name: string,
  naming: Naming,
): Promise<NamedResource> {
  const kind = IDENTITIES[rule];
  const arn = /^acs:ram:[^:]*:([0-9]+):([a-z-]+)\/(.+)$/s.exec(name);
  const [, owner = naming.caller.accountId, real = kind, bare = name] = arn ?? [];
  // Something else of that name is not what is meant.
  if (real !== kind) return { resource: name, owner, ...(rule === "role" ? { role: "" } : {}) };
  if (rule === "ram-policy" && naming.policyType === "System") {
    const stored = findSystemPolicy(name)?.name ?? name;
    const named = { kind: rule, name: stored };
    return { resource: `acs:ram::system:policy/${stored}`, owner: naming.caller.accountId, named };
  }
  const stored = (await naming.store.identity(kind, owner, bare))?.name ?? bare;
  const resource = `acs:ram::${owner}:${kind}/${stored}`;
  const named = { kind: rule, name: stored };
  return { resource, owner, named, ...(rule === "role" ? { role: stored } : {}) };
}

/** MFA devices and identity providers: named by their ARNs. */
function ownedResource(kind: string, name: string, { caller }: Naming): NamedResource {
  const owner = caller.accountId;
  const resource = name.startsWith("acs:ram:") ? name : `acs:ram::${owner}:${kind}/${name}`;
  return { resource, owner };
}

function isIdentityRule(kind: ResourceRule["kind"]): kind is IdentityRule {
  return Object.hasOwn(IDENTITIES, kind);
}

/** Every resource that this name means by that rule. */
export async function namedResources(
  { kind, via }: ResourceRule,
  name: string,
  naming: Naming,
): Promise<readonly NamedResource[]> {
  if (via === "secret") return keyOfSecret(name, naming);
  if (via === "alias") {
    const { id, isHere } = kmsResource("alias", name, naming);
    return isHere ? keyOfAlias(id, naming) : [];
  }
  if (via === "ciphertext") return keyOfCiphertext(name, naming);
  if (isIdentityRule(kind)) return [await identityResource(kind, name, naming)];
  if (kind === "mfa" || kind === "oidc-provider") return [ownedResource(kind, name, naming)];
  if (kind === "key" || kind === "secret" || kind === "alias") {
    return kmsResources(kind, name, naming);
  }
  return [containerOf(kind, naming)];
}

/** What creating and listing is asked about. */
export function containerOf(
  kind: ResourceRule["kind"],
  { accountId, region, caller }: Pick<Naming, "accountId" | "region" | "caller">,
): NamedResource {
  const owner = caller.accountId;
  if (kind === "key" || kind === "secret" || kind === "alias") {
    return { resource: `acs:kms:${region}:${accountId}:${kind}`, owner: accountId };
  }
  const ram = kind === "ram-policy" ? "policy" : kind;
  if (isIdentityRule(kind) || kind === "mfa" || kind === "oidc-provider") {
    return { resource: `acs:ram::${owner}:${ram}/*`, owner };
  }
  return { resource: `acs:kms:${region}:${accountId}:*`, owner: accountId };
}
