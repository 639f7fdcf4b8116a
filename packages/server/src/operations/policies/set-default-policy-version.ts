// SetDefaultPolicyVersion: in force from the next request on.
import { ApiError } from "@coffer/contract";
import { wholeSecond } from "../../domain/times.ts";
import { findPolicy } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const setDefaultPolicyVersion: RamHandler<"SetDefaultPolicyVersion"> = async (
  request,
  context,
) => {
  const { VersionId: defaultVersion } = request;
  const policy = await findPolicy(request.PolicyName, context);
  if (!policy.versions.some(({ versionId }) => versionId === defaultVersion)) {
    throw new ApiError("EntityNotExist.Policy.Version");
  }
  const updatedAt = wholeSecond(context.now);
  await context.store.updateIdentity("policy", { ...policy, defaultVersion, updatedAt });
  return {};
};
