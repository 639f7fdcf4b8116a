// Gives waiting events their places in the audit log: leaves of the Merkle tree, in tiles, under a new checkpoint. One
// transaction does all of it, and one process at a time; what is cut short has not happened.
import { type AuditLogWriter, failpoint, type LogTile, type Store } from "@coffer/store";
import {
  appendLeaves,
  encodeBundle,
  formatCheckpoint,
  leafHash,
  MOST_ENTRY_BYTES,
  rootHash,
  signNote,
  TILE_WIDTH,
} from "@coffer/tlog";
import { summaryOf } from "../domain/event-summary.ts";
import { foreignRowEvent } from "../domain/foreign-row.ts";
import type { AuditKeys } from "../keyring/audit-key.ts";
import { entriesOf, eventIn, provenHead, tilesOf, writeHead } from "../resources/audit-log.ts";
import type { DueWork } from "./due-work.ts";

/** About as many events in one transaction, which holds others up. */
const BATCH = 1_024;
/** While events keep coming. */
const PAUSE_MILLISECONDS = 1_000;

interface Parts {
  readonly store: Store;
  readonly keys: () => Promise<AuditKeys>;
  readonly clock: () => number;
  /** Told how many rows were among those that waited which this installation did not write. */
  readonly onForeign: (rows: number) => void;
  /** Told when there are more. */
  readonly onPlaced: () => void;
}

/** Bundles that the entries fill, from the partial one at the end on. */
async function bundlesWith(
  store: AuditLogWriter,
  { size, seal }: { readonly size: number; readonly seal: AuditKeys["seal"] },
  entries: readonly Uint8Array[],
): Promise<readonly LogTile[]> {
  const first = Math.floor(size / TILE_WIDTH);
  const before = size % TILE_WIDTH === 0 ? [] : await entriesOf(store, first);
  if (before.length !== size % TILE_WIDTH)
    throw new Error("the audit log's last bundle is not whole");
  const all = [...before, ...entries];
  return Array.from({ length: Math.ceil(all.length / TILE_WIDTH) }, (_, at) => {
    const own = all.slice(at * TILE_WIDTH, (at + 1) * TILE_WIDTH);
    const place = { index: first + at, width: own.length };
    const summary = seal.close(place, summaryOf(own.map(eventIn)));
    return { level: "entries", ...place, bytes: encodeBundle(own), summary };
  });
}

/** What a waiting row becomes: its events, if this installation sealed it. */
function entriesFor(
  row: Uint8Array,
  events: readonly Uint8Array[] | undefined,
  now: number,
): readonly Uint8Array[] {
  const isWhole = events?.every(({ length }) => length <= MOST_ENTRY_BYTES) === true;
  return isWhole ? events : [foreignRowEvent(row, now)];
}

/** Returns how many events got their places. */
async function place(
  store: AuditLogWriter,
  { signer, seal }: AuditKeys,
  { clock, onForeign }: Parts,
): Promise<number> {
  const waiting = await store.waitingEvents(BATCH);
  if (waiting.length === 0) return 0;
  const { size = 0 } = (await provenHead(store, signer.verifier)) ?? {};
  const now = clock();
  const opened = waiting.map((each) => ({ row: each.row, events: seal.unpack(each) }));
  const entries = opened.flatMap(({ row, events }) => entriesFor(row, events, now));
  const foreign = opened.filter(({ events }) => events === undefined).length;
  if (foreign > 0) onForeign(foreign);
  const tiles = await appendLeaves(size, tilesOf(store), entries.map(leafHash));
  for (const tile of tiles) await store.putLogTile(tile);
  for (const bundle of await bundlesWith(store, { size, seal }, entries))
    await store.putLogTile(bundle);
  failpoint("audit.between-tiles-and-head");
  const grown = size + entries.length;
  const root = await rootHash(grown, tilesOf(store));
  const head = { origin: signer.verifier.name, size: grown, root };
  const checkpoint = signNote(formatCheckpoint(head), signer);
  await writeHead(store, { checkpoint });
  await store.deleteWaitingEvents(waiting.map(({ sequence }) => sequence));
  return entries.length;
}

export function placeAuditEvents(parts: Parts): DueWork {
  const { store } = parts;
  let hadMore = false;
  return {
    async run() {
      const keys = await parts.keys();
      let placed = 0;
      for (;;) {
        const some = await store.auditTransaction((write) => place(write, keys, parts));
        placed += some;
        if (some < BATCH) break;
      }
      hadMore = placed > 0;
      if (hadMore) parts.onPlaced();
      return placed;
    },
    next: async () => (hadMore ? Date.now() + PAUSE_MILLISECONDS : undefined),
  };
}
