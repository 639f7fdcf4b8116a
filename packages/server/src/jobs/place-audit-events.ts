// Gives waiting events their places in the audit log: leaves of the Merkle tree, in tiles, under a new checkpoint. One
// transaction does all of it, and one process at a time; what is cut short has not happened.
import type { Random } from "@coffer/crypto";
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
import {
  type AuditKeyPlace,
  type AuditKeys,
  auditKeys,
  auditOrigin,
  ensureAuditKey,
} from "../keyring/audit-key.ts";
import type { RootKeys } from "../keyring/root-keys.ts";
import { entriesOf, eventIn, provenHead, tilesOf, writeHead } from "../resources/audit-log.ts";
import type { DueWork } from "./due-work.ts";

/** In one transaction, which holds others up. */
const BATCH = 1_024;
/** While events keep coming. */
const PAUSE_MILLISECONDS = 1_000;

interface Parts {
  readonly store: Store;
  readonly rootKeys: RootKeys;
  readonly random: Random;
  readonly place: AuditKeyPlace;
  /** Told when there are more. */
  readonly onPlaced: () => void;
}

/** Bundles that the entries fill, from the partial one at the end on. */
async function bundlesWith(
  store: AuditLogWriter,
  { size, summaries }: { readonly size: number; readonly summaries: AuditKeys["summaries"] },
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
    const summary = summaries.close(place, summaryOf(own.map(eventIn)));
    return { level: "entries", ...place, bytes: encodeBundle(own), summary };
  });
}

/** Longer than an entry can be: only what another than this program put there. */
const fitting = (event: Uint8Array): Uint8Array =>
  event.length <= MOST_ENTRY_BYTES ? event : event.subarray(0, MOST_ENTRY_BYTES);

/** Returns how many events got their places. */
async function place(
  store: AuditLogWriter,
  { signer, summaries }: AuditKeys,
  parts: Parts,
): Promise<number> {
  const waiting = await store.waitingEvents(BATCH);
  if (waiting.length === 0) return 0;
  const { size = 0 } = (await provenHead(store, signer.verifier)) ?? {};
  const entries = waiting.map(({ event }) => fitting(event));
  const tiles = await appendLeaves(size, tilesOf(store), entries.map(leafHash));
  for (const tile of tiles) await store.putLogTile(tile);
  for (const bundle of await bundlesWith(store, { size, summaries }, entries))
    await store.putLogTile(bundle);
  failpoint("audit.between-tiles-and-head");
  const grown = size + entries.length;
  const root = await rootHash(grown, tilesOf(store));
  const head = { origin: auditOrigin(parts.place), size: grown, root };
  const checkpoint = signNote(formatCheckpoint(head), signer);
  await writeHead(store, { checkpoint });
  await store.deleteWaitingEvents(waiting.map(({ sequence }) => sequence));
  return entries.length;
}

export function placeAuditEvents(parts: Parts): DueWork {
  const { store } = parts;
  let keys: AuditKeys | undefined;
  let hadMore = false;
  return {
    async run() {
      if (keys === undefined) {
        await store.transaction((write) => ensureAuditKey(write, parts));
        keys = await auditKeys(store, parts);
      }
      const own = keys;
      if (own === undefined) return 0;
      let placed = 0;
      for (;;) {
        const some = await store.auditTransaction((write) => place(write, own, parts));
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
