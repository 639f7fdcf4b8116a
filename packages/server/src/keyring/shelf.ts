// Ready keys of one kind by key and version: the least recently used one goes first.

const MOST_KEPT = 10_000;

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

export function createShelf<Ready>(wipe: (ready: Ready) => void): Shelf<Ready> {
  const kept = new Map<string, Ready>();
  const nameOf = ({ keyId, versionId }: Place): string => `${keyId} ${versionId}`;
  const drop = (name: string, ready: Ready): void => {
    kept.delete(name);
    // Whoever was just given it uses it before the event loop turns.
    setImmediate(() => wipe(ready));
  };
  return {
    find(place) {
      const name = nameOf(place);
      const ready = kept.get(name);
      if (ready === undefined) return undefined;
      kept.delete(name);
      kept.set(name, ready);
      return ready;
    },
    put(place, ready) {
      const name = nameOf(place);
      const other = kept.get(name);
      if (other !== undefined) drop(name, other);
      kept.set(name, ready);
      if (kept.size <= MOST_KEPT) return;
      for (const [oldest, key] of kept) {
        drop(oldest, key);
        return;
      }
    },
    forget(keyId) {
      for (const [name, ready] of kept) if (name.startsWith(`${keyId} `)) drop(name, ready);
    },
    keyIds: () => [...kept.keys()].map((name) => name.slice(0, name.indexOf(" "))),
    close() {
      for (const ready of kept.values()) wipe(ready);
      kept.clear();
    },
  };
}
