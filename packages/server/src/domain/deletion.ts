// The deletion of a secret: the window in which it can be restored.
import { ApiError, LIMITS } from "@coffer/contract";
import { DAY_MILLISECONDS } from "./times.ts";

/** @throws ApiError `InvalidParameter` */
export function deletionTime(now: number, days: number): number {
  const { recoveryWindowDaysMinimum: least, recoveryWindowDaysMaximum: most } = LIMITS;
  if (days < least || days > most) {
    const expected = `a whole number from ${least} to ${most}`;
    const parameter = "The specified parameter `RecoveryWindowInDays`";
    throw new ApiError("InvalidParameter", `${parameter} is not valid: it must be ${expected}.`);
  }
  return now + days * DAY_MILLISECONDS;
}

/** Whether the window has ended: then the secret is gone, also before the job has removed it. */
export function isGone({ deleteAt }: { readonly deleteAt?: number }, now: number): boolean {
  return deleteAt !== undefined && deleteAt <= now;
}
