// A policy of either type with all its versions.
import { ApiError } from "@coffer/contract";
import type { PolicyVersion } from "@coffer/store";
import type { ReadContext } from "../../context.ts";
import { datedPolicyView, policyVersionView } from "../../domain/identity/identity-views.ts";
import { findSystemPolicy, systemPolicyView } from "../../domain/identity/system-policies.ts";
import { wireTime } from "../../domain/times.ts";
import type { PolicyPlace } from "./attached-policy.ts";
import { findPolicy } from "./find-identity.ts";

/** Oldest version first. @throws ApiError `EntityNotExist.Policy` */
export async function describePolicy(place: PolicyPlace, context: ReadContext) {
  if (place.PolicyType === "Custom") {
    const policy = await findPolicy(place.PolicyName, context);
    return { view: datedPolicyView(policy), versions: policy.versions };
  }
  const policy = findSystemPolicy(place.PolicyName);
  if (policy === undefined) throw new ApiError("EntityNotExist.Policy");
  const { version: versionId, document, changedAt: createdAt } = policy;
  const date = wireTime(createdAt);
  const view = { ...systemPolicyView(policy), CreateDate: date, UpdateDate: date };
  const versions: readonly PolicyVersion[] = [{ versionId, document, createdAt }];
  return { view, versions };
}

/** One version as it is answered. @throws ApiError `EntityNotExist.Policy`, `EntityNotExist.Policy.Version` */
export async function describePolicyVersion(
  place: PolicyPlace & { readonly VersionId?: string },
  context: ReadContext,
) {
  const { view, versions } = await describePolicy(place, context);
  const { VersionId = view.DefaultVersion } = place;
  const version = versions.find(({ versionId }) => versionId === VersionId);
  if (version === undefined) throw new ApiError("EntityNotExist.Policy.Version");
  return { view, version: policyVersionView(version, view.DefaultVersion) };
}
