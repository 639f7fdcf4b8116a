// Wakes the scheduler before its time.

export interface Alarm {
  ring(): void;
  /** Aborts at the next ring. */
  readonly signal: AbortSignal;
}

export function createAlarm(): Alarm {
  let next = new AbortController();
  return {
    ring() {
      const rung = next;
      next = new AbortController();
      rung.abort();
    },
    get signal() {
      return next.signal;
    },
  };
}
