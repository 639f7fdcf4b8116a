// Forgets events that are older, or more, than the operator keeps, and that every sink has taken. Their hashes stay,
// and the checkpoints over them: what is left still verifies, and what was exported before does too.
//
// What is forgotten is signed, so nothing is taken from the rows without proof: not from where on events are kept, and
// not how old they are.
import type { Store } from "@coffer/store";
import { TILE_WIDTH } from "@coffer/tlog";
import { lastTimeOf } from "../domain/event-summary.ts";
import { DAY_MILLISECONDS } from "../domain/times.ts";
import type { AuditKeys } from "../keyring/audit-key.ts";
import { openSummary, provenHead, readKeptFrom, writeKeptFrom } from "../resources/audit-log.ts";
import { findSinkProgress } from "../resources/sink-progress.ts";
import type { DueWork } from "./due-work.ts";

/** Bundles that one run looks at. */
const MOST_BUNDLES = 1_000;

interface Parts {
  readonly store: Store;
  readonly keys: () => Promise<AuditKeys>;
  /** Undefined: for ever. */
  readonly days?: number | undefined;
  /** How many of the newest are kept at least, and about as many at most. Undefined: all. */
  readonly events?: number | undefined;
  /** Names of the sinks that are in use. */
  readonly sinks: readonly string[];
}

/** The first bundle that stays, by age and by what the sinks have. */
async function findEnd(
  { store, days, events, sinks }: Parts,
  { signer: { verifier }, seal }: AuditKeys,
  now: number,
): Promise<number> {
  const { size = 0 } = (await provenHead(store, verifier)) ?? {};
  const progress = await Promise.all(sinks.map((name) => findSinkProgress(store, name)));
  const taken = progress.map((each) => each?.delivered ?? 0);
  const whole = Math.floor(Math.min(size, ...taken) / TILE_WIDTH);
  const kept = Math.ceil((await readKeptFrom(store, verifier)) / TILE_WIDTH);
  const most = events === undefined ? kept : Math.floor((size - events) / TILE_WIDTH);
  const from = Math.max(kept, Math.min(whole, most));
  if (days === undefined) return from;
  const last = Math.min(whole, from + MOST_BUNDLES);
  for (let bundle = from; bundle < last; bundle += 1) {
    const [found] = await store.logSummaries(bundle + 1, 1);
    const summary = found?.index === bundle ? openSummary(found, { seal, size }) : undefined;
    if (summary === undefined || lastTimeOf(summary) > now - days * DAY_MILLISECONDS) return bundle;
  }
  return Math.max(from, last);
}

export function pruneAuditEvents(parts: Parts): DueWork {
  const { store } = parts;
  return {
    async run(now) {
      const keys = await parts.keys();
      const { signer } = keys;
      const end = await findEnd(parts, keys, now);
      const from = end * TILE_WIDTH;
      if (from <= (await readKeptFrom(store, signer.verifier))) return 0;
      return store.auditTransaction(async (write) => {
        // Another process may have forgotten more meanwhile: what is signed never goes back.
        if (from <= (await readKeptFrom(write, signer.verifier))) return 0;
        await writeKeptFrom(write, from, signer);
        return write.deleteLogEntries(end);
      });
    },
    next: async () => undefined,
  };
}
