// Identities and the audit log: the reading half over one connection.
import type {
  AuditReader,
  AuditSettingsReader,
  LogSummary,
  LogTile,
  WaitingEvents,
} from "../audit-log.ts";
import type {
  Grants,
  IdentityKind,
  IdentityOf,
  IdentityReader,
  LinkKind,
  LinkRecord,
  NamePage,
  ResourcePolicyRecord,
  RoleRecord,
  UserRecord,
} from "../identity.ts";
import { nameKey } from "../name-key.ts";
import type { Connection } from "./database.ts";
import { KeptReader } from "./kept-reader.ts";
import { levelColumn, logSummaryOf, logTileOf, waitingEventsOf } from "./rows/audit-log.ts";
import { identityOf, linkOf, resourcePolicyOf } from "./rows/identities.ts";
import { run } from "./statement.ts";

const SYSTEM = "System:";
const CUSTOM = "Custom:";
/** Of waiting events that are counted at first. */
const FEW_ROWS = 32;

export class SqlIdentityReader
  extends KeptReader
  implements IdentityReader, AuditReader, AuditSettingsReader
{
  async identity<Kind extends IdentityKind>(
    kind: Kind,
    accountId: string,
    name: string,
  ): Promise<IdentityOf<Kind> | undefined> {
    const place = { kind, accountId, nameKey: nameKey(name) };
    const [row] = await this.statements.identity(this.connection, place);
    return row && identityOf<Kind>(row);
  }

  async identityById<Kind extends IdentityKind>(
    kind: Kind,
    id: string,
  ): Promise<IdentityOf<Kind> | undefined> {
    const [row] = await this.statements.identityById(this.connection, { kind, id });
    return row && identityOf<Kind>(row);
  }

  async identities<Kind extends IdentityKind>(
    kind: Kind,
    accountId: string,
    { after = "", limit }: NamePage,
  ): Promise<readonly IdentityOf<Kind>[]> {
    const page = { kind, accountId, nameKey: nameKey(after), limit };
    return (await this.statements.identities(this.connection, page)).map(identityOf<Kind>);
  }

  async countIdentities(kind: IdentityKind, accountId: string): Promise<number> {
    const [row] = await this.statements.countIdentities(this.connection, { kind, accountId });
    return Number(row?.count);
  }

  async links(
    kind: LinkKind,
    ends: { readonly from?: string; readonly to?: string },
    page?: NamePage,
  ): Promise<readonly LinkRecord[]> {
    const rows = await run(this.connection, this.statements.links({ kind, ...ends, page }));
    return rows.map(linkOf);
  }

  grants(kind: "user" | "role", id: string): Promise<Grants | undefined> {
    return this.kept(`grants ${kind} ${id}`, () =>
      this.agreeing((connection) => this.#readGrants(connection, kind, id)),
    );
  }

  async #readGrants(
    connection: Connection,
    kind: "user" | "role",
    id: string,
  ): Promise<Grants | undefined> {
    const [row] = await this.statements.identityById(connection, { kind, id });
    if (row === undefined) return undefined;
    const links = (await this.statements.attachedTo(connection, { id })).map(linkOf);
    const own = links.filter(({ from }) => from === id);
    const others = links.filter(({ from }) => from !== id);
    const policies: Grants["policies"][number][] = [];
    for (const to of new Set([...own, ...others].map((link) => link.to))) {
      if (to.startsWith(SYSTEM)) {
        policies.push({ type: "System", name: to.slice(SYSTEM.length) });
        continue;
      }
      const place = { kind: "policy", id: to.slice(CUSTOM.length) };
      const [found] = await this.statements.identityById(connection, place);
      if (found === undefined) continue;
      const { name, versions, defaultVersion } = identityOf<"policy">(found);
      const version = versions.find(({ versionId }) => versionId === defaultVersion);
      const named = { type: "Custom", name } as const;
      policies.push(version === undefined ? named : { ...named, document: version.document });
    }
    // Of the kind that was asked for.
    return Object.freeze({ identity: identityOf(row) as UserRecord | RoleRecord, policies });
  }

  async resourcePolicy(
    resourceType: "key" | "secret",
    resourceId: string,
  ): Promise<ResourcePolicyRecord | undefined> {
    const place = { resourceType, resourceId };
    return this.kept(`policy ${resourceType} ${resourceId}`, async () => {
      const [row] = await this.statements.resourcePolicy(this.connection, place);
      return row && Object.freeze(resourcePolicyOf(row));
    });
  }

  async accountSetting(accountId: string, name: string): Promise<string | undefined> {
    const [row] = await this.statements.accountSetting(this.connection, { accountId, name });
    return row && String(row.value);
  }

  async waitingEvents(most: number): Promise<readonly WaitingEvents[]> {
    const last = await this.#lastOfFirst(most);
    if (last === undefined) return [];
    return (await this.statements.waitingEvents(this.connection, { last })).map(waitingEventsOf);
  }

  /** The row with which the first ones hold so many waiting events, or the last one. */
  async #lastOfFirst(most: number): Promise<string | undefined> {
    // Most rows hold many events: few of them need to be counted.
    for (let limit = FEW_ROWS; ; limit *= 4) {
      const rows = await this.statements.waitingCounts(this.connection, { limit });
      let last: string | undefined;
      let count = 0;
      for (const row of rows) {
        if (count >= most) break;
        last = String(row.place);
        count += Number(row.count);
      }
      if (count >= most || rows.length < limit) return last;
    }
  }

  async countWaitingEvents(): Promise<number> {
    const [row] = await this.statements.countWaitingEvents(this.connection, {});
    return Number(row?.count ?? 0);
  }

  async logTile(level: number | "entries", index: number): Promise<LogTile | undefined> {
    const place = { level: levelColumn(level), index };
    const [row] = await this.statements.logTile(this.connection, place);
    return row && logTileOf(row);
  }

  async logSummaries(before: number | undefined, limit: number): Promise<readonly LogSummary[]> {
    const page = { before: before ?? Number.MAX_SAFE_INTEGER, limit };
    return (await this.statements.logSummaries(this.connection, page)).map(logSummaryOf);
  }

  async auditSetting(name: string): Promise<string | undefined> {
    const [row] = await this.statements.auditSetting(this.connection, { name });
    return row && String(row.value);
  }
}
