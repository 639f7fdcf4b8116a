// SetSecurityPreference: kept for the console.
import { changeAccountSetting, securityAnswer } from "../../resources/identity/account-settings.ts";
import type { RamHandler } from "../handler.ts";

export const setSecurityPreference: RamHandler<"SetSecurityPreference"> = async (
  request,
  context,
) => securityAnswer(await changeAccountSetting("security-preference", request, context));
