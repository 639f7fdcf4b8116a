// RestoreSecret: out of the deletion window, with everything as it was.
import { ApiError } from "@coffer/contract";
import { findSecret } from "../../resources/find-secret.ts";
import type { Handler } from "../handler.ts";

export const restoreSecret: Handler<"RestoreSecret"> = async (request, context) => {
  const { deleteAt, ...secret } = await findSecret(request.SecretName, context);
  if (deleteAt === undefined) throw new ApiError("Rejected.ResourceInUse");
  await context.store.updateSecret(secret);
  return { SecretName: secret.name };
};
