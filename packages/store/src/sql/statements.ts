// Every statement of the store, compiled once for a database.
import { createAccessKeyStatements } from "./access-keys.ts";
import { createAliasStatements } from "./aliases.ts";
import { createAuditStatements } from "./audit-rows.ts";
import { createCountedList } from "./counted-pages.ts";
import type { Capabilities } from "./database.ts";
import { createIdentityStatements } from "./identity-rows.ts";
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
    ...createAccessKeyStatements(builder),
    ...createIdentityStatements(builder),
    ...createAuditStatements(builder),
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
