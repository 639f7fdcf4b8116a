// Every statement of the store, compiled once for a database.
import { createAliasStatements } from "./aliases.ts";
import { createCountedList } from "./counted-pages.ts";
import type { Capabilities } from "./database.ts";
import { createKeyVersionStatements } from "./key-versions.ts";
import { createKeyStatements } from "./keys.ts";
import { createManagedDataKeyStatements } from "./managed-data-keys.ts";
import { createSecretVersionStatements } from "./secret-versions.ts";
import { createSecretStatements } from "./secrets.ts";
import { createBuilder, prepare } from "./statement.ts";
import { createTagStatements, tagList } from "./tags.ts";

export function createStatements(capabilities: Capabilities) {
  const builder = createBuilder(capabilities);
  return {
    setting: prepare<{ name: string }>(({ name }) =>
      builder.selectFrom("settings").select("value").where("name", "=", name),
    ),
    putSetting: prepare<{ name: string; value: string }>(({ name, value }) =>
      builder
        .insertInto("settings")
        .values({ name, value })
        .onConflict((conflict) => conflict.column("name").doUpdateSet({ value })),
    ),
    deleteSetting: prepare<{ name: string }>(({ name }) =>
      builder.deleteFrom("settings").where("name", "=", name),
    ),
    accessKey: prepare<{ id: string }>(({ id }) =>
      builder.selectFrom("access_keys").selectAll().where("id", "=", id),
    ),
    insertAccessKey: prepare<{
      id: string;
      wrappedSecret: Uint8Array;
      status: string;
      principal: string;
      createdAt: number;
    }>((value) =>
      builder
        .insertInto("access_keys")
        .values({
          id: value.id,
          wrapped_secret: value.wrappedSecret,
          status: value.status,
          principal: value.principal,
          created_at: value.createdAt,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning("id"),
    ),
    accessKeys: prepare<{ after: string; limit: number }>(({ after, limit }) =>
      builder
        .selectFrom("access_keys")
        .selectAll()
        .where("id", ">", after)
        .orderBy("id")
        .limit(limit),
    ),
    updateAccessKey: prepare<{
      id: string;
      wrappedSecret: Uint8Array;
      status: string;
      principal: string;
      createdAt: number;
    }>((value) =>
      builder
        .updateTable("access_keys")
        .set({
          wrapped_secret: value.wrappedSecret,
          status: value.status,
          principal: value.principal,
          created_at: value.createdAt,
        })
        .where("id", "=", value.id)
        .returning("id"),
    ),
    ...createKeyStatements(builder),
    ...createKeyVersionStatements(builder),
    ...createAliasStatements(builder),
    ...createManagedDataKeyStatements(builder),
    ...createSecretStatements(builder, capabilities),
    ...createSecretVersionStatements(builder),
    ...createTagStatements(builder),
    tags: (query: Parameters<typeof tagList>[1]) => tagList(builder, query),
    secretCounts: createCountedList(builder, "secrets"),
  };
}

export type Statements = ReturnType<typeof createStatements>;
