// What may be done with a key in which state, and the error when it may not (upstream: "Impact of CMK states").
import { ApiError, type ErrorCode } from "@coffer/contract";
import type { KeyRecord, KeyState } from "@coffer/store";

const TRANSITION: ErrorCode = "Rejected.StateModifiedFailed";

const REFUSALS = {
  /** Encryption, signatures and all else that needs the material; new versions and rotation too. */
  use: {
    Disabled: "Rejected.Disabled",
    PendingDeletion: "Rejected.PendingDeletion",
    PendingImport: "Rejected.PendingImport",
  },
  /** Description, tags, protection, and what an alias points at. */
  change: { PendingDeletion: "Rejected.PendingDeletion" },
  "enable or disable": { PendingDeletion: TRANSITION, PendingImport: TRANSITION },
  "schedule deletion": { PendingDeletion: TRANSITION },
  "cancel deletion": { Enabled: TRANSITION, Disabled: TRANSITION, PendingImport: TRANSITION },
  "create alias": { PendingDeletion: TRANSITION },
  "import material": { PendingDeletion: TRANSITION },
} as const satisfies Record<string, Partial<Record<KeyState, ErrorCode>>>;

export type Deed = keyof typeof REFUSALS;

/** @throws ApiError with the code of the state, where it forbids the deed */
export function checkState({ state }: KeyRecord, deed: Deed): void {
  const refusals: Partial<Record<KeyState, ErrorCode>> = REFUSALS[deed];
  const code = refusals[state];
  if (code !== undefined) throw new ApiError(code);
}

/** @throws ApiError `Rejected.<state>` unless the key is Enabled */
export function checkUsable(key: KeyRecord): void {
  checkState(key, "use");
}

/**
 * The key as it is at `now`, also where the job that looks after due keys is late: undefined when its deletion
 * is due, waiting for import when its material has expired.
 */
export function keyAt(key: KeyRecord, now: number): KeyRecord | undefined {
  if (key.deleteAt !== undefined && key.deleteAt <= now) return undefined;
  const { materialExpiresAt: end, state } = key;
  if (end === undefined || end > now || state === "PendingDeletion") return key;
  return { ...key, state: "PendingImport" };
}

/** @throws ApiError `Rejected.UnsupportedOperation` for a key that the service made for itself */
export function checkOwn({ creator }: KeyRecord): void {
  if (creator !== "service") return;
  const message = "The key belongs to the service itself and cannot be changed.";
  throw new ApiError("Rejected.UnsupportedOperation", message);
}
