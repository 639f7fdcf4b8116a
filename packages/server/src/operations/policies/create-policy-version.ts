// CreatePolicyVersion: in force only when it is made the default one.
import { ApiError, RAM_LIMITS } from "@coffer/contract";
import { checkDocument } from "../../domain/identity/check-document.ts";
import { policyVersionView } from "../../domain/identity/identity-views.ts";
import { wholeSecond } from "../../domain/times.ts";
import { findPolicy } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const createPolicyVersion: RamHandler<"CreatePolicyVersion"> = async (request, context) => {
  const { store, now } = context;
  const { PolicyDocument: document } = request;
  checkDocument(document, "identity");
  const policy = await findPolicy(request.PolicyName, context);
  let { versions } = policy;
  if (versions.length >= RAM_LIMITS.versionsPerPolicy) {
    const oldest = versions.find(({ versionId }) => versionId !== policy.defaultVersion);
    if (request.RotateStrategy === "None" || oldest === undefined) {
      throw new ApiError("LimitExceeded.Policy.Version");
    }
    versions = versions.filter((version) => version !== oldest);
  }
  const updatedAt = wholeSecond(now);
  const version = { versionId: `v${policy.nextVersion}`, document, createdAt: updatedAt };
  const defaultVersion = request.SetAsDefault ? version.versionId : policy.defaultVersion;
  await store.updateIdentity("policy", {
    ...policy,
    ...{ defaultVersion, updatedAt, nextVersion: policy.nextVersion + 1 },
    versions: [...versions, version],
  });
  return { PolicyVersion: policyVersionView(version, defaultVersion) };
};
