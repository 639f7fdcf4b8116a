// SetPasswordPolicy: for passwords that are set from now on.
import { changeAccountSetting } from "../../resources/identity/account-settings.ts";
import type { RamHandler } from "../handler.ts";

export const setPasswordPolicy: RamHandler<"SetPasswordPolicy"> = async (request, context) => ({
  PasswordPolicy: await changeAccountSetting("password-policy", request, context),
});
