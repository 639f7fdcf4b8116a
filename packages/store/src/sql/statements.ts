// Every statement of the store, compiled once for a database.
import { randomInt } from "node:crypto";
import { createCountedList } from "./counted-pages.ts";
import type { Capabilities } from "./database.ts";
import { createAccessKeyStatements } from "./rows/access-keys.ts";
import { createAliasStatements } from "./rows/aliases.ts";
import { createAuditStatements } from "./rows/audit-log.ts";
import { createIdentityStatements } from "./rows/identities.ts";
import { createKeyVersionStatements } from "./rows/key-versions.ts";
import { createKeyStatements } from "./rows/keys.ts";
import { createManagedDataKeyStatements } from "./rows/managed-data-keys.ts";
import { createSecretVersionStatements } from "./rows/secret-versions.ts";
import { createSecretStatements } from "./rows/secrets.ts";
import { createTagStatements, tagList } from "./rows/tags.ts";
import { createNonceStatements } from "./rows/used-nonces.ts";
import { createBuilder, prepare } from "./statement.ts";

/** Two stores of one database draw the same number once in a hundred million million times. */
const WRITERS = 2 ** 48 - 1;

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
    ...createAuditStatements(builder, capabilities),
    ...createNonceStatements(builder, randomInt(1, WRITERS)),
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
