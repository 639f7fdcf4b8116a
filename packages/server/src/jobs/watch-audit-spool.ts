// How full the audit's spool is: the events that the slowest sink has not taken yet, of as many as it may be behind.
// Events that wait for their place in the log count too. Full, requests are refused, or the oldest events are dropped
// for that sink, as the operator chose.
import type { Store } from "@coffer/store";
import type { AuditState } from "../observe/metrics.ts";
import { readHead } from "../resources/audit-log.ts";
import { readSinkProgress, writeSinkProgress } from "../resources/sink-progress.ts";
import type { DueWork } from "./due-work.ts";

/** From here on the operator is warned, and not again before it was well below. */
const WARNING = 0.5;
const CALM = 0.4;
const PAUSE_MILLISECONDS = 1_000;

interface Parts {
  readonly store: Store;
  /** Names of the sinks that are in use. */
  readonly sinks: readonly string[];
  /** Events that a sink may be behind. */
  readonly bound: number;
  readonly drops: boolean;
  readonly clock: () => number;
  readonly onState: (state: AuditState) => void;
  readonly onWarning: (state: AuditState) => void;
}

async function readState({ store, sinks, bound }: Parts): Promise<AuditState> {
  const waiting = await store.countWaitingEvents();
  const { size = 0 } = (await readHead(store)) ?? {};
  const found = (await readSinkProgress(store)).filter(({ name }) => sinks.includes(name));
  const behind = found.map(({ name, delivered, dropped }) => ({
    ...{ name, dropped, lag: Math.max(0, size - delivered) },
  }));
  const most = Math.max(0, ...behind.map(({ lag }) => lag)) + waiting;
  return { level: most / bound, waiting, sinks: behind };
}

/** Gives up the oldest events of sinks that are too far behind. */
async function drop({ store, sinks, bound }: Parts): Promise<void> {
  await store.auditTransaction(async (write) => {
    const { size = 0 } = (await readHead(write)) ?? {};
    for (const each of await readSinkProgress(write)) {
      const lost = size - each.delivered - bound;
      if (lost <= 0 || !sinks.includes(each.name)) continue;
      const { name, delivered, dropped } = each;
      const moved = { name, delivered: delivered + lost, dropped: dropped + lost };
      await writeSinkProgress(write, moved);
    }
  });
}

export function watchAuditSpool(parts: Parts): DueWork {
  let isWarned = false;
  let level = 0;
  return {
    async run() {
      let state = await readState(parts);
      if (parts.drops && state.sinks.some(({ lag }) => lag > parts.bound)) {
        await drop(parts);
        state = await readState(parts);
      }
      ({ level } = state);
      parts.onState(state);
      if (level >= WARNING && !isWarned) parts.onWarning(state);
      isWarned = level >= (isWarned ? CALM : WARNING);
      return 0;
    },
    next: async () => (level >= CALM ? parts.clock() + PAUSE_MILLISECONDS : undefined),
  };
}
