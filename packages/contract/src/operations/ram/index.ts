// Identities and their policies: RAM 2015-05-01.
import type { Operation } from "../../operation.ts";
import { accessKeys } from "./access-keys.ts";
import { accountSettings } from "./account-settings.ts";
import { attachments } from "./attachments.ts";
import { groups } from "./groups.ts";
import { policies } from "./policies.ts";
import { roles } from "./roles.ts";
import { signIn } from "./sign-in.ts";
import { users } from "./users.ts";

export const ram = {
  ...users,
  ...accessKeys,
  ...policies,
  ...attachments,
  ...groups,
  ...roles,
  ...signIn,
  ...accountSettings,
} as const satisfies Record<string, Operation>;
