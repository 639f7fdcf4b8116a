// What holds for every user of an account: passwords, sign-in, the account's own name.
import type { Operation } from "../../operation.ts";
import { NEW_TAGS } from "../../ram-members.ts";
import { optional } from "../../shape.ts";
import { NOT_YET } from "../../support-notes.ts";

const FULL = { level: "full" } as const;
const AREA = "account-settings";

const flag = (en: string, zh: string) => ({ kind: "boolean", doc: { en, zh } }) as const;
const number = (max: number, min: number, [en, zh]: readonly [string, string]) =>
  ({ kind: "integer", min, max, doc: { en, zh } }) as const;

const PASSWORD_POLICY = {
  MinimumPasswordLength: {
    ...number(32, 8, ["Fewest characters.", "密码最小长度。"]),
    faults: { value: "InvalidParameter.MinimumPasswordLength.Range" },
  },
  RequireLowercaseCharacters: flag("A lower-case letter is needed.", "须含小写字母。"),
  RequireUppercaseCharacters: flag("An upper-case letter is needed.", "须含大写字母。"),
  RequireNumbers: flag("A digit is needed.", "须含数字。"),
  RequireSymbols: flag("A sign that is neither is needed.", "须含符号。"),
  HardExpiry: flag("Who has an expired password cannot sign in.", "密码过期后不可登录。"),
  MaxPasswordAge: number(1_095, 0, [
    "Days that a password is valid; 0: for ever.",
    "密码有效天数，0 为永久。",
  ]),
  PasswordReusePrevention: number(24, 0, [
    "Former passwords that must not come again.",
    "禁止重复使用的历史密码数。",
  ]),
  MaxLoginAttemps: number(32, 0, [
    "Wrong passwords in an hour; 0: any number.",
    "一小时内允许的错误次数，0 为不限。",
  ]),
} as const;

const SECURITY = {
  AllowUserToChangePassword: flag("Users may change their passwords.", "允许用户修改密码。"),
  AllowUserToManageAccessKeys: flag(
    "Users may manage their AccessKeys.",
    "允许用户管理 AccessKey。",
  ),
  AllowUserToManageMFADevices: flag(
    "Users may manage their MFA devices.",
    "允许用户管理 MFA 设备。",
  ),
  AllowUserToManagePublicKeys: flag("Users may manage their public keys.", "允许用户管理公钥。"),
  EnableSaveMFATicket: flag(
    "An MFA is asked again only after 7 days.",
    "允许保存 MFA 登录状态 7 天。",
  ),
  LoginNetworkMasks: {
    kind: "string",
    max: 512,
    doc: {
      en: "Addresses to sign in from, separated by `;`.",
      zh: "允许登录的网络掩码，以 `;` 分隔。",
    },
  },
  LoginSessionDuration: number(24, 1, ["Hours that a sign-in lasts.", "登录会话时长（小时）。"]),
} as const;

const optionalAll = <Members extends object>(members: Members) =>
  Object.fromEntries(Object.entries(members).map(([name, member]) => [name, optional(member)])) as {
    readonly [Name in keyof Members]: Members[Name] & { readonly optional: true };
  };

const PASSWORD_ANSWER = { PasswordPolicy: { kind: "object", members: PASSWORD_POLICY } } as const;
const SECURITY_ANSWER = {
  SecurityPreference: {
    kind: "object",
    members: {
      LoginProfilePreference: {
        kind: "object",
        members: {
          AllowUserToChangePassword: SECURITY.AllowUserToChangePassword,
          EnableSaveMFATicket: SECURITY.EnableSaveMFATicket,
          LoginNetworkMasks: SECURITY.LoginNetworkMasks,
          LoginSessionDuration: SECURITY.LoginSessionDuration,
        },
      },
      AccessKeyPreference: {
        kind: "object",
        members: { AllowUserToManageAccessKeys: SECURITY.AllowUserToManageAccessKeys },
      },
      MFAPreference: {
        kind: "object",
        members: { AllowUserToManageMFADevices: SECURITY.AllowUserToManageMFADevices },
      },
      PublicKeyPreference: {
        kind: "object",
        members: { AllowUserToManagePublicKeys: SECURITY.AllowUserToManagePublicKeys },
      },
    },
  },
} as const;

const TAGGING = {
  area: AREA,
  resources: [],
  retry: "safe",
  support: { level: "planned", note: NOT_YET },
  response: {},
  errors: [],
} as const;

const RESOURCE_TYPE = {
  kind: "choice",
  of: ["role", "policy"],
  doc: { en: "`role` or `policy`.", zh: "资源类型：`role` 或 `policy`。" },
} as const;

const RESOURCE_NAMES = {
  kind: "list",
  wire: "indexed",
  max: 50,
  of: { kind: "string", min: 1, max: 128 },
  doc: { en: "Names of roles or policies.", zh: "角色或策略的名称。" },
} as const;

export const accountSettings = {
  SetPasswordPolicy: {
    summary: {
      en: "Sets the password policy; what is not given stays.",
      zh: "设置密码策略，未提供的项保持不变。",
    },
    area: AREA,
    action: "ram:SetPasswordPolicy",
    resources: [],
    effect: "write",
    retry: "safe",
    support: FULL,
    request: optionalAll(PASSWORD_POLICY),
    response: PASSWORD_ANSWER,
    errors: [],
  },
  GetPasswordPolicy: {
    summary: { en: "Reads the password policy.", zh: "查询密码策略。" },
    area: AREA,
    action: "ram:GetPasswordPolicy",
    resources: [],
    effect: "read",
    retry: "safe",
    support: FULL,
    request: {},
    response: PASSWORD_ANSWER,
    errors: [],
  },
  SetSecurityPreference: {
    summary: {
      en: "Sets what users may do themselves and how they sign in.",
      zh: "设置用户安全偏好。",
    },
    area: AREA,
    action: "ram:SetSecurityPreference",
    resources: [],
    effect: "write",
    retry: "safe",
    support: {
      level: "adapted",
      note: {
        en: "Kept for the console; what users may do by the API is for policies alone.",
        zh: "供控制台使用；API 权限仅由策略决定。",
      },
    },
    request: optionalAll(SECURITY),
    response: SECURITY_ANSWER,
    errors: [],
  },
  GetSecurityPreference: {
    summary: { en: "Reads what users may do themselves.", zh: "查询用户安全偏好。" },
    area: AREA,
    action: "ram:GetSecurityPreference",
    resources: [],
    effect: "read",
    retry: "safe",
    support: FULL,
    request: {},
    response: SECURITY_ANSWER,
    errors: [],
  },
  SetAccountAlias: {
    summary: { en: "Sets a name for the account, to sign in under.", zh: "设置账号别名。" },
    area: AREA,
    action: "ram:SetAccountAlias",
    resources: [],
    effect: "write",
    retry: "safe",
    support: FULL,
    request: {
      AccountAlias: {
        kind: "string",
        min: 3,
        max: 32,
        pattern: "[a-z0-9](?:-?[a-z0-9])+",
        faults: {
          length: "InvalidParameter.AccountAlias.Length",
          pattern: "InvalidParameter.AccountAlias.Format",
        },
        doc: {
          en: "Lower-case letters, digits and single `-` between them.",
          zh: "小写字母、数字，中间可含单个 `-`。",
        },
      },
    },
    response: {},
    errors: [],
  },
  GetAccountAlias: {
    summary: { en: "Reads the account's name; empty when it has none.", zh: "查询账号别名。" },
    area: AREA,
    action: "ram:GetAccountAlias",
    resources: [],
    effect: "read",
    retry: "safe",
    support: FULL,
    request: {},
    response: { AccountAlias: { kind: "string", max: 64 } },
    errors: [],
  },
  ClearAccountAlias: {
    summary: { en: "Removes the account's name.", zh: "删除账号别名。" },
    area: AREA,
    action: "ram:ClearAccountAlias",
    resources: [],
    effect: "destroy",
    retry: "unsafe",
    support: FULL,
    request: {},
    response: {},
    errors: [],
  },
  DecodeDiagnosticMessage: {
    summary: {
      en: "Decodes the diagnostic message of a denial; denials here say it in clear.",
      zh: "解码拒绝访问的诊断信息；此处的拒绝信息为明文。",
    },
    area: AREA,
    action: "ram:DecodeDiagnosticMessage",
    resources: [],
    effect: "read",
    retry: "safe",
    support: { level: "planned", note: NOT_YET },
    request: {
      EncodedDiagnosticMessage: {
        kind: "string",
        min: 1,
        max: 16_384,
        doc: { en: "The message.", zh: "诊断信息。" },
      },
    },
    response: {},
    errors: [],
  },
  TagResources: {
    ...TAGGING,
    summary: { en: "Sets tags of roles or policies.", zh: "为角色或策略设置标签。" },
    action: "ram:TagResources",
    effect: "write",
    request: { ResourceType: RESOURCE_TYPE, ResourceNames: RESOURCE_NAMES, Tag: NEW_TAGS },
  },
  UntagResources: {
    ...TAGGING,
    summary: { en: "Removes tags of roles or policies.", zh: "移除角色或策略的标签。" },
    action: "ram:UntagResources",
    effect: "write",
    request: { ResourceType: RESOURCE_TYPE, ResourceNames: RESOURCE_NAMES },
  },
  ListTagResources: {
    ...TAGGING,
    summary: { en: "Lists tags of roles or policies.", zh: "查询角色或策略的标签。" },
    action: "ram:ListTagResources",
    effect: "read",
    request: { ResourceType: RESOURCE_TYPE },
  },
} as const satisfies Record<string, Operation>;
