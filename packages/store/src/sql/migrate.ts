// Brings a database to this program's schema: forward only, one step after the other, under a lock, each step
// in the transaction that records it. A database newer than the program is refused.
import { createHash } from "node:crypto";
import { StoreError } from "../errors.ts";
import type { Capabilities, Connection, Database } from "./database.ts";
import { initial } from "./migrations/0001-initial.ts";
import { tagsWithResources } from "./migrations/0002-tags-with-resources.ts";
import { keys } from "./migrations/0003-keys.ts";
import { identitiesAndAudit } from "./migrations/0004-identities-and-audit.ts";
import { bindPrincipals, principals } from "./migrations/0005-principals.ts";
import { groupedEvents } from "./migrations/0006-grouped-events.ts";
import { usedNonces } from "./migrations/0007-used-nonces.ts";
import { type Builder, createBuilder } from "./statement.ts";

/** One step: its statements, given what the database can do. Never edited after a release. */
export type Migration = (capabilities: Capabilities) => readonly string[];

/** A step whose rows cannot be filled in by statements alone; `fill` follows them in the same transaction. */
interface FillingMigration {
  readonly statements: Migration;
  readonly fill: (connection: Connection, builder: Builder) => Promise<void>;
}

/** In their order; the number of a migration is its place, counted from 1. */
const MIGRATIONS: readonly (Migration | FillingMigration)[] = [
  ...[initial, tagsWithResources, keys, identitiesAndAudit],
  { statements: principals, fill: bindPrincipals },
  groupedEvents,
  usedNonces,
];

function checksum(statements: readonly string[]): string {
  return createHash("sha256").update(statements.join(";\n")).digest("hex").slice(0, 32);
}

async function applied(connection: Connection): Promise<Map<number, string>> {
  const rows = await connection.all("SELECT number, checksum FROM migrations", []);
  return new Map(rows.map((row) => [Number(row.number), String(row.checksum)]));
}

/** @throws StoreError `Incompatible` */
export async function migrate(database: Database, migrations = MIGRATIONS): Promise<void> {
  const { capabilities } = database;
  const { integer, text } = capabilities;
  await database.exclusively(async (connection) => {
    const table = `migrations (number ${integer} PRIMARY KEY, checksum ${text} NOT NULL)`;
    await connection.all(`CREATE TABLE IF NOT EXISTS ${table}`, []);
    const known = await applied(connection);
    const newest = Math.max(0, ...known.keys());
    if (newest > migrations.length) {
      const message = `the data has schema ${newest}, this program knows up to ${migrations.length}`;
      throw new StoreError("Incompatible", `${message}: start a newer Coffer`);
    }
    for (const [index, migration] of migrations.entries()) {
      const number = index + 1;
      const step = typeof migration === "function" ? { statements: migration } : migration;
      const statements = step.statements(capabilities);
      const sum = checksum(statements);
      const recorded = known.get(number);
      if (recorded === sum) continue;
      if (recorded !== undefined) {
        const message = `schema step ${number} of the data is not this program's`;
        throw new StoreError("Incompatible", message);
      }
      for (const statement of statements) await connection.all(statement, []);
      if ("fill" in step) await step.fill(connection, createBuilder(capabilities));
      await connection.all(`INSERT INTO migrations VALUES (${number}, '${sum}')`, []);
    }
  });
}
