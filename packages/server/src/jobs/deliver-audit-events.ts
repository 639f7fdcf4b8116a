// Hands the audit log's events on to one sink, in their order, from the place where it was before. The place is moved
// after the sink has taken them, so that each comes at least once; the event's id tells a second time.
import type { Store } from "@coffer/store";
import { TILE_WIDTH } from "@coffer/tlog";
import { entriesOf, readHead } from "../resources/audit-log.ts";
import { readSinkProgress, writeSinkProgress } from "../resources/sink-progress.ts";
import type { AuditSink } from "./audit-sink.ts";
import type { DueWork } from "./due-work.ts";

/** Waits after failures: doubled each time, up to the longest. */
const FIRST_WAIT_MILLISECONDS = 1_000;
const LONGEST_WAIT_MILLISECONDS = 60_000;
/** Before others have their turn. */
const BUNDLES_IN_A_RUN = 64;

interface Parts {
  readonly store: Store;
  readonly sink: AuditSink;
  readonly clock: () => number;
  /** Told when it begins to fail and when it works again. */
  readonly onChange: (sink: string, failure: unknown) => void;
}

async function placeOf(store: Store, name: string): Promise<number | undefined> {
  return (await readSinkProgress(store)).find((each) => each.name === name)?.delivered;
}

/** A sink that is new begins with what comes: what was before can be exported. */
async function begin({ store, sink: { name } }: Parts): Promise<number> {
  return store.auditTransaction(async (write) => {
    const found = (await readSinkProgress(write)).find((each) => each.name === name);
    if (found !== undefined) return found.delivered;
    const { size = 0 } = (await readHead(write)) ?? {};
    await writeSinkProgress(write, { name, delivered: size, dropped: 0 });
    return size;
  });
}

/** Moves the place unless somebody else did meanwhile. */
async function move({ store, sink: { name } }: Parts, from: number, to: number): Promise<void> {
  await store.auditTransaction(async (write) => {
    const found = (await readSinkProgress(write)).find((each) => each.name === name);
    if (found?.delivered !== from) return;
    await writeSinkProgress(write, { ...found, delivered: to });
  });
}

/** Returns how many events were handed on; 0 at the log's end. */
async function deliverBundle(parts: Parts): Promise<number> {
  const { store, sink } = parts;
  const from = (await placeOf(store, sink.name)) ?? (await begin(parts));
  const { size = 0 } = (await readHead(store)) ?? {};
  if (from >= size) return 0;
  const bundle = Math.floor(from / TILE_WIDTH);
  const end = Math.min(size, (bundle + 1) * TILE_WIDTH);
  const entries = await entriesOf(store, bundle);
  const own = entries.slice(from % TILE_WIDTH, (from % TILE_WIDTH) + (end - from));
  if (own.length > 0) await sink.deliver(own);
  await move(parts, from, end);
  return end - from;
}

export function deliverAuditEvents(parts: Parts): DueWork {
  let wait = 0;
  let notBefore = 0;
  let isBehind = false;
  return {
    async run(now) {
      if (now < notBefore) return 0;
      let delivered = 0;
      try {
        isBehind = true;
        for (let bundle = 0; bundle < BUNDLES_IN_A_RUN && isBehind; bundle += 1) {
          const some = await deliverBundle(parts);
          delivered += some;
          isBehind = some > 0;
        }
      } catch (failure) {
        if (wait === 0) parts.onChange(parts.sink.name, failure);
        wait = Math.min(LONGEST_WAIT_MILLISECONDS, Math.max(FIRST_WAIT_MILLISECONDS, wait * 2));
        notBefore = parts.clock() + wait;
        return delivered;
      }
      if (wait > 0) parts.onChange(parts.sink.name, undefined);
      wait = 0;
      notBefore = 0;
      return delivered;
    },
    async next() {
      if (notBefore > 0) return notBefore;
      return isBehind ? parts.clock() : undefined;
    },
  };
}
