// GetRootKeyStatus: the root key that wraps new material, and the last rotation.
import { wireTime } from "../../domain/times.ts";
import { readRotation } from "../../keyring/root-keys.ts";
import type { AdminHandler } from "../handler.ts";

export const getRootKeyStatus: AdminHandler<"GetRootKeyStatus"> = async (_, context) => {
  const { store, rootKeys } = context;
  const rotation = await readRotation(store);
  if (rotation === undefined) return { Fingerprint: rootKeys.first.rootKey.fingerprint };
  const { from, to, startedAt, endedAt } = rotation;
  return {
    Fingerprint: to.fingerprint,
    Rotation: {
      FromFingerprint: from.fingerprint,
      ToFingerprint: to.fingerprint,
      StartTime: wireTime(startedAt),
      ...(endedAt === undefined ? {} : { EndTime: wireTime(endedAt) }),
    },
  };
};
