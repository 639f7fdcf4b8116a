// CreatePolicy: its first version is the one in force.
import { ApiError, RAM_LIMITS } from "@coffer/contract";
import { checkDocument } from "../../domain/identity/check-document.ts";
import { newPolicyId } from "../../domain/identity/identity-ids.ts";
import { tagsFrom } from "../../domain/identity/identity-tags.ts";
import { policyView } from "../../domain/identity/identity-views.ts";
import { findSystemPolicy } from "../../domain/identity/system-policies.ts";
import { wholeSecond, wireTime } from "../../domain/times.ts";
import type { RamHandler } from "../handler.ts";

export const createPolicy: RamHandler<"CreatePolicy"> = async (request, context) => {
  const { store, caller, random, now } = context;
  const { accountId } = caller;
  const { PolicyName: name, PolicyDocument: document, Description: description = "" } = request;
  checkDocument(document, "identity");
  const tags = tagsFrom(request.Tag);
  const isTaken = (await store.identity("policy", accountId, name)) !== undefined;
  if (isTaken || findSystemPolicy(name) !== undefined) {
    throw new ApiError("EntityAlreadyExists.Policy");
  }
  if ((await store.countIdentities("policy", accountId)) >= RAM_LIMITS.policiesPerAccount) {
    throw new ApiError("LimitExceeded.Policy");
  }
  const [createdAt, updatedAt] = [wholeSecond(now), wholeSecond(now)];
  const policy = {
    ...{ accountId, id: newPolicyId(random), name, description, createdAt, updatedAt },
    ...{ defaultVersion: "v1", nextVersion: 2 },
    versions: [{ versionId: "v1", document, createdAt }],
  };
  await store.insertIdentity("policy", policy);
  await store.putTags("policy", policy.id, tags);
  return { Policy: { ...policyView(policy), CreateDate: wireTime(createdAt) } };
};
