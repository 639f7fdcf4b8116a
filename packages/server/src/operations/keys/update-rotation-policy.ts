// UpdateRotationPolicy: automatic rotation of symmetric keys whose material is Coffer's own.
import { ApiError } from "@coffer/contract";
import { findAlgorithm } from "@coffer/crypto";
import type { KeyRecord } from "@coffer/store";
import { withDue } from "../../domain/key-due.ts";
import { checkState } from "../../domain/key-state.ts";
import { parseRotationInterval } from "../../domain/rotation-interval.ts";
import { findOwnKey } from "../../resources/find-key.ts";
import type { PreparedHandler } from "../handler.ts";

function checkRotatable({ spec, origin }: KeyRecord): void {
  if (findAlgorithm(spec)?.kind === "symmetric" && origin === "Aliyun_KMS") return;
  const message = "Only symmetric keys whose material was not imported can rotate automatically.";
  throw new ApiError("Rejected.UnsupportedOperation", message);
}

export const updateRotationPolicy: PreparedHandler<
  "UpdateRotationPolicy",
  { changed: boolean; readonly wakeJobs: () => void }
> = {
  prepare: async (_, { wakeJobs }) => ({ changed: false, wakeJobs }),
  async run(request, context, prepared) {
    const { rotationIntervalSeconds: _, ...key } = await findOwnKey(request.KeyId, context);
    checkState(key, "use");
    checkRotatable(key);
    const interval = request.EnableAutomaticRotation
      ? { rotationIntervalSeconds: parseRotationInterval(request.RotationInterval) }
      : {};
    await context.store.updateKey(withDue({ ...key, ...interval }));
    prepared.changed = true;
    return {};
  },
  // A rotation that is due by the new interval happens at once.
  release({ changed, wakeJobs }) {
    if (changed) wakeJobs();
  },
};
