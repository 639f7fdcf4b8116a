// SetSecretPolicy: replaces the whole policy of a secret. The account's root is bound by none.
import { checkDocument } from "../../domain/identity/check-document.ts";
import { checkPolicyName } from "../../domain/resource-policies.ts";
import { findLiveSecret } from "../../resources/find-secret.ts";
import { putPolicy } from "../../resources/put-policy.ts";
import type { Handler } from "../handler.ts";

export const setSecretPolicy: Handler<"SetSecretPolicy"> = async (request, context) => {
  const { Policy: document, PolicyName } = request;
  checkDocument(document, "secret");
  const { name } = await findLiveSecret(request.SecretName, context);
  checkPolicyName(PolicyName);
  await putPolicy({ resourceType: "secret", resourceId: name, document }, context);
  return {};
};
