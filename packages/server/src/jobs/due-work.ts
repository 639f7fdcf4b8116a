// What the scheduler runs.

export interface DueWork {
  /** Does what is due at `now`; returns how much was done. */
  run(now: number): Promise<number>;
  /** When something will be due next, in milliseconds since 1970, or undefined. */
  next(): Promise<number | undefined>;
}
