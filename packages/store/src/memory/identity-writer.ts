// Writing identities and the audit log in memory, within a transaction.
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
import { nameKey } from "../name-key.ts";
import type { NonceClaim } from "../nonces.ts";
import { requireStorable } from "../storable.ts";
import { joined } from "./joined.ts";
import { MemoryReader, type Overlays } from "./reader.ts";

const nameRow = (kind: IdentityKind, { accountId, name }: IdentityOf<IdentityKind>): string =>
  joined(kind, accountId, nameKey(name));

const settingOrNothing = (value: string | undefined): object =>
  value === undefined ? {} : { value };

export class MemoryIdentityWriter extends MemoryReader implements IdentityWriter, AuditLogWriter {
  protected readonly tables: Overlays;
  /** Counts events; of the store, since numbers of a transaction that fails are lost. */
  readonly #nextSequence: () => number;

  constructor(overlays: Overlays, nextSequence: () => number) {
    super(overlays);
    this.tables = overlays;
    this.#nextSequence = nextSequence;
  }

  async insertIdentity<Kind extends IdentityKind>(
    kind: Kind,
    record: IdentityOf<Kind>,
  ): Promise<void> {
    requireStorable(record);
    const name = nameRow(kind, record);
    if (this.tables.identities.has(record.id) || this.tables.identityNames.has(name)) {
      throw exists(`the ${kind}`);
    }
    this.tables.identities.set(record.id, { kind, record });
    this.tables.identityNames.set(name, record.id);
  }

  async updateIdentity<Kind extends IdentityKind>(
    kind: Kind,
    record: IdentityOf<Kind>,
  ): Promise<void> {
    requireStorable(record);
    const before = await this.identityById(kind, record.id);
    if (before === undefined) throw absent(`the ${kind}`);
    const name = nameRow(kind, record);
    const owner = this.tables.identityNames.get(name);
    if (owner !== undefined && owner !== record.id) throw exists(`the ${kind}`);
    this.tables.identityNames.delete(nameRow(kind, before));
    this.tables.identityNames.set(name, record.id);
    this.tables.identities.set(record.id, { kind, record });
  }

  async deleteIdentity(kind: IdentityKind, id: string): Promise<boolean> {
    const before = await this.identityById(kind, id);
    if (before === undefined) return false;
    this.tables.identities.delete(id);
    this.tables.identityNames.delete(nameRow(kind, before));
    for (const type of ["user", "role", "policy"]) this.tables.tags.delete(joined(type, id));
    const ends = [id, `Custom:${id}`];
    for (const link of [...this.tables.links.values()]) {
      if (!ends.includes(link.from) && !ends.includes(link.to)) continue;
      this.tables.links.delete(joined(link.kind, link.from, link.to));
    }
    return true;
  }

  async insertLink(record: LinkRecord): Promise<void> {
    requireStorable(record);
    const row = joined(record.kind, record.from, record.to);
    if (this.tables.links.has(row)) throw exists("the link");
    this.tables.links.set(row, record);
  }

  async deleteLink(kind: LinkKind, from: string, to: string): Promise<boolean> {
    const row = joined(kind, from, to);
    if (!this.tables.links.has(row)) return false;
    this.tables.links.delete(row);
    return true;
  }

  async putResourcePolicy(record: ResourcePolicyRecord): Promise<void> {
    requireStorable(record);
    const { resourceType, resourceId } = record;
    const isThere =
      resourceType === "key"
        ? this.tables.keys.has(resourceId)
        : this.tables.secretNames.has(resourceId);
    if (!isThere) throw absent(`the ${resourceType}`);
    this.tables.resourcePolicies.set(joined(resourceType, resourceId), record);
  }

  async putAccountSetting(
    accountId: string,
    name: string,
    value: string | undefined,
  ): Promise<void> {
    requireStorable({ accountId, name, ...settingOrNothing(value) });
    const row = joined(accountId, name);
    if (value === undefined) this.tables.accountSettings.delete(row);
    else this.tables.accountSettings.set(row, value);
  }

  async appendEvent<Event>(event: Event, pack: Pack<Event>, claim?: NonceClaim): Promise<void> {
    if (claim?.isTaken()) throw nonceTaken();
    const id = this.#nextSequence();
    const sequence = String(id);
    this.tables.waitingEvents.set(sequence, { sequence, count: 1, row: pack([event]) });
    if (claim === undefined) return;
    const { bucket, print: prints } = claim;
    this.tables.usedNonces.set(sequence, { id, bucket, prints });
  }

  async deleteUsedNonces(bucket: number): Promise<undefined> {
    const rows = [...this.tables.usedNonces.values()];
    const newest = Math.max(...rows.map(({ id }) => id));
    for (const row of rows) {
      if (row.bucket === bucket && row.id < newest) this.tables.usedNonces.delete(String(row.id));
    }
  }

  async deleteWaitingEvents(sequences: readonly string[]): Promise<void> {
    for (const sequence of sequences) this.tables.waitingEvents.delete(sequence);
  }

  async putLogTile(tile: LogTile): Promise<void> {
    this.tables.logTiles.set(joined(tile.level, tile.index), tile);
  }

  async deleteLogEntries(index: number): Promise<number> {
    const gone = [...this.tables.logTiles.values()].filter(
      (tile) => tile.level === "entries" && tile.index < index,
    );
    for (const tile of gone) this.tables.logTiles.delete(joined(tile.level, tile.index));
    return gone.length;
  }

  async putAuditSetting(name: string, value: string): Promise<void> {
    requireStorable({ name, value });
    this.tables.auditSettings.set(name, value);
  }
}
