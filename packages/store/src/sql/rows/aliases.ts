// Aliases of keys, as rows.
import type { AliasRecord } from "../../records.ts";
import type { AliasQuery } from "../../store.ts";
import type { Row } from "../database.ts";
import { type Builder, prepare } from "../statement.ts";

export function aliasOf(row: Row): AliasRecord {
  return {
    name: String(row.name),
    keyId: String(row.key_id),
    createdAt: Number(row.created_at),
  };
}

function filtered(builder: Builder, { keyId }: AliasQuery) {
  const aliases = builder.selectFrom("aliases");
  return keyId === undefined ? aliases : aliases.where("key_id", "=", keyId);
}

export function createAliasStatements(builder: Builder) {
  return {
    alias: prepare<{ name: string }>(({ name }) =>
      builder.selectFrom("aliases").selectAll().where("name", "=", name),
    ),
    aliasedKey: prepare<{ name: string }>(({ name }) =>
      builder
        .selectFrom("aliases")
        .innerJoin("keys", "keys.key_id", "aliases.key_id")
        .selectAll("keys")
        .where("aliases.name", "=", name),
    ),
    aliases: (query: AliasQuery) =>
      filtered(builder, query).selectAll().orderBy("name").limit(query.limit).offset(query.offset),
    countAliases: (query: AliasQuery) =>
      filtered(builder, query).select(({ fn }) => fn.countAll().as("count")),
    insertAlias: prepare<{ name: string; keyId: string; createdAt: number }>((value) =>
      builder
        .insertInto("aliases")
        .values({ name: value.name, key_id: value.keyId, created_at: value.createdAt })
        .onConflict((conflict) => conflict.doNothing())
        .returning("name"),
    ),
    updateAlias: prepare<{ name: string; keyId: string }>((value) =>
      builder
        .updateTable("aliases")
        .set({ key_id: value.keyId })
        .where("name", "=", value.name)
        .returning("name"),
    ),
    deleteAlias: prepare<{ name: string }>(({ name }) =>
      builder.deleteFrom("aliases").where("name", "=", name).returning("name"),
    ),
    deleteAliasesOf: prepare<{ keyId: string }>(({ keyId }) =>
      builder.deleteFrom("aliases").where("key_id", "=", keyId),
    ),
  };
}
