// SetKeyPolicy: replaces the whole policy of a key. The account's root is bound by none, so nobody is locked out.
import { checkDocument } from "../../domain/identity/check-document.ts";
import { checkState } from "../../domain/key-state.ts";
import { checkPolicyName } from "../../domain/resource-policies.ts";
import { findOwnKey } from "../../resources/find-key.ts";
import { putPolicy } from "../../resources/put-policy.ts";
import type { Handler } from "../handler.ts";

export const setKeyPolicy: Handler<"SetKeyPolicy"> = async (request, context) => {
  const { Policy: document, PolicyName } = request;
  checkDocument(document, "key");
  const key = await findOwnKey(request.KeyId, context);
  checkState(key, "change");
  checkPolicyName(PolicyName);
  await putPolicy({ resourceType: "key", resourceId: key.keyId, document }, context);
  return {};
};
