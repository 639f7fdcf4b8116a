// Named facts of the caller's account, kept as JSON; what was never set is as by default.
import type { ReadContext, WriteContext } from "../../context.ts";
import { DEFAULT_PASSWORD_POLICY, type PasswordPolicy } from "../../domain/identity/passwords.ts";

export interface SecurityPreference {
  readonly AllowUserToChangePassword: boolean;
  readonly AllowUserToManageAccessKeys: boolean;
  readonly AllowUserToManageMFADevices: boolean;
  readonly AllowUserToManagePublicKeys: boolean;
  readonly EnableSaveMFATicket: boolean;
  readonly LoginNetworkMasks: string;
  /** Hours. */
  readonly LoginSessionDuration: number;
}

const DEFAULT_SECURITY_PREFERENCE: SecurityPreference = {
  AllowUserToChangePassword: true,
  AllowUserToManageAccessKeys: false,
  AllowUserToManageMFADevices: true,
  AllowUserToManagePublicKeys: false,
  EnableSaveMFATicket: false,
  LoginNetworkMasks: "",
  LoginSessionDuration: 6,
};

interface Settings {
  readonly "password-policy": PasswordPolicy;
  readonly "security-preference": SecurityPreference;
}

const DEFAULTS: Settings = {
  "password-policy": DEFAULT_PASSWORD_POLICY,
  "security-preference": DEFAULT_SECURITY_PREFERENCE,
};

/** Every named fact that an account can have. */
export const ACCOUNT_SETTINGS: readonly string[] = ["alias", ...Object.keys(DEFAULTS)];

export async function readAccountSetting<Name extends keyof Settings>(
  name: Name,
  { store, caller }: ReadContext | WriteContext,
): Promise<Settings[Name]> {
  const text = await store.accountSetting(caller.accountId, name);
  const stored = text === undefined ? {} : (JSON.parse(text) as object); // written below
  return { ...DEFAULTS[name], ...stored };
}

/** What is not given stays. */
export async function changeAccountSetting<Name extends keyof Settings>(
  name: Name,
  given: Partial<Settings[Name]>,
  context: WriteContext,
): Promise<Settings[Name]> {
  const wanted = Object.entries(given).filter(([, value]) => value !== undefined);
  const changed = { ...(await readAccountSetting(name, context)), ...Object.fromEntries(wanted) };
  const { store, caller } = context;
  await store.putAccountSetting(caller.accountId, name, JSON.stringify(changed));
  return changed;
}

export function securityAnswer(preference: SecurityPreference) {
  const { AllowUserToChangePassword, EnableSaveMFATicket, LoginNetworkMasks } = preference;
  return {
    SecurityPreference: {
      LoginProfilePreference: {
        ...{ AllowUserToChangePassword, EnableSaveMFATicket, LoginNetworkMasks },
        LoginSessionDuration: preference.LoginSessionDuration,
      },
      AccessKeyPreference: { AllowUserToManageAccessKeys: preference.AllowUserToManageAccessKeys },
      MFAPreference: { AllowUserToManageMFADevices: preference.AllowUserToManageMFADevices },
      PublicKeyPreference: {
        AllowUserToManagePublicKeys: preference.AllowUserToManagePublicKeys,
      },
    },
  };
}
