// UpdateSecret: the description. Generic secrets have no extended configuration.
import { ApiError } from "@coffer/contract";
import { wholeSecond } from "../../domain/times.ts";
import { findLiveSecret } from "../../resources/find-secret.ts";
import type { Handler } from "../handler.ts";

export const updateSecret: Handler<"UpdateSecret"> = async (request, context) => {
  const secret = await findLiveSecret(request.SecretName, context);
  if (request.ExtendedConfig !== undefined) {
    const parameter = "The specified parameter `ExtendedConfig.CustomData`";
    throw new ApiError("InvalidParameter", `${parameter} is not valid for a Generic secret.`);
  }
  const { Description: description } = request;
  if (description !== undefined) {
    const updatedAt = wholeSecond(context.now);
    await context.store.updateSecret({ ...secret, description, updatedAt });
  }
  return { SecretName: secret.name };
};
