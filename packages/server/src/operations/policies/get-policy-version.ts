// GetPolicyVersion: its text as it was given.
import { describePolicyVersion } from "../../resources/identity/describe-policy.ts";
import type { RamHandler } from "../handler.ts";

export const getPolicyVersion: RamHandler<"GetPolicyVersion"> = async (request, context) => {
  const { version } = await describePolicyVersion(request, context);
  return { PolicyVersion: version };
};
