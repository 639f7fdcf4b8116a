// UpdateSecretVersionStage: moves, adds or removes one label.
import { ApiError } from "@coffer/contract";
import { moveStage } from "../../domain/stages.ts";
import { wholeSecond } from "../../domain/times.ts";
import { findLiveSecret } from "../../resources/find-secret.ts";
import type { Handler } from "../handler.ts";

export const updateSecretVersionStage: Handler<"UpdateSecretVersionStage"> = async (
  request,
  context,
) => {
  const { store } = context;
  const { VersionStage: label, MoveToVersion: moveTo, RemoveFromVersion: removeFrom } = request;
  const secret = await findLiveSecret(request.SecretName, context);
  for (const versionId of [moveTo, removeFrom]) {
    if (versionId === undefined) continue;
    const version = await store.secretVersion(secret.id, versionId);
    if (version === undefined) throw new ApiError("Forbidden.ResourceNotFound");
  }
  const stages = moveStage(secret.stages, { label, moveTo, removeFrom });
  if (stages !== secret.stages) {
    await store.updateSecret({ ...secret, stages, updatedAt: wholeSecond(context.now) });
  }
  return { SecretName: secret.name };
};
