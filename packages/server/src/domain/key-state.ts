// Which key states allow encryption and decryption, and the error when they do not.
import { ApiError, type ErrorCode } from "@coffer/contract";
import type { KeyRecord, KeyState } from "@coffer/store";

const REFUSALS: Readonly<Record<KeyState, ErrorCode | undefined>> = {
  Enabled: undefined,
  Disabled: "Rejected.Disabled",
  PendingDeletion: "Rejected.PendingDeletion",
  PendingImport: "Rejected.PendingImport",
};

/** @throws ApiError `Rejected.<state>` unless the key is Enabled */
export function checkUsable({ state }: KeyRecord): void {
  const code = REFUSALS[state];
  if (code !== undefined) throw new ApiError(code);
}
