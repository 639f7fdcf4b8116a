// GetPolicy: with the version in force.
import { attachmentsOf, policyLinkEnd } from "../../resources/identity/attached-policy.ts";
import { describePolicyVersion } from "../../resources/identity/describe-policy.ts";
import type { RamHandler } from "../handler.ts";

export const getPolicy: RamHandler<"GetPolicy"> = async (request, context) => {
  const { view, version } = await describePolicyVersion({ ...request }, context);
  const links = await attachmentsOf(await policyLinkEnd(request, context), context);
  return { Policy: { ...view, AttachmentCount: links.length }, DefaultPolicyVersion: version };
};
