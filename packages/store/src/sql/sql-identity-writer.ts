// Writing identities and the audit log, within a transaction.
import type { AuditLogWriter, LogTile, Pack } from "../audit-log.ts";
import { absent, exists, nonceTaken } from "../errors.ts";
import type {
  IdentityKind,
  IdentityOf,
  IdentityWriter,
  LinkKind,
  LinkRecord,
  ResourcePolicyRecord,
} from "../identity.ts";
import type { NonceClaim } from "../nonces.ts";
import { requireStorable } from "../storable.ts";
import { DELETED_AT_ONCE, levelColumn, slotsOf } from "./rows/audit-log.ts";
import { identityColumns } from "./rows/identities.ts";
import { NONCE_ROWS } from "./rows/used-nonces.ts";
import { SqlReader } from "./sql-reader.ts";

export class SqlIdentityWriter extends SqlReader implements IdentityWriter, AuditLogWriter {
  async insertIdentity<Kind extends IdentityKind>(
    kind: Kind,
    record: IdentityOf<Kind>,
  ): Promise<void> {
    requireStorable(record);
    const columns = identityColumns(kind, record);
    const added = await this.statements.insertIdentity(this.connection, columns);
    if (added.length === 0) throw exists(`the ${kind}`);
  }

  async updateIdentity<Kind extends IdentityKind>(
    kind: Kind,
    record: IdentityOf<Kind>,
  ): Promise<void> {
    requireStorable(record);
    const columns = identityColumns(kind, record);
    const [owner] = await this.statements.identityNamed(this.connection, columns);
    if (owner !== undefined && owner.id !== record.id) {
      // A record that is not there is told first.
      if ((await this.identityById(kind, record.id)) === undefined) throw absent(`the ${kind}`);
      throw exists(`the ${kind}`);
    }
    const changed = await this.statements.updateIdentity(this.connection, columns);
    if (changed.length === 0) throw absent(`the ${kind}`);
  }

  async deleteIdentity(kind: IdentityKind, id: string): Promise<boolean> {
    const gone = await this.statements.deleteIdentity(this.connection, { kind, id });
    if (gone.length === 0) return false;
    await this.statements.deleteLinksFrom(this.connection, { id });
    await this.statements.deleteLinksTo(this.connection, { kind: "membership", id });
    const custom = { kind: "attachment", id: `Custom:${id}` };
    await this.statements.deleteLinksTo(this.connection, custom);
    for (const resourceType of ["user", "role", "policy"]) {
      await this.statements.deleteTags(this.connection, { resourceType, resourceId: id });
    }
    return true;
  }

  async insertLink(record: LinkRecord): Promise<void> {
    requireStorable(record);
    const added = await this.statements.insertLink(this.connection, { ...record });
    if (added.length === 0) throw exists("the link");
  }

  async deleteLink(kind: LinkKind, from: string, to: string): Promise<boolean> {
    const gone = await this.statements.deleteLink(this.connection, { kind, from, to });
    return gone.length > 0;
  }

  async putResourcePolicy(record: ResourcePolicyRecord): Promise<void> {
    requireStorable(record);
    const { resourceType, resourceId } = record;
    const isThere =
      resourceType === "key"
        ? await this.statements.key(this.connection, { keyId: resourceId })
        : await this.statements.secret(this.connection, { name: resourceId });
    if (isThere.length === 0) throw absent(`the ${resourceType}`);
    const principals = JSON.stringify(record.principals);
    await this.statements.putResourcePolicy(this.connection, { ...record, principals });
  }

  async putAccountSetting(
    accountId: string,
    name: string,
    value: string | undefined,
  ): Promise<void> {
    requireStorable({ accountId, name, ...(value === undefined ? {} : { value }) });
    const place = { accountId, name };
    if (value === undefined) await this.statements.deleteAccountSetting(this.connection, place);
    else await this.statements.putAccountSetting(this.connection, { ...place, value });
  }

  async appendEvent<Event>(event: Event, pack: Pack<Event>, claim?: NonceClaim): Promise<void> {
    if (claim?.isTaken()) throw nonceTaken();
    await this.statements.appendEvents(this.connection, { event: pack([event]), events: 1 });
    if (claim === undefined) return;
    const { bucket, print: prints } = claim;
    await this.statements.insertUsedNonces(this.connection, { bucket, prints });
  }

  async deleteUsedNonces(bucket: number, after: number | undefined): Promise<number | undefined> {
    const [bounds] = await this.statements.usedNonceBounds(this.connection, {});
    const newest = Number(bounds?.last ?? 0);
    const from = after ?? Number(bounds?.first ?? 1) - 1;
    const last = Math.min(from + NONCE_ROWS, newest - 1);
    await this.statements.deleteUsedNonces(this.connection, { bucket, after: from, last });
    return last < newest - 1 ? last : undefined;
  }

  async deleteWaitingEvents(sequences: readonly string[]): Promise<void> {
    for (let from = 0; from < sequences.length; from += DELETED_AT_ONCE) {
      const some = sequences.slice(from, from + DELETED_AT_ONCE);
      await this.statements.deleteWaitingEvents(this.connection, slotsOf(some));
    }
  }

  async putLogTile({ level, index, width, bytes, summary = null }: StoredTile): Promise<void> {
    const columns = { level: levelColumn(level), index, width, bytes, summary };
    await this.statements.putLogTile(this.connection, columns);
  }

  async deleteLogEntries(index: number): Promise<number> {
    return (await this.statements.deleteLogEntries(this.connection, { index })).length;
  }

  async putAuditSetting(name: string, value: string): Promise<void> {
    requireStorable({ name, value });
    await this.statements.putAuditSetting(this.connection, { name, value });
  }
}

type StoredTile = Omit<LogTile, "summary"> & { readonly summary?: Uint8Array | null };
