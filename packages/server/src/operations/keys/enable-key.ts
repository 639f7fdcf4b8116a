// EnableKey: a rotation that came due while the key was disabled happens at once.
import { withDue } from "../../domain/key-due.ts";
import { checkState } from "../../domain/key-state.ts";
import { findOwnKey } from "../../resources/find-key.ts";
import type { PreparedHandler } from "../handler.ts";

export const enableKey: PreparedHandler<
  "EnableKey",
  { changed: boolean; readonly wakeJobs: () => void }
> = {
  prepare: async (_, { wakeJobs }) => ({ changed: false, wakeJobs }),
  async run({ KeyId }, context, prepared) {
    const key = await findOwnKey(KeyId, context);
    checkState(key, "enable or disable");
    await context.store.updateKey(withDue({ ...key, state: "Enabled" }));
    prepared.changed = true;
    return {};
  },
  release({ changed, wakeJobs }) {
    if (changed) wakeJobs();
  },
};
