// The policy that a key or a secret carries: exactly one, named `default`. Until one is set, it is a sentence that
// leaves everything to the owning account, and so to the identity policies in it.
import { ApiError } from "@coffer/contract";

const ONLY_NAME = "default";

/** @throws ApiError `Forbidden.ResourceNotFound` for any name but `default` */
export function checkPolicyName(name: string | undefined): void {
  if (name !== undefined && name !== ONLY_NAME) {
    const message = `There is no policy \`${name}\`: the only one is \`${ONLY_NAME}\`.`;
    throw new ApiError("Forbidden.ResourceNotFound", message);
  }
}

/** What `GetKeyPolicy` and `GetSecretPolicy` answer while none was set. */
export function defaultResourcePolicy(kind: "key" | "secret", accountId: string): string {
  const statement = {
    Sid: `kms default ${kind} policy`,
    Effect: "Allow",
    Principal: { RAM: [`acs:ram::${accountId}:*`] },
    Action: ["kms:*"],
    Resource: ["*"],
  };
  return JSON.stringify({ Version: "1", Statement: [statement] });
}
