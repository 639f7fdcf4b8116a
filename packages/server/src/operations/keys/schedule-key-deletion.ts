// ScheduleKeyDeletion: at the end of the window the material is destroyed for good.
import { ApiError } from "@coffer/contract";
import { withDue } from "../../domain/key-due.ts";
import { checkState } from "../../domain/key-state.ts";
import { DAY_MILLISECONDS, wholeSecond } from "../../domain/times.ts";
import { findOwnKey } from "../../resources/find-key.ts";
import type { Handler } from "../handler.ts";

export const scheduleKeyDeletion: Handler<"ScheduleKeyDeletion"> = async (request, context) => {
  const key = await findOwnKey(request.KeyId, context);
  checkState(key, "schedule deletion");
  if (key.deletionProtection) {
    const message = "Deletion protection is enabled for the key: disable it first.";
    throw new ApiError("Rejected.UnsupportedOperation", message);
  }
  const deleteAt = wholeSecond(context.now) + request.PendingWindowInDays * DAY_MILLISECONDS;
  await context.store.updateKey(withDue({ ...key, state: "PendingDeletion", deleteAt }));
  return {};
};
