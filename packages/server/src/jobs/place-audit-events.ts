// Gives waiting events their places in the audit log: leaves of the Merkle tree, in tiles, under a new checkpoint. One
// transaction does all of it, and one process at a time; what is cut short has not happened.
import { setImmediate } from "node:timers/promises";
import {
  type AuditLogWriter,
  failpoint,
  type LogTile,
  type Store,
  type WaitingEvents,
} from "@coffer/store";
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
import { type EventFacts, factsOf, summaryOf } from "../domain/event-summary.ts";
import { foreignRowEvent } from "../domain/foreign-row.ts";
import type { AuditKeys } from "../keyring/audit-key.ts";
import { entriesOf, eventIn, provenHead, tilesOf, writeHead } from "../resources/audit-log.ts";
import type { DueWork } from "./due-work.ts";

/** How many events at once: about so many in one transaction, and made ready before requests have their turn. */
interface Pace {
  readonly batch: number;
  readonly inTurn: number;
}

const EASY: Pace = { batch: 1_024, inTurn: 128 };
/** In one turn many requests may bring more events than are made ready in it: whoever is behind must catch up. */
const BEHIND: Pace = { batch: 8_192, inTurn: Number.POSITIVE_INFINITY };
/** Full batches before that. */
const EASY_BATCHES = 8;
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

/** An event that gets its place, with what a tree and a summary need of it. */
interface Entry {
  readonly bytes: Uint8Array;
  readonly leaf: Uint8Array;
  readonly facts: EventFacts;
}

function entryOf(bytes: Uint8Array): Entry {
  return { bytes, leaf: leafHash(bytes), facts: factsOf(eventIn(bytes)) };
}

/** Bundles that the entries fill, from the partial one at the end on. */
async function bundlesWith(
  store: AuditLogWriter,
  { size, seal }: { readonly size: number; readonly seal: AuditKeys["seal"] },
  entries: readonly Entry[],
): Promise<readonly LogTile[]> {
  const first = Math.floor(size / TILE_WIDTH);
  const before = size % TILE_WIDTH === 0 ? [] : await entriesOf(store, first);
  if (before.length !== size % TILE_WIDTH)
    throw new Error("the audit log's last bundle is not whole");
  const all = [...before.map((bytes) => ({ bytes, facts: factsOf(eventIn(bytes)) })), ...entries];
  return Array.from({ length: Math.ceil(all.length / TILE_WIDTH) }, (_, at) => {
    const own = all.slice(at * TILE_WIDTH, (at + 1) * TILE_WIDTH);
    const place = { index: first + at, width: own.length };
    const summary = seal.close(place, summaryOf(own.map(({ facts }) => facts)));
    const bytes = encodeBundle(own.map((each) => each.bytes));
    return { level: "entries", ...place, bytes, summary };
  });
}

/** What becomes of a waiting row. */
interface Ready extends WaitingEvents {
  readonly entries: readonly Entry[];
  /** Whether this installation did not write it. */
  readonly isForeign: boolean;
}

function readyOf(waiting: WaitingEvents, { seal }: AuditKeys, now: number): Ready {
  const events = seal.unpack(waiting);
  const isWhole = events?.every(({ length }) => length <= MOST_ENTRY_BYTES) === true;
  const entries = isWhole ? events.map(entryOf) : [entryOf(foreignRowEvent(waiting.row, now))];
  return { ...waiting, entries, isForeign: events === undefined };
}

type ReadyRows = ReadonlyMap<string, Ready>;

/** Makes the next rows ready, a few events in a turn of the event loop: in the transaction nobody else has a turn. */
async function prepare(
  keys: AuditKeys,
  { batch, inTurn: most }: Pace,
  { store, clock }: Parts,
): Promise<ReadyRows> {
  const rows = new Map<string, Ready>();
  let inTurn = 0;
  for (const waiting of await store.waitingEvents(batch)) {
    const ready = readyOf(waiting, keys, clock());
    rows.set(waiting.sequence, ready);
    inTurn += ready.entries.length;
    if (inTurn < most) continue;
    inTurn = 0;
    await setImmediate();
  }
  return rows;
}

/** What was made ready counts only for the very same row: another process may have placed it meanwhile. */
const isStill = (ready: Ready | undefined, { row, count }: WaitingEvents): ready is Ready =>
  ready !== undefined && ready.count === count && Buffer.compare(ready.row, row) === 0;

/** Returns how many events got their places. */
async function place(
  store: AuditLogWriter,
  {
    rows,
    keys,
    batch,
  }: { readonly rows: ReadyRows; readonly keys: AuditKeys; readonly batch: number },
  { clock, onForeign }: Parts,
): Promise<number> {
  const { signer, seal } = keys;
  const waiting = await store.waitingEvents(batch);
  if (waiting.length === 0) return 0;
  const { size = 0 } = (await provenHead(store, signer.verifier)) ?? {};
  const now = clock();
  const ready = waiting.map((each) => {
    const made = rows.get(each.sequence);
    return isStill(made, each) ? made : readyOf(each, keys, now);
  });
  const entries = ready.flatMap((each) => each.entries);
  const foreign = ready.filter(({ isForeign }) => isForeign).length;
  if (foreign > 0) onForeign(foreign);
  const leaves = entries.map(({ leaf }) => leaf);
  const tiles = await appendLeaves(size, tilesOf(store), leaves);
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
      for (let full = 0; ; full += 1) {
        const pace = full < EASY_BATCHES ? EASY : BEHIND;
        const { batch } = pace;
        const rows = await prepare(keys, pace, parts);
        const some = await store.auditTransaction((write) =>
          place(write, { rows, keys, batch }, parts),
        );
        placed += some;
        if (some < batch) break;
      }
      hadMore = placed > 0;
      if (hadMore) parts.onPlaced();
      return placed;
    },
    next: async () => (hadMore ? Date.now() + PAUSE_MILLISECONDS : undefined),
  };
}
