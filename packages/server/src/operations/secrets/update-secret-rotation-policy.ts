// UpdateSecretRotationPolicy: not for Generic secrets, and there are no others yet.
import { ApiError } from "@coffer/contract";
import { findLiveSecret } from "../../resources/find-secret.ts";
import type { Handler } from "../handler.ts";

export const updateSecretRotationPolicy: Handler<"UpdateSecretRotationPolicy"> = async (
  request,
  context,
) => {
  await findLiveSecret(request.SecretName, context);
  const message = "A Generic secret has no rotation policy.";
  throw new ApiError("Rejected.UnsupportedOperation", message);
};
