// Users and roles that a policy names, bound to who they are. A name can be given to somebody else later: what was
// granted to the one before is not for them.
import { nameKey } from "./name-key.ts";

/**
 * By `principalKey`, the ids that the names of a policy had when it was written. Of a name that was nobody's then there
 * is none.
 */
export type PrincipalIds = Readonly<Record<string, string>>;

/** The ARN, in the one spelling that names of any case share. */
export function principalKey(kind: "user" | "role", accountId: string, name: string): string {
  return `acs:ram::${accountId}:${kind}/${nameKey(name)}`;
}
