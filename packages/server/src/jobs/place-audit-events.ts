// Gives waiting events their places in the audit log: leaves of the Merkle tree, in tiles, under a new checkpoint. One
// transaction does all of it, and one process at a time; what is cut short has not happened.
import { setTimeout } from "node:timers/promises";
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
import type { WaitingEvent } from "../keyring/audit-seal.ts";
import {
  entriesOf,
  eventIn,
  type LogHead,
  provenHead,
  tilesOf,
  writeHead,
} from "../resources/audit-log.ts";
import type { DueWork } from "./due-work.ts";

/**
 * What fills the log's last bundle: more would hold up for long the requests that wait meanwhile, and so hardly any
 * bundle is written twice.
 */
const easy = (size: number): number => TILE_WIDTH - (size % TILE_WIDTH);
/** In one turn many requests may bring more events than are placed in it: whoever is behind must catch up. */
const BEHIND = 8_192;
/** Full batches before that. */
const EASY_BATCHES = 128;
/** Between the first of them: many at once would let garbage pile up that is then looked for in the whole heap. */
const BREATH_MILLISECONDS = 10;
const BREATHS = 64;
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

const readFacts = (bytes: Uint8Array): EventFacts => factsOf(eventIn(bytes));

function entryOf({ bytes, facts = readFacts(bytes) }: WaitingEvent): Entry {
  return { bytes, leaf: leafHash(bytes), facts };
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
  const all = [...before.map((bytes) => ({ bytes, facts: readFacts(bytes) })), ...entries];
  return Array.from({ length: Math.ceil(all.length / TILE_WIDTH) }, (_, at) => {
    const own = all.slice(at * TILE_WIDTH, (at + 1) * TILE_WIDTH);
    const place = { index: first + at, width: own.length };
    const summary = seal.close(place, summaryOf(own.map(({ facts }) => facts)));
    const bytes = encodeBundle(own.map((each) => each.bytes));
    return { level: "entries", ...place, bytes, summary };
  });
}

/** What becomes of a waiting row. */
interface Ready {
  readonly sequence: string;
  readonly entries: readonly Entry[];
  /** Whether this installation did not write it. */
  readonly isForeign: boolean;
}

function readyOf(waiting: WaitingEvents, { seal }: AuditKeys, now: number): Ready {
  const events = seal.unpack(waiting);
  const isWhole = events?.every(({ bytes }) => bytes.length <= MOST_ENTRY_BYTES) === true;
  const entries = isWhole
    ? events.map(entryOf)
    : [entryOf({ bytes: foreignRowEvent(waiting.row, now) })];
  return { sequence: waiting.sequence, entries, isForeign: events === undefined };
}

interface Placed {
  /** How many events got their places. */
  readonly count: number;
  /** Whether there may be more. By what rows say of themselves, as the bound of a batch goes. */
  readonly isFull: boolean;
  /** Of the log then. */
  readonly head: LogHead | undefined;
}

async function place(
  store: AuditLogWriter,
  { batch, last }: { readonly batch: number; readonly last: LogHead | undefined },
  { keys, clock, onForeign }: Omit<Parts, "keys"> & { readonly keys: AuditKeys },
): Promise<Placed> {
  const { signer, seal } = keys;
  const head = await provenHead(store, signer.verifier, last?.checkpoint);
  const size = head?.size ?? 0;
  const now = clock();
  const waiting = await store.waitingEvents(batch);
  const rows = waiting.map((row) => readyOf(row, keys, now));
  if (rows.length === 0) return { count: 0, isFull: false, head };
  const entries = rows.flatMap((each) => each.entries);
  const foreign = rows.filter(({ isForeign }) => isForeign).length;
  if (foreign > 0) onForeign(foreign);
  const leaves = entries.map(({ leaf }) => leaf);
  const tiles = await appendLeaves(size, tilesOf(store), leaves);
  for (const tile of tiles) await store.putLogTile(tile);
  for (const bundle of await bundlesWith(store, { size, seal }, entries))
    await store.putLogTile(bundle);
  failpoint("audit.between-tiles-and-head");
  const grown = size + entries.length;
  const root = await rootHash(grown, tilesOf(store));
  const { name: origin } = signer.verifier;
  const checkpoint = signNote(formatCheckpoint({ origin, size: grown, root }), signer);
  await writeHead(store, { checkpoint });
  await store.deleteWaitingEvents(rows.map(({ sequence }) => sequence));
  const said = waiting.reduce((sum, { count }) => sum + count, 0);
  return { count: entries.length, isFull: said >= batch, head: { size: grown, checkpoint } };
}

export function placeAuditEvents(parts: Parts): DueWork {
  const { store } = parts;
  let hadMore = false;
  // Another process may have placed more since: then a batch ends elsewhere, and the log's head is proved anew.
  let last: LogHead | undefined;
  return {
    async run() {
      const keys = await parts.keys();
      let placed = 0;
      for (let full = 0; ; full += 1) {
        const batch = full < EASY_BATCHES ? easy(last?.size ?? 0) : BEHIND;
        const { count, isFull, head } = await store.auditTransaction((write) =>
          place(write, { batch, last }, { ...parts, keys }),
        );
        last = head;
        placed += count;
        if (!isFull) break;
        if (full < BREATHS) await setTimeout(BREATH_MILLISECONDS);
      }
      hadMore = placed > 0;
      if (hadMore) parts.onPlaced();
      return placed;
    },
    next: async () => (hadMore ? Date.now() + PAUSE_MILLISECONDS : undefined),
  };
}
