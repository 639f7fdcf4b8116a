// A set of 64-bit fingerprints in flat arrays: open addressing, in shards, so that growing one never stops the
// process for long. Fingerprints are uniformly distributed (a keyed hash), so their bits serve as the hash.

const SHARDS = 256;
const FIRST_SLOTS = 16;
/** Marks a deleted slot; an empty one is zero. Fingerprints of these two values are moved aside. */
const DELETED = 1;

class Shard {
  #used = 0;
  #high = new Uint32Array(FIRST_SLOTS);
  #low = new Uint32Array(FIRST_SLOTS);

  /** The slot of a fingerprint, or the slot where it would go, as `-1 - slot`. */
  #find(high: number, low: number): number {
    const mask = this.#high.length - 1;
    let slot = low & mask;
    let free = -1;
    for (;;) {
      const seen = this.#high[slot] ?? 0;
      if (seen === 0) return -1 - (free === -1 ? slot : free);
      if (seen === DELETED && free === -1) free = slot;
      if (seen === high && this.#low[slot] === low) return slot;
      slot = (slot + 1) & mask;
    }
  }

  has(high: number, low: number): boolean {
    return this.#find(high, low) >= 0;
  }

  add(high: number, low: number): boolean {
    const found = this.#find(high, low);
    if (found >= 0) return false;
    const slot = -1 - found;
    if (this.#high[slot] === 0) this.#used += 1;
    this.#high[slot] = high;
    this.#low[slot] = low;
    if (this.#used * 2 > this.#high.length) this.#grow();
    return true;
  }

  /** Returns false when it is not there. */
  delete(high: number, low: number): boolean {
    const slot = this.#find(high, low);
    if (slot < 0) return false;
    this.#high[slot] = DELETED;
    return true;
  }

  *entries(): Iterable<[number, number]> {
    for (const [slot, high] of this.#high.entries()) {
      if (high !== 0 && high !== DELETED) yield [high, this.#low[slot] ?? 0];
    }
  }

  #grow(): void {
    const all = [...this.entries()];
    const slots = Math.max(FIRST_SLOTS, 2 ** Math.ceil(Math.log2(all.length * 4 + 1)));
    this.#high = new Uint32Array(slots);
    this.#low = new Uint32Array(slots);
    this.#used = 0;
    for (const [high, low] of all) this.add(high, low);
  }
}

export class FingerprintSet {
  /** Of one fingerprint. */
  static readonly BYTES = 9;
  /** How many fingerprints it holds. */
  size = 0;
  readonly #shards = Array.from({ length: SHARDS }, () => new Shard());

  #place(print: Buffer): [shard: Shard, high: number, low: number] {
    const shard = this.#shards[print.readUInt8(0)];
    if (shard === undefined) throw new RangeError("a byte is below 256");
    return [shard, Math.max(print.readUInt32LE(1), 2), print.readUInt32LE(5)];
  }

  has(print: Buffer): boolean {
    const [shard, high, low] = this.#place(print);
    return shard.has(high, low);
  }

  /** Returns false when it is already there. */
  add(print: Buffer): boolean {
    const [shard, high, low] = this.#place(print);
    const added = shard.add(high, low);
    if (added) this.size += 1;
    return added;
  }

  delete(print: Buffer): void {
    const [shard, high, low] = this.#place(print);
    if (shard.delete(high, low)) this.size -= 1;
  }

  /** Adds fingerprints that stand one behind the other. */
  addAll(prints: Uint8Array): void {
    const { buffer, byteOffset, byteLength } = prints;
    const bytes = Buffer.from(buffer, byteOffset, byteLength);
    for (let at = 0; at + FingerprintSet.BYTES <= bytes.length; at += FingerprintSet.BYTES) {
      this.add(bytes.subarray(at, at + FingerprintSet.BYTES));
    }
  }
}
