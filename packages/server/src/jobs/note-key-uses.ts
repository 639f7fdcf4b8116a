// When each AccessKey was last used, to about a minute: noted in memory by every request, written together and at most
// once a minute for each, so that reading stays reading.
import type { AccessKeyUse, Store } from "@coffer/store";
import type { DueWork } from "./due-work.ts";

const EVERY_MILLISECONDS = 60_000;
/** More AccessKeys than are in use at one time; beyond it some are written more often. */
const MOST_REMEMBERED = 100_000;

export interface KeyUses extends DueWork {
  /** `at` is milliseconds since 1970. */
  note(use: AccessKeyUse): void;
}

export function createKeyUses(store: Pick<Store, "noteAccessKeyUses">): KeyUses {
  const written = new Map<string, number>();
  let waiting = new Map<string, AccessKeyUse>();
  return {
    note(use) {
      const before = written.get(use.id);
      // A clock that went back must not silence a key for long.
      const isRecent = before !== undefined && Math.abs(use.at - before) < EVERY_MILLISECONDS;
      if (!isRecent) waiting.set(use.id, use);
    },
    async run() {
      if (waiting.size === 0) return 0;
      const uses = [...waiting.values()];
      waiting = new Map();
      await store.noteAccessKeyUses(uses);
      if (written.size > MOST_REMEMBERED) written.clear();
      for (const { id, at } of uses) written.set(id, at);
      return uses.length;
    },
    next: async () => undefined,
  };
}
