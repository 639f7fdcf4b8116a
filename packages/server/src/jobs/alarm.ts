// Wakes the scheduler before its time.

export interface Alarm {
  ring(): void;
  /** Rings once after so many milliseconds, however often it is asked until then. */
  ringWithin(milliseconds: number): void;
  /** Aborts at the next ring. */
  readonly signal: AbortSignal;
}

export function createAlarm(): Alarm {
  let next = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const ring = (): void => {
    const rung = next;
    next = new AbortController();
    rung.abort();
  };
  return {
    ring,
    ringWithin(milliseconds) {
      if (timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        ring();
      }, milliseconds).unref();
    },
    get signal() {
      return next.signal;
    },
  };
}
