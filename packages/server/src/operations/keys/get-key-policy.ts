// GetKeyPolicy: byte for byte as it was set.
import { checkPolicyName, defaultResourcePolicy } from "../../domain/resource-policies.ts";
import { findKeyById } from "../../resources/find-key.ts";
import type { Handler } from "../handler.ts";

export const getKeyPolicy: Handler<"GetKeyPolicy"> = async (request, context) => {
  const { keyId } = await findKeyById(request.KeyId, context);
  checkPolicyName(request.PolicyName);
  const set = await context.store.resourcePolicy("key", keyId);
  return { Policy: set?.document ?? defaultResourcePolicy("key", context.accountId) };
};
