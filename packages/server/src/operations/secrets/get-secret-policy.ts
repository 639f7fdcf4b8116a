// GetSecretPolicy: byte for byte as it was set.
import { checkPolicyName, defaultResourcePolicy } from "../../domain/resource-policies.ts";
import { findSecret } from "../../resources/find-secret.ts";
import type { Handler } from "../handler.ts";

export const getSecretPolicy: Handler<"GetSecretPolicy"> = async (request, context) => {
  const { name } = await findSecret(request.SecretName, context);
  checkPolicyName(request.PolicyName);
  const set = await context.store.resourcePolicy("secret", name);
  return { Policy: set?.document ?? defaultResourcePolicy("secret", context.accountId) };
};
