// Which entries of a log were there before: no event is recorded twice, since each has an id of its own. Of each entry
// eight bytes of its hash are kept, in a table that is never fuller than three quarters.
import { hash } from "node:crypto";

const FIRST_PLACES = 1 << 12;
const PART = 2;

export class SeenEntries {
  /** Two numbers for each place; both 0 in an empty one. */
  #table = new Uint32Array(FIRST_PLACES * PART);
  #count = 0;

  /** Whether the very same bytes were told before. */
  see(entry: Uint8Array): boolean {
    const digest = Buffer.from(hash("sha256", entry, "latin1"), "latin1");
    const [high, low] = [digest.readUInt32BE(0), digest.readUInt32BE(4) || 1];
    if (this.#put(high, low)) return true;
    this.#count += 1;
    if (this.#count * PART > this.#table.length * 0.75) this.#grow();
    return false;
  }

  /** Whether it was there. */
  #put(high: number, low: number): boolean {
    const places = this.#table.length / PART;
    for (let place = low & (places - 1); ; place = (place + 1) & (places - 1)) {
      const at = place * PART;
      if (this.#table[at + 1] === 0) {
        this.#table[at] = high;
        this.#table[at + 1] = low;
        return false;
      }
      if (this.#table[at] === high && this.#table[at + 1] === low) return true;
    }
  }

  #grow(): void {
    const old = this.#table;
    this.#table = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += PART) {
      const [high = 0, low = 0] = [old[at], old[at + 1]];
      if (low !== 0) this.#put(high, low);
    }
  }
}
