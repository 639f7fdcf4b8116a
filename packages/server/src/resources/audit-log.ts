// The audit log as it stands in the store: its head, its tiles, its events.
import type { AuditReader, AuditSettingsReader } from "@coffer/store";
import { decodeBundle, type TileReader } from "@coffer/tlog";
import type { LoggedEvent } from "../domain/event-summary.ts";

const HEAD = "head";

export interface LogHead {
  readonly size: number;
  /** The signed checkpoint. */
  readonly checkpoint: string;
}

export type AuditStore = AuditReader & AuditSettingsReader;

export async function readHead(store: AuditSettingsReader): Promise<LogHead | undefined> {
  const text = await store.auditSetting(HEAD);
  return text === undefined ? undefined : (JSON.parse(text) as LogHead); // written below
}

export async function writeHead(
  store: { putAuditSetting(name: string, value: string): Promise<void> },
  head: LogHead,
): Promise<void> {
  await store.putAuditSetting(HEAD, JSON.stringify(head));
}

const KEPT_FROM = "kept-from";

/** The first bundle whose events are still kept. */
export async function readKeptFrom(store: AuditSettingsReader): Promise<number> {
  return Number((await store.auditSetting(KEPT_FROM)) ?? "0");
}

export async function writeKeptFrom(
  store: { putAuditSetting(name: string, value: string): Promise<void> },
  bundle: number,
): Promise<void> {
  await store.putAuditSetting(KEPT_FROM, String(bundle));
}

export function tilesOf(store: AuditReader): TileReader {
  return { tile: async (level, index) => (await store.logTile(level, index))?.bytes };
}

/** The entries of a bundle; none when they are no longer kept. */
export async function entriesOf(store: AuditReader, index: number): Promise<readonly Uint8Array[]> {
  const tile = await store.logTile("entries", index);
  return tile === undefined ? [] : decodeBundle(tile.bytes);
}

/** An entry as an event. What is no JSON, which nobody of us wrote, is an event without facts. */
export function eventIn(entry: Uint8Array): LoggedEvent {
  try {
    return JSON.parse(Buffer.from(entry).toString("utf8"));
  } catch {
    return {};
  }
}
