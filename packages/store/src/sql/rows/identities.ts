// Identities and what is attached to them, as rows. The record itself is JSON; what is searched by stands beside it.
import type {
  IdentityKind,
  IdentityOf,
  LinkKind,
  LinkRecord,
  NamePage,
  ResourcePolicyRecord,
} from "../../identity.ts";
import { nameKey } from "../../name-key.ts";
import type { Row } from "../database.ts";
import { type Builder, prepare } from "../statement.ts";

export function identityOf<Kind extends IdentityKind>(row: Row): IdentityOf<Kind> {
  return JSON.parse(String(row.record)); // written from one
}

export function linkOf(row: Row): LinkRecord {
  return {
    accountId: String(row.account_id),
    kind: row.kind === "membership" ? "membership" : "attachment",
    from: String(row.from_id),
    to: String(row.to_id),
    createdAt: Number(row.created_at),
  };
}

export function resourcePolicyOf(row: Row): ResourcePolicyRecord {
  return {
    resourceType: row.resource_type === "key" ? "key" : "secret",
    resourceId: String(row.resource_id),
    document: String(row.document),
    principals: JSON.parse(String(row.principals)), // written from one
    updatedAt: Number(row.updated_at),
  };
}

export function identityColumns(kind: IdentityKind, record: IdentityOf<IdentityKind>) {
  const { id, accountId, name } = record;
  return { id, kind, accountId, nameKey: nameKey(name), record: JSON.stringify(record) };
}

type IdentityColumns = ReturnType<typeof identityColumns>;

export interface LinkQuery {
  readonly kind: LinkKind;
  readonly from?: string;
  readonly to?: string;
  readonly page?: NamePage | undefined;
}

function linkList(builder: Builder, { kind, from, to, page }: LinkQuery) {
  const other = from === undefined ? "from_id" : "to_id";
  let links = builder.selectFrom("links").selectAll().where("kind", "=", kind).orderBy(other);
  if (from !== undefined) links = links.where("from_id", "=", from);
  if (to !== undefined) links = links.where("to_id", "=", to);
  if (page?.after !== undefined) links = links.where(other, ">", page.after);
  return page === undefined ? links : links.limit(page.limit);
}

type NamePlace = { kind: string; accountId: string; nameKey: string };

function createRecordStatements(builder: Builder) {
  return {
    identity: prepare<NamePlace>((value) =>
      builder
        .selectFrom("identities")
        .select("record")
        .where("kind", "=", value.kind)
        .where("account_id", "=", value.accountId)
        .where("name_key", "=", value.nameKey),
    ),
    identityById: prepare<{ kind: string; id: string }>(({ kind, id }) =>
      builder
        .selectFrom("identities")
        .select("record")
        .where("id", "=", id)
        .where("kind", "=", kind),
    ),
    identities: prepare<NamePlace & { limit: number }>((value) =>
      builder
        .selectFrom("identities")
        .select("record")
        .where("kind", "=", value.kind)
        .where("account_id", "=", value.accountId)
        .where("name_key", ">", value.nameKey)
        .orderBy("name_key")
        .limit(value.limit),
    ),
    countIdentities: prepare<{ kind: string; accountId: string }>(({ kind, accountId }) =>
      builder
        .selectFrom("identities")
        .select(({ fn }) => fn.countAll().as("count"))
        .where("kind", "=", kind)
        .where("account_id", "=", accountId),
    ),
    insertIdentity: prepare<IdentityColumns>((value) =>
      builder
        .insertInto("identities")
        .values({
          ...{ id: value.id, kind: value.kind, account_id: value.accountId },
          ...{ name_key: value.nameKey, record: value.record },
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning("id"),
    ),
    identityNamed: prepare<NamePlace>((value) =>
      builder
        .selectFrom("identities")
        .select("id")
        .where("kind", "=", value.kind)
        .where("account_id", "=", value.accountId)
        .where("name_key", "=", value.nameKey),
    ),
    updateIdentity: prepare<IdentityColumns>((value) =>
      builder
        .updateTable("identities")
        .set({ account_id: value.accountId, name_key: value.nameKey, record: value.record })
        .where("id", "=", value.id)
        .where("kind", "=", value.kind)
        .returning("id"),
    ),
    deleteIdentity: prepare<{ kind: string; id: string }>(({ kind, id }) =>
      builder
        .deleteFrom("identities")
        .where("id", "=", id)
        .where("kind", "=", kind)
        .returning("id"),
    ),
  };
}

function createLinkStatements(builder: Builder) {
  type Ends = { kind: string; from: string; to: string };
  return {
    links: (query: LinkQuery) => linkList(builder, query),
    /** What is attached to a user, to its groups, or to a role; its own first. */
    attachedTo: prepare<{ id: string }>(({ id }) =>
      builder
        .selectFrom("links")
        .selectAll()
        .where("kind", "=", "attachment")
        .where(({ or, eb }) =>
          or([
            eb("from_id", "=", id),
            eb("from_id", "in", (groups) =>
              groups
                .selectFrom("links as membership")
                .select("membership.to_id")
                .where("membership.kind", "=", "membership")
                .where("membership.from_id", "=", id),
            ),
          ]),
        )
        .orderBy("from_id")
        .orderBy("to_id"),
    ),
    insertLink: prepare<Ends & { accountId: string; createdAt: number }>((value) =>
      builder
        .insertInto("links")
        .values({
          ...{ kind: value.kind, from_id: value.from, to_id: value.to },
          ...{ account_id: value.accountId, created_at: value.createdAt },
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning("kind"),
    ),
    deleteLink: prepare<Ends>((value) =>
      builder
        .deleteFrom("links")
        .where("kind", "=", value.kind)
        .where("from_id", "=", value.from)
        .where("to_id", "=", value.to)
        .returning("kind"),
    ),
    deleteLinksFrom: prepare<{ id: string }>(({ id }) =>
      builder.deleteFrom("links").where("from_id", "=", id),
    ),
    deleteLinksTo: prepare<{ kind: string; id: string }>(({ kind, id }) =>
      builder.deleteFrom("links").where("kind", "=", kind).where("to_id", "=", id),
    ),
  };
}

function createSettingStatements(builder: Builder) {
  type Resource = { resourceType: string; resourceId: string };
  type Policy = Resource & { document: string; principals: string; updatedAt: number };
  type Setting = { accountId: string; name: string };
  return {
    resourcePolicy: prepare<Resource>((value) =>
      builder
        .selectFrom("resource_policies")
        .selectAll()
        .where("resource_type", "=", value.resourceType)
        .where("resource_id", "=", value.resourceId),
    ),
    putResourcePolicy: prepare<Policy>((value) => {
      const { document, principals, updatedAt: updated_at } = value;
      const set = { document, principals, updated_at };
      return builder
        .insertInto("resource_policies")
        .values({ resource_type: value.resourceType, resource_id: value.resourceId, ...set })
        .onConflict((conflict) =>
          conflict.columns(["resource_type", "resource_id"]).doUpdateSet(set),
        );
    }),
    deleteResourcePolicy: prepare<Resource>((value) =>
      builder
        .deleteFrom("resource_policies")
        .where("resource_type", "=", value.resourceType)
        .where("resource_id", "=", value.resourceId),
    ),
    accountSetting: prepare<Setting>(({ accountId, name }) =>
      builder
        .selectFrom("account_settings")
        .select("value")
        .where("account_id", "=", accountId)
        .where("name", "=", name),
    ),
    putAccountSetting: prepare<Setting & { value: string }>(({ accountId, name, value }) =>
      builder
        .insertInto("account_settings")
        .values({ account_id: accountId, name, value })
        .onConflict((conflict) => conflict.columns(["account_id", "name"]).doUpdateSet({ value })),
    ),
    deleteAccountSetting: prepare<Setting>(({ accountId, name }) =>
      builder
        .deleteFrom("account_settings")
        .where("account_id", "=", accountId)
        .where("name", "=", name),
    ),
  };
}

export function createIdentityStatements(builder: Builder) {
  return {
    ...createRecordStatements(builder),
    ...createLinkStatements(builder),
    ...createSettingStatements(builder),
  };
}
