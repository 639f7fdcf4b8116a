// Lets what was deleted leave the store's files too: destroyed key material is gone from the disk a few seconds
// after it is gone from the tables.
import type { Store } from "@coffer/store";
import type { DueWork } from "./due-work.ts";

export function scrubStore(store: Store): DueWork {
  return {
    async run() {
      await store.scrub();
      return 0;
    },
    next: async () => undefined,
  };
}
