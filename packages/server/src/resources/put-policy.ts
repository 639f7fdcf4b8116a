// The policy of a key or secret as it is kept: its text, and whom its names mean.
import type { ResourcePolicyRecord } from "@coffer/store";
import type { WriteContext } from "../context.ts";
import { bindPrincipals } from "./identity/bind-principals.ts";

/** @throws ApiError `InvalidParameter` for a principal that does not exist */
export async function putPolicy(
  policy: Pick<ResourcePolicyRecord, "resourceType" | "resourceId" | "document">,
  context: WriteContext,
): Promise<void> {
  const { store, accountId, now: updatedAt } = context;
  const bound = { document: policy.document, kind: policy.resourceType, accountId };
  await store.putResourcePolicy({
    ...{ ...policy, principals: await bindPrincipals(bound, context), updatedAt },
  });
}
