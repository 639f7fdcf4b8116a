// Identities in memory: the reading half, over committed tables or a transaction's overlays.
import type {
  Grants,
  IdentityKind,
  IdentityOf,
  IdentityReader,
  LinkKind,
  LinkRecord,
  NamePage,
  ResourcePolicyRecord,
} from "../identity.ts";
import { nameKey } from "../name-key.ts";
import { compareBytes } from "./compare-bytes.ts";
import { copyOf } from "./copy.ts";
import { joined } from "./joined.ts";
import type { ReadTable } from "./table.ts";

/** A record of any kind with its kind. */
export interface StoredIdentity {
  readonly kind: IdentityKind;
  readonly record: IdentityOf<IdentityKind>;
}

export interface IdentityTables {
  /** By id. */
  readonly identities: ReadTable<StoredIdentity>;
  /** By kind, account and name: the id. */
  readonly identityNames: ReadTable<string>;
  /** By kind, `from` and `to`. */
  readonly links: ReadTable<LinkRecord>;
  /** By resource type and id. */
  readonly resourcePolicies: ReadTable<ResourcePolicyRecord>;
  /** By account and name. */
  readonly accountSettings: ReadTable<string>;
}

export class MemoryIdentityReader implements IdentityReader {
  readonly #tables: IdentityTables;

  constructor(tables: IdentityTables) {
    this.#tables = tables;
  }

  async identity<Kind extends IdentityKind>(
    kind: Kind,
    accountId: string,
    name: string,
  ): Promise<IdentityOf<Kind> | undefined> {
    const id = this.#tables.identityNames.get(joined(kind, accountId, nameKey(name)));
    return id === undefined ? undefined : this.identityById(kind, id);
  }

  async identityById<Kind extends IdentityKind>(
    kind: Kind,
    id: string,
  ): Promise<IdentityOf<Kind> | undefined> {
    const found = this.#tables.identities.get(id);
    // The record is of the kind that it is stored with.
    return found?.kind === kind ? (copyOf(found.record) as IdentityOf<Kind>) : undefined;
  }

  async identities<Kind extends IdentityKind>(
    kind: Kind,
    accountId: string,
    { after, limit }: NamePage,
  ): Promise<readonly IdentityOf<Kind>[]> {
    const from = after === undefined ? undefined : nameKey(after);
    return [...this.#tables.identities.values()]
      .filter((each) => each.kind === kind && each.record.accountId === accountId)
      .map(({ record }) => ({ record, key: nameKey(record.name) }))
      .filter(({ key }) => from === undefined || compareBytes(key, from) > 0)
      .sort((a, b) => compareBytes(a.key, b.key))
      .slice(0, limit)
      .map(({ record }) => copyOf(record) as IdentityOf<Kind>);
  }

  async countIdentities(kind: IdentityKind, accountId: string): Promise<number> {
    const all = [...this.#tables.identities.values()];
    return all.filter((each) => each.kind === kind && each.record.accountId === accountId).length;
  }

  async links(
    kind: LinkKind,
    ends: { readonly from?: string; readonly to?: string },
    page?: NamePage,
  ): Promise<readonly LinkRecord[]> {
    const other = ends.from === undefined ? "from" : "to";
    return [...this.#tables.links.values()]
      .filter(
        (link) =>
          link.kind === kind &&
          (ends.from === undefined || link.from === ends.from) &&
          (ends.to === undefined || link.to === ends.to) &&
          (page?.after === undefined || compareBytes(link[other], page.after) > 0),
      )
      .sort((a, b) => compareBytes(a[other], b[other]))
      .slice(0, page?.limit)
      .map(copyOf);
  }

  async grants(kind: "user" | "role", id: string): Promise<Grants | undefined> {
    const identity = await this.identityById(kind, id);
    if (identity === undefined) return undefined;
    const groups = await this.links("membership", { from: id });
    const attached: string[] = [];
    for (const from of [id, ...groups.map(({ to }) => to)]) {
      for (const { to } of await this.links("attachment", { from })) attached.push(to);
    }
    const policies: Grants["policies"][number][] = [];
    for (const to of new Set(attached)) {
      if (to.startsWith("System:")) policies.push({ type: "System", name: to.slice(7) });
      const policy = await this.identityById("policy", to.slice("Custom:".length));
      if (policy === undefined) continue;
      const document = policy.versions.find(
        ({ versionId }) => versionId === policy.defaultVersion,
      )?.document;
      const named = { type: "Custom", name: policy.name } as const;
      policies.push(document === undefined ? named : { ...named, document });
    }
    return Object.freeze({ identity, policies });
  }

  async resourcePolicy(
    resourceType: "key" | "secret",
    resourceId: string,
  ): Promise<ResourcePolicyRecord | undefined> {
    return copyOf(this.#tables.resourcePolicies.get(joined(resourceType, resourceId)));
  }

  async accountSetting(accountId: string, name: string): Promise<string | undefined> {
    return this.#tables.accountSettings.get(joined(accountId, name));
  }
}
