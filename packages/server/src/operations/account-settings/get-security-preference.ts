// GetSecurityPreference: as set, or as by default.
import { readAccountSetting, securityAnswer } from "../../resources/identity/account-settings.ts";
import type { RamHandler } from "../handler.ts";

export const getSecurityPreference: RamHandler<"GetSecurityPreference"> = async (
  _request,
  context,
) => securityAnswer(await readAccountSetting("security-preference", context));
