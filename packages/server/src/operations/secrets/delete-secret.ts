// DeleteSecret: into the deletion window, or at once and for good.
import { ApiError } from "@coffer/contract";
import { deletionTime } from "../../domain/deletion.ts";
import { wholeSecond, wireTime } from "../../domain/times.ts";
import { findSecret } from "../../resources/find-secret.ts";
import type { Handler } from "../handler.ts";

export const deleteSecret: Handler<"DeleteSecret"> = async (request, context) => {
  const { store } = context;
  const now = wholeSecond(context.now);
  const forced = request.ForceDeleteWithoutRecovery;
  const deleteAt = forced ? now : deletionTime(now, request.RecoveryWindowInDays);
  const secret = await findSecret(request.SecretName, context);
  if (forced) await store.deleteSecret(secret.id);
  else {
    if (secret.deleteAt !== undefined) throw new ApiError("Rejected.ResourceInDeleteWindow");
    await store.updateSecret({ ...secret, deleteAt });
  }
  return { SecretName: secret.name, PlannedDeleteTime: wireTime(deleteAt) };
};
