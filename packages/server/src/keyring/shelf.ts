// Ready keys of one kind by key and version. When there are too many, one goes that was not used since the last
// round (the clock algorithm): a hit writes nothing but a mark.
import { totalmem } from "node:os";

/** About what a ready symmetric key takes. */
const BYTES = 4_096;

/** At most an eighth of the memory, and not more than are of use. */
const MOST_KEPT = Math.min(
  131_072,
  Math.floor((process.constrainedMemory() || totalmem()) / 8 / BYTES),
);

interface Place {
  readonly keyId: string;
  readonly versionId: string;
}

export interface Shelf<Ready> {
  find(place: Place): Ready | undefined;
  put(place: Place, ready: Ready): void;
  /** Drops all versions of a key, and wipes them when no call is using them any more. */
  forget(keyId: string): void;
  keyIds(): string[];
  /** Drops and wipes everything at once. */
  close(): void;
}

interface Kept<Ready> {
  readonly place: Place;
  readonly ready: Ready;
  used: boolean;
}

class ClockShelf<Ready> implements Shelf<Ready> {
  readonly #wipe: (ready: Ready) => void;
  readonly #most: number;
  /** In the order in which they are looked at for dropping. */
  readonly #queue = new Set<Kept<Ready>>();
  readonly #byKey = new Map<string, Map<string, Kept<Ready>>>();

  constructor(wipe: (ready: Ready) => void, most: number) {
    this.#wipe = wipe;
    this.#most = most;
  }

  find({ keyId, versionId }: Place): Ready | undefined {
    const kept = this.#byKey.get(keyId)?.get(versionId);
    if (kept === undefined) return undefined;
    kept.used = true;
    return kept.ready;
  }

  put({ keyId, versionId }: Place, ready: Ready): void {
    let versions = this.#byKey.get(keyId);
    const other = versions?.get(versionId);
    if (other !== undefined) this.#drop(other);
    if (versions === undefined || versions.size === 0) {
      versions = new Map();
      this.#byKey.set(keyId, versions);
    }
    const kept = { place: { keyId, versionId }, ready, used: false };
    versions.set(versionId, kept);
    this.#queue.add(kept);
    if (this.#queue.size > this.#most) this.#dropOne();
  }

  forget(keyId: string): void {
    for (const kept of [...(this.#byKey.get(keyId)?.values() ?? [])]) this.#drop(kept);
  }

  keyIds(): string[] {
    return [...this.#byKey.keys()];
  }

  close(): void {
    for (const { ready } of this.#queue) this.#wipe(ready);
    this.#queue.clear();
    this.#byKey.clear();
  }

  #dropOne(): void {
    for (const kept of this.#queue) {
      if (!kept.used) {
        this.#drop(kept);
        return;
      }
      kept.used = false;
      this.#queue.delete(kept);
      this.#queue.add(kept);
    }
  }

  #drop(kept: Kept<Ready>): void {
    const { keyId, versionId } = kept.place;
    this.#queue.delete(kept);
    const versions = this.#byKey.get(keyId);
    versions?.delete(versionId);
    if (versions?.size === 0) this.#byKey.delete(keyId);
    // Whoever was just given it uses it before the event loop turns.
    setImmediate(() => this.#wipe(kept.ready));
  }
}

export function createShelf<Ready>(wipe: (ready: Ready) => void, most = MOST_KEPT): Shelf<Ready> {
  return new ClockShelf(wipe, most);
}
