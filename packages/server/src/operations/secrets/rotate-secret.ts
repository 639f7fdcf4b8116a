// RotateSecret: not for Generic secrets, and there are no others yet.
import { ApiError } from "@coffer/contract";
import { findLiveSecret } from "../../resources/find-secret.ts";
import type { Handler } from "../handler.ts";

export const rotateSecret: Handler<"RotateSecret"> = async (request, context) => {
  await findLiveSecret(request.SecretName, context);
  const message = "A Generic secret cannot be rotated: store a new version by PutSecretValue.";
  throw new ApiError("Rejected.UnsupportedOperation", message);
};
