// Who a policy names, by id. Policies from before were read by names alone: they are bound to whom their names are at
// this moment, which is whom they let in until now.
import { nameKey } from "../../name-key.ts";
import { principalKey } from "../../principal-ids.ts";
import type { Capabilities, Connection } from "../database.ts";
import { type Builder, run } from "../statement.ts";

export function principals({ text }: Capabilities): readonly string[] {
  return [`ALTER TABLE resource_policies ADD COLUMN principals ${text} NOT NULL DEFAULT '{}'`];
}

interface Named {
  readonly kind: "user" | "role";
  readonly accountId: string;
  readonly name: string;
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** Every document was checked when it came; one that cannot be read after all names nobody. */
function namedIn(document: string): readonly Named[] {
  try {
    const { Statement } = JSON.parse(document) as { readonly Statement: unknown };
    return asList(Statement).flatMap((statement) => {
      const { Principal } = statement as { readonly Principal?: { readonly RAM?: unknown } };
      return asList(Principal?.RAM).flatMap((principal) => {
        const match = /^acs:ram::([0-9]+):(user|role)\/(.+)$/.exec(String(principal));
        const [, accountId = "", kind, name = ""] = match ?? [];
        return kind === "user" || kind === "role" ? [{ kind, accountId, name }] : [];
      });
    });
  } catch {
    return [];
  }
}

class Binding {
  readonly #connection: Connection;
  readonly #builder: Builder;

  constructor(connection: Connection, builder: Builder) {
    this.#connection = connection;
    this.#builder = builder;
  }

  async idsIn(document: string): Promise<Record<string, string>> {
    const ids: Record<string, string> = {};
    for (const { kind, accountId, name } of namedIn(document)) {
      const sought = this.#builder
        .selectFrom("identities")
        .select("id")
        .where("kind", "=", kind)
        .where("account_id", "=", accountId)
        .where("name_key", "=", nameKey(name));
      const [found] = await run(this.#connection, sought);
      if (found !== undefined) ids[principalKey(kind, accountId, name)] = String(found.id);
    }
    return ids;
  }

  async bindRoles(): Promise<void> {
    const roles = this.#builder.selectFrom("identities").selectAll().where("kind", "=", "role");
    for (const { id, record } of await run(this.#connection, roles)) {
      const role = JSON.parse(String(record)) as { readonly trustPolicy: string };
      const bound = { ...role, principals: await this.idsIn(role.trustPolicy) };
      const update = this.#builder
        .updateTable("identities")
        .set({ record: JSON.stringify(bound) })
        .where("id", "=", String(id));
      await run(this.#connection, update);
    }
  }

  async bindResourcePolicies(): Promise<void> {
    const policies = this.#builder.selectFrom("resource_policies").selectAll();
    for (const row of await run(this.#connection, policies)) {
      const update = this.#builder
        .updateTable("resource_policies")
        .set({ principals: JSON.stringify(await this.idsIn(String(row.document))) })
        .where("resource_type", "=", String(row.resource_type))
        .where("resource_id", "=", String(row.resource_id));
      await run(this.#connection, update);
    }
  }
}

export async function bindPrincipals(connection: Connection, builder: Builder): Promise<void> {
  const binding = new Binding(connection, builder);
  await binding.bindRoles();
  await binding.bindResourcePolicies();
}
