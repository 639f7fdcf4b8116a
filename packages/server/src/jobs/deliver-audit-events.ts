// Hands the audit log's events on to one sink, in their order, from the place where it was before. The place is moved
// after the sink has taken them, so that each comes at least once; the event's id tells a second time.
import type { Store } from "@coffer/store";
import { TILE_WIDTH } from "@coffer/tlog";
import { entriesOf, readHead } from "../resources/audit-log.ts";
import { findSinkProgress, writeSinkProgress } from "../resources/sink-progress.ts";
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

/** A sink that is new begins with what comes: what was before can be exported. */
async function begin({ store, sink: { name } }: Parts): Promise<number> {
  return store.auditTransaction(async (write) => {
    const found = await findSinkProgress(write, name);
    if (found !== undefined) return found.delivered;
    const { size = 0 } = (await readHead(write)) ?? {};
    await writeSinkProgress(write, { name, delivered: size, dropped: 0 });
    return size;
  });
}

interface Step {
  readonly from: number;
  readonly to: number;
  /** Events between them that are no longer kept: forgotten while nobody took them. */
  readonly lost: number;
}

/** Moves the place unless somebody else did meanwhile. */
async function move({ store, sink: { name } }: Parts, { from, to, lost }: Step): Promise<void> {
  await store.auditTransaction(async (write) => {
    const found = await findSinkProgress(write, name);
    if (found?.delivered !== from) return;
    await writeSinkProgress(write, { name, delivered: to, dropped: found.dropped + lost });
  });
}

/** Returns how many events were passed; 0 at the log's end. */
async function deliverBundle(parts: Parts): Promise<number> {
  const { store, sink } = parts;
  const from = (await findSinkProgress(store, sink.name))?.delivered ?? (await begin(parts));
  const { size = 0 } = (await readHead(store)) ?? {};
  if (from >= size) return 0;
  const bundle = Math.floor(from / TILE_WIDTH);
  const to = Math.min(size, (bundle + 1) * TILE_WIDTH);
  const first = from % TILE_WIDTH;
  const entries = (await entriesOf(store, bundle)).slice(first, first + (to - from));
  if (entries.length > 0) await sink.deliver(entries);
  await move(parts, { from, to, lost: to - from - entries.length });
  return to - from;
}

export function deliverAuditEvents(parts: Parts): DueWork {
  let wait = 0;
  let notBefore = 0;
  let isBehind = false;
  return {
    async run(now) {
      // A clock that went back must not silence a sink for longer than it was to wait.
      if (now < notBefore && notBefore - now <= wait) return 0;
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
