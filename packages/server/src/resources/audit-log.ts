// The audit log as it stands in the store: its head, its tiles, its events.
import type { AuditReader, AuditSettingsReader, LogSummary } from "@coffer/store";
import {
  decodeBundle,
  formatKeptFrom,
  NoteError,
  type NoteSigner,
  type NoteVerifier,
  noteText,
  openNote,
  parseCheckpoint,
  parseKeptFrom,
  signNote,
  type TileReader,
  widthOf,
} from "@coffer/tlog";
import { type EventQuery, inBytes, type LoggedEvent, mayHold } from "../domain/event-summary.ts";
import type { AuditSeal } from "../keyring/audit-seal.ts";

const HEAD = "head";

export interface LogHead {
  /** As the checkpoint says. */
  readonly size: number;
  /** The signed checkpoint. */
  readonly checkpoint: string;
}

export type AuditStore = AuditReader & AuditSettingsReader;

interface SettingsWriter {
  putAuditSetting(name: string, value: string): Promise<void>;
}

export async function readHead(store: AuditSettingsReader): Promise<LogHead | undefined> {
  const text = await store.auditSetting(HEAD);
  if (text === undefined) return undefined;
  const { checkpoint } = JSON.parse(text) as Pick<LogHead, "checkpoint">; // written below
  return { size: parseCheckpoint(noteText(checkpoint)).size, checkpoint };
}

/**
 * As `readHead`, for what is built upon. `proven` is a checkpoint that is known to be signed by the key.
 * @throws NoteError for a checkpoint that the key has not signed
 */
export async function provenHead(
  store: AuditSettingsReader,
  verifier: NoteVerifier,
  proven?: string,
): Promise<LogHead | undefined> {
  const head = await readHead(store);
  if (head !== undefined && head.checkpoint !== proven) openNote(head.checkpoint, verifier);
  return head;
}

export async function writeHead(
  store: SettingsWriter,
  { checkpoint }: Pick<LogHead, "checkpoint">,
): Promise<void> {
  await store.putAuditSetting(HEAD, JSON.stringify({ checkpoint }));
}

const KEPT_FROM = "kept-from";

/** The signed note of what is no longer kept, if anything was forgotten. */
export function keptFromNote(store: AuditSettingsReader): Promise<string | undefined> {
  return store.auditSetting(KEPT_FROM);
}

/** The first event that is still kept. Only what the key has signed counts. */
export async function readKeptFrom(
  store: AuditSettingsReader,
  verifier: NoteVerifier,
): Promise<number> {
  const note = await keptFromNote(store);
  if (note === undefined) return 0;
  try {
    return parseKeptFrom(openNote(note, verifier)).from;
  } catch (error) {
    if (error instanceof NoteError) return 0;
    throw error;
  }
}

export async function writeKeptFrom(
  store: SettingsWriter,
  from: number,
  signer: NoteSigner,
): Promise<void> {
  const note = formatKeptFrom({ origin: signer.verifier.name, from });
  await store.putAuditSetting(KEPT_FROM, signNote(note, signer));
}

/** What was sealed for just this bundle, when it had at least the events that it has in a log of `size`. */
export function openSummary(
  { index, width, summary }: LogSummary,
  { seal, size }: { readonly seal: AuditSeal | undefined; readonly size: number },
): Uint8Array | undefined {
  return width < widthOf(0, index, size) ? undefined : seal?.open({ index, width }, summary);
}

/** Whether a bundle may hold what is looked for: only its own summary can say no. */
export function bundleMayHold(
  found: LogSummary,
  log: { readonly seal: AuditSeal | undefined; readonly size: number },
  query: EventQuery,
): boolean {
  const summary = openSummary(found, log);
  return summary === undefined || mayHold(summary, query);
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
    return JSON.parse(inBytes(entry).toString("utf8"));
  } catch {
    return {};
  }
}
