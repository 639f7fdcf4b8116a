// Secrets, as rows.
import { type SqlBool, sql } from "kysely";
import type { NewSecret, SecretRecord } from "../../records.ts";
import type { SecretQuery } from "../../store.ts";
import type { Capabilities, Row } from "../database.ts";
import { type Builder, prepare } from "../statement.ts";
import { isAnyOf, withTags } from "./tags.ts";

export function secretOf(row: Row): SecretRecord {
  const secret = {
    id: Number(row.id),
    name: String(row.name),
    type: String(row.type),
    description: String(row.description),
    keyId: String(row.key_id),
    keyNamed: Number(row.key_named) === 1,
    creator: String(row.creator),
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
    stages: JSON.parse(String(row.stages)),
  };
  return row.delete_at == null ? secret : { ...secret, deleteAt: Number(row.delete_at) };
}

function columnsOf(record: NewSecret) {
  return {
    name: record.name,
    type: record.type,
    description: record.description,
    key_id: record.keyId,
    key_named: record.keyNamed ? 1 : 0,
    creator: record.creator,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
    delete_at: record.deleteAt ?? null,
    stages: JSON.stringify(record.stages),
  };
}

function filtered(builder: Builder, query: SecretQuery, { positionFunction }: Capabilities) {
  let secrets = builder.selectFrom("secrets");
  const columns = [
    ["name", query.names],
    ["type", query.types],
    ["creator", query.creators],
    ["key_id", query.keyIds],
  ] as const;
  for (const [column, values] of columns) {
    if (values !== undefined) secrets = secrets.where(isAnyOf(column, values));
  }
  if (query.descriptions !== undefined) {
    const position = sql.raw(positionFunction);
    const parts = query.descriptions.map((part) => sql`${position}(description, ${part}) > 0`);
    const any = parts.length > 0 ? sql.join(parts, sql` or `) : sql`1 = 0`;
    secrets = secrets.where(sql<SqlBool>`(${any})`);
  }
  return secrets.where(withTags("secrets.name", { type: "secret", ...query }));
}

/** Whether a query restricts nothing, so that counted pages can answer it. */
export function isUnfiltered(query: SecretQuery): boolean {
  const { offset: _, limit: __, ...filters } = query;
  return Object.values(filters).every((values) => values === undefined);
}

export function createSecretStatements(builder: Builder, capabilities: Capabilities) {
  const secrets = () => builder.selectFrom("secrets").selectAll();
  return {
    secret: prepare<{ name: string }>(({ name }) => secrets().where("name", "=", name)),
    secretsFrom: prepare<{ from: number; limit: number; skip: number }>((value) =>
      secrets().where("id", ">=", value.from).orderBy("id").limit(value.limit).offset(value.skip),
    ),
    secrets: (query: SecretQuery) =>
      filtered(builder, query, capabilities)
        .selectAll()
        .orderBy("id")
        .limit(query.limit)
        .offset(query.offset),
    countSecrets: (query: SecretQuery) =>
      filtered(builder, query, capabilities).select(({ fn }) => fn.countAll().as("count")),
    secretsDue: prepare<{ now: number; limit: number }>((value) =>
      secrets()
        .where("delete_at", "is not", null)
        .where("delete_at", "<=", value.now)
        .orderBy("delete_at")
        .orderBy("id")
        .limit(value.limit),
    ),
    nextSecretDue: prepare<Record<never, never>>(() =>
      builder
        .selectFrom("secrets")
        .select(({ fn }) => fn.min("delete_at").as("due"))
        .where("delete_at", "is not", null),
    ),
    insertSecret: prepare<ReturnType<typeof columnsOf>>((value) =>
      builder
        .insertInto("secrets")
        .values(slotsOf(value))
        .onConflict((conflict) => conflict.doNothing())
        .returning("id"),
    ),
    updateSecret: prepare<ReturnType<typeof columnsOf> & { id: number }>((value) =>
      builder
        .updateTable("secrets")
        .set(slotsOf(value))
        .where("id", "=", value.id)
        .where("name", "=", value.name)
        .returning("id"),
    ),
    deleteSecret: prepare<{ id: number }>(({ id }) =>
      builder.deleteFrom("secrets").where("id", "=", id).returning("name"),
    ),
    hasSecret: prepare<{ id: number }>(({ id }) =>
      builder.selectFrom("secrets").select("id").where("id", "=", id),
    ),
  };
}

export { columnsOf as secretColumns };

/** Names every column, so that a slot stands for each. */
function slotsOf(value: ReturnType<typeof columnsOf>): ReturnType<typeof columnsOf> {
  return {
    name: value.name,
    type: value.type,
    description: value.description,
    key_id: value.key_id,
    key_named: value.key_named,
    creator: value.creator,
    created_at: value.created_at,
    updated_at: value.updated_at,
    delete_at: value.delete_at,
    stages: value.stages,
  };
}
