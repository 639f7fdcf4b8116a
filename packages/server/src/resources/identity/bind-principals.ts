// Whom a policy means: the users and roles that it names, by the ids that they have when it is written. Names of the
// account whose policy it is must be somebody's; of other accounts' names nobody is told whether they are.
import { parsePolicy } from "@coffer/policy";
import { type PrincipalIds, principalKey } from "@coffer/store";
import type { WriteContext } from "../../context.ts";
import { noSuchPrincipal } from "../../domain/identity/check-document.ts";

/** A document that was checked, and the account that it belongs to. */
export interface PolicyToBind {
  readonly document: string;
  readonly kind: "trust" | "key" | "secret";
  readonly accountId: string;
}

/** @throws ApiError `MalformedPolicyDocument` of a trust policy, else `InvalidParameter` */
export async function bindPrincipals(
  { document, kind, accountId }: PolicyToBind,
  { store }: Pick<WriteContext, "store">,
): Promise<PrincipalIds> {
  const ids: Record<string, string> = {};
  for (const [index, { principals = [] }] of parsePolicy(document, kind).statements.entries()) {
    for (const principal of principals) {
      if (principal.type !== "user" && principal.type !== "role") continue;
      const { type, account, name } = principal;
      const found = await store.identity(type, account, name);
      if (found !== undefined) ids[principalKey(type, account, name)] = found.id;
      else if (account === accountId) {
        const arn = `acs:ram::${account}:${type}/${name}`;
        throw noSuchPrincipal(kind, arn, `$.Statement[${index}].Principal`);
      }
    }
  }
  return ids;
}
