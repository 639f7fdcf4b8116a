// GetPasswordPolicy: as set, or as by default.
import { readAccountSetting } from "../../resources/identity/account-settings.ts";
import type { RamHandler } from "../handler.ts";

export const getPasswordPolicy: RamHandler<"GetPasswordPolicy"> = async (_request, context) => ({
  PasswordPolicy: await readAccountSetting("password-policy", context),
});
