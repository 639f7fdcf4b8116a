// Who waits for the disk. A sync that takes no longer than handing it to a thread and hearing of it is made by the
// event loop itself; a slower one beside it, while other requests go on. Disks differ by a factor of a hundred, and one
// disk from hour to hour, so it is measured: now and then a slow disk is tried again, each time after twice as many
// syncs.

/** About what a thread costs. */
const QUICK_MILLISECONDS = 0.4;
/** Whatever waits meanwhile would notice. */
const SLOW_MILLISECONDS = 5;

/** How slow the disk has been lately: 0 when all syncs were quick, 1 when none was. Each counts for a sixteenth. */
const MEMORY = 15 / 16;
/** More than most. A quick disk has slow moments too, even three in ten. */
const TOO_SLOW = 0.65;
/** Then four slow ones in a row, or a very slow one, are enough. */
const AT_FIRST = 0.57;
const VERY_SLOW = 0.1;

/** Syncs beside the event loop before the next is tried in it. */
const FIRST_WAIT = 64;
const LONGEST_WAIT = 8_192;
/** After so many the disk counts as a quick one again. */
const PROVEN = 256;

export class SyncPace {
  #left = 0;
  #wait = FIRST_WAIT;
  #slowness = AT_FIRST;
  #own = 0;

  /** Whether the event loop makes the next sync; then `took` must be told. */
  next(): boolean {
    if (this.#left === 0) return true;
    this.#left -= 1;
    return false;
  }

  /** How long the event loop's own sync took. */
  took(milliseconds: number): void {
    const slow = milliseconds > QUICK_MILLISECONDS ? 1 - MEMORY : 0;
    const verySlow = milliseconds > SLOW_MILLISECONDS ? VERY_SLOW : 0;
    this.#slowness = this.#slowness * MEMORY + slow + verySlow;
    this.#own += 1;
    if (this.#own >= PROVEN) this.#wait = FIRST_WAIT;
    if (this.#slowness > TOO_SLOW) this.#leave();
  }

  #leave(): void {
    this.#left = this.#wait;
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
    this.#slowness = AT_FIRST;
    this.#own = 0;
  }
}
