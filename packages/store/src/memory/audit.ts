// The audit log in memory: the reading half, over committed tables or a transaction's overlays.
import type {
  AuditReader,
  AuditSettingsReader,
  LogSummary,
  LogTile,
  WaitingEvents,
} from "../audit-log.ts";
import type { UsedNonces } from "../nonces.ts";
import { copyOf } from "./copy.ts";
import { type IdentityTables, MemoryIdentityReader } from "./identities.ts";
import { joined } from "./joined.ts";
import type { ReadTable } from "./table.ts";

export interface AuditTables {
  /** By sequence, padded so that the keys rise with it. */
  readonly waitingEvents: ReadTable<WaitingEvents>;
  /** By level and index. */
  readonly logTiles: ReadTable<LogTile>;
  readonly auditSettings: ReadTable<string>;
  /** By sequence, among those of events. */
  readonly usedNonces: ReadTable<UsedNonces & { readonly id: number }>;
}

export class MemoryAuditReader
  extends MemoryIdentityReader
  implements AuditReader, AuditSettingsReader
{
  readonly #tables: AuditTables;

  constructor(tables: AuditTables & IdentityTables) {
    super(tables);
    this.#tables = tables;
  }

  async waitingEvents(most: number): Promise<readonly WaitingEvents[]> {
    return [...this.#tables.waitingEvents.values()]
      .sort((a, b) => Number(a.sequence) - Number(b.sequence))
      .slice(0, most)
      .map(copyOf);
  }

  async countWaitingEvents(): Promise<number> {
    return [...this.#tables.waitingEvents.values()].length;
  }

  async logTile(level: number | "entries", index: number): Promise<LogTile | undefined> {
    return copyOf(this.#tables.logTiles.get(joined(level, index)));
  }

  async logSummaries(before: number | undefined, limit: number): Promise<readonly LogSummary[]> {
    return [...this.#tables.logTiles.values()]
      .filter(({ level, index }) => level === "entries" && (before === undefined || index < before))
      .sort((a, b) => b.index - a.index)
      .slice(0, limit)
      .map(({ bytes: _, level: __, ...summary }) => copyOf(summary));
  }

  async auditSetting(name: string): Promise<string | undefined> {
    return this.#tables.auditSettings.get(name);
  }
}
