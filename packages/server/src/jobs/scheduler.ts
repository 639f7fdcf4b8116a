// Runs due work on time. It sleeps until the next due time, but never longer than a few seconds: a clock that
// jumps, or work that another process made, is noticed then. What came due while nothing ran is done at the
// start. Work never overlaps itself, and its failure stops nothing.
import type { Alarm } from "./alarm.ts";
import type { DueWork } from "./due-work.ts";

const LONGEST_SLEEP_MILLISECONDS = 10_000;
const SHORTEST_SLEEP_MILLISECONDS = 10;

export interface Scheduler {
  /** Ends after the work under way. */
  stop(): Promise<void>;
}

export interface SchedulerParts {
  readonly work: readonly DueWork[];
  readonly clock: () => number;
  readonly onFailure: (failure: unknown) => void;
  readonly alarm: Alarm;
  /** Resolves after so many milliseconds, or at once when `signal` aborts. Tests put their own here. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

function sleepFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    }
  });
}

export function startScheduler(parts: SchedulerParts): Scheduler {
  const { work, clock, onFailure, alarm, sleep = sleepFor } = parts;
  const stopping = new AbortController();

  async function round(): Promise<number> {
    let wait = LONGEST_SLEEP_MILLISECONDS;
    for (const each of work) {
      try {
        await each.run(clock());
        const next = await each.next();
        if (next !== undefined) wait = Math.min(wait, next - clock());
      } catch (failure) {
        onFailure(failure);
      }
    }
    return Math.max(wait, SHORTEST_SLEEP_MILLISECONDS);
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      // Taken before the work, so that a ring during the work is not missed.
      const rung = alarm.signal;
      const wait = await round();
      if (!stopping.signal.aborted) await sleep(wait, AbortSignal.any([stopping.signal, rung]));
    }
  }

  const running = loop();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
