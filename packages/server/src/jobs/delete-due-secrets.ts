// Removes secrets whose deletion window has ended: rows, versions, tags. Until this job has run, handlers
// already treat them as gone (`isGone`), so that nothing depends on its being on time.
import { failpoint, type Store } from "@coffer/store";
import { isGone } from "../domain/deletion.ts";
import type { DueWork } from "./due-work.ts";

const BATCH = 100;

export function deleteDueSecrets(store: Store): DueWork {
  return {
    async run(now) {
      let removed = 0;
      for (;;) {
        const due = await store.secretsDue(now, BATCH);
        for (const { name } of due) {
          failpoint("purge.before");
          removed += await store.transaction(async (transaction) => {
            // Restored meanwhile, or removed by another process: looked at again, in the transaction.
            const secret = await transaction.secret(name);
            if (secret === undefined || !isGone(secret, now)) return 0;
            return (await transaction.deleteSecret(secret.id)) ? 1 : 0;
          });
          failpoint("purge.after");
        }
        if (due.length < BATCH) return removed;
      }
    },
    next: () => store.nextSecretDue(),
  };
}
