// One list of the policies of both types.
import type { ReadContext } from "../../context.ts";
import { SYSTEM_POLICIES } from "../../domain/identity/system-policies.ts";
import type { PolicyPlace } from "./attached-policy.ts";

export interface ListedPolicy extends PolicyPlace {
  /** Of a custom policy. */
  readonly id?: string;
}

interface Query {
  readonly type?: "System" | "Custom" | undefined;
  /** `System:<name>` or `Custom:<name>`. */
  readonly after?: string;
  readonly limit: number;
}

const SYSTEM = "System:";

export async function policiesAfter(
  { type, after = "", limit }: Query,
  { store, caller }: ReadContext,
): Promise<readonly ListedPolicy[]> {
  const afterCustom = after === "" || after.startsWith(SYSTEM) ? undefined : after.slice(7);
  const afterSystem = after.startsWith(SYSTEM) ? after.slice(SYSTEM.length) : "";
  const system =
    type === "Custom" || afterCustom !== undefined
      ? []
      : SYSTEM_POLICIES.filter(({ name }) => name > afterSystem).map(
          ({ name }): ListedPolicy => ({ PolicyType: "System", PolicyName: name }),
        );
  if (type === "System" || system.length >= limit) return system.slice(0, limit);
  const custom = await store.identities("policy", caller.accountId, {
    limit: limit - system.length,
    ...(afterCustom === undefined ? {} : { after: afterCustom }),
  });
  const listed = custom.map(
    ({ id, name }): ListedPolicy => ({ PolicyType: "Custom", PolicyName: name, id }),
  );
  return [...system, ...listed];
}
