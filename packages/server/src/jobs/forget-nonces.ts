// Lets the store forget nonces whose timestamps can be accepted no more. That they are refused for ever is written
// first: a process that ends in between has not forgotten why.
import { FORGOTTEN_NONCES, type Store } from "@coffer/store";
import type { DueWork } from "./due-work.ts";

interface Parts {
  readonly store: Store;
  readonly nonces: {
    /** The buckets that the store may let go of. */
    forget(): readonly number[];
    /** All that are refused for ever. */
    forgotten(): string;
    noteDeleted(bucket: number): void;
  };
}

export function forgetNonces({ store, nonces }: Parts): DueWork {
  return {
    async run() {
      const buckets = nonces.forget();
      if (buckets.length === 0) return 0;
      await store.auditTransaction((write) =>
        // With what other servers have written: the transaction begins with being told of it.
        write.putAuditSetting(FORGOTTEN_NONCES, nonces.forgotten()),
      );
      for (const bucket of buckets) {
        let after: number | undefined;
        do {
          const from = after;
          after = await store.auditTransaction((write) => write.deleteUsedNonces(bucket, from));
        } while (after !== undefined);
        nonces.noteDeleted(bucket);
      }
      return buckets.length;
    },
    next: async () => undefined,
  };
}
