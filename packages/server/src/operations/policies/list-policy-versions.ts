// ListPolicyVersions: at most five, oldest first.
import { policyVersionView } from "../../domain/identity/identity-views.ts";
import { describePolicy } from "../../resources/identity/describe-policy.ts";
import type { RamHandler } from "../handler.ts";

export const listPolicyVersions: RamHandler<"ListPolicyVersions"> = async (request, context) => {
  const { view, versions } = await describePolicy(request, context);
  const views = versions.map((version) => policyVersionView(version, view.DefaultVersion));
  return { PolicyVersions: { PolicyVersion: views } };
};
