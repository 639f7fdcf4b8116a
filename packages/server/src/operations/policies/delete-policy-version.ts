// DeletePolicyVersion: never the one in force.
import { ApiError } from "@coffer/contract";
import { wholeSecond } from "../../domain/times.ts";
import { findPolicy } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const deletePolicyVersion: RamHandler<"DeletePolicyVersion"> = async (request, context) => {
  const policy = await findPolicy(request.PolicyName, context);
  const versions = policy.versions.filter(({ versionId }) => versionId !== request.VersionId);
  if (versions.length === policy.versions.length) {
    throw new ApiError("EntityNotExist.Policy.Version");
  }
  if (request.VersionId === policy.defaultVersion) {
    throw new ApiError("DeleteConflict.Policy.Version.Default");
  }
  const updatedAt = wholeSecond(context.now);
  await context.store.updateIdentity("policy", { ...policy, versions, updatedAt });
  return {};
};
