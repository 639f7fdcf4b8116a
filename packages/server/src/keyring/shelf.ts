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

interface Kept<Ready> extends Place {
  readonly ready: Ready;
  used: boolean;
  /** Another version of the same key: few keys have several in use, and a list costs them all. */
  other: Kept<Ready> | undefined;
}

class ClockShelf<Ready> implements Shelf<Ready> {
  readonly #wipe: (ready: Ready) => void;
  readonly #most: number;
  /** In the order in which they are looked at for dropping. */
  readonly #queue = new Set<Kept<Ready>>();
  /** The first version of each key. */
  readonly #byKey = new Map<string, Kept<Ready>>();

  constructor(wipe: (ready: Ready) => void, most: number) {
    this.#wipe = wipe;
    this.#most = most;
  }

  find(place: Place): Ready | undefined {
    const kept = this.#kept(place);
    if (kept === undefined) return undefined;
    kept.used = true;
    return kept.ready;
  }

  put({ keyId, versionId }: Place, ready: Ready): void {
    const same = this.#kept({ keyId, versionId });
    if (same !== undefined) this.#drop(same);
    const other = this.#byKey.get(keyId);
    const kept = { keyId, versionId, ready, used: false, other };
    this.#byKey.set(keyId, kept);
    this.#queue.add(kept);
    if (this.#queue.size > this.#most) this.#dropOne();
  }

  forget(keyId: string): void {
    for (;;) {
      const kept = this.#byKey.get(keyId);
      if (kept === undefined) return;
      this.#drop(kept);
    }
  }

  keyIds(): string[] {
    return [...this.#byKey.keys()];
  }

  close(): void {
    for (const { ready } of this.#queue) this.#wipe(ready);
    this.#queue.clear();
    this.#byKey.clear();
  }

  #kept({ keyId, versionId }: Place): Kept<Ready> | undefined {
    let kept = this.#byKey.get(keyId);
    while (kept !== undefined && kept.versionId !== versionId) kept = kept.other;
    return kept;
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
    this.#queue.delete(kept);
    this.#unlink(kept);
    // Whoever was just given it uses it before the event loop turns.
    setImmediate(() => this.#wipe(kept.ready));
  }

  #unlink(kept: Kept<Ready>): void {
    const first = this.#byKey.get(kept.keyId);
    if (first !== kept) {
      let before = first;
      while (before !== undefined && before.other !== kept) before = before.other;
      if (before !== undefined) before.other = kept.other;
    } else if (kept.other === undefined) this.#byKey.delete(kept.keyId);
    else this.#byKey.set(kept.keyId, kept.other);
  }
}

export function createShelf<Ready>(wipe: (ready: Ready) => void, most = MOST_KEPT): Shelf<Ready> {
  return new ClockShelf(wipe, most);
}
