// How users will sign in to the console: passwords and virtual MFA devices.
import { RAM_LIMITS } from "../../limits.ts";
import type { Operation } from "../../operation.ts";
import { MARKER, MAX_ITEMS, PAGE_END, SHORT_TEXT, USER_NAME } from "../../ram-members.ts";
import { optional } from "../../shape.ts";
import { PATTERNS } from "../../vocabulary.ts";

const ONE_USER = [{ kind: "user", from: "UserName" }] as const;
const FULL = { level: "full" } as const;

const PASSWORD = {
  kind: "string",
  min: 1,
  max: 128,
  secret: true,
  doc: {
    en: "Password, as the account's password policy wants it.",
    zh: "密码，须符合账号密码策略。",
  },
} as const;

const PASSWORD_RESET = {
  kind: "boolean",
  doc: { en: "The password must be changed at the next sign-in.", zh: "下次登录须修改密码。" },
} as const;

const MFA_BIND = {
  kind: "boolean",
  doc: { en: "An MFA device must be bound at the next sign-in.", zh: "下次登录须绑定 MFA 设备。" },
} as const;

const SERIAL_NUMBER = {
  kind: "string",
  min: 1,
  max: 256,
  doc: { en: "Serial number of the device, its ARN.", zh: "MFA 设备序列号（ARN）。" },
} as const;

const CODE = {
  kind: "string",
  min: 6,
  max: 6,
  pattern: "[0-9]{6}",
  secret: true,
  faults: { value: "InvalidParameter.AuthenticationCode.Format" },
  doc: { en: "Six digits that the device shows.", zh: "MFA 设备显示的六位数字。" },
} as const;

const PROFILE = {
  LoginProfile: {
    kind: "object",
    members: {
      UserName: SHORT_TEXT,
      PasswordResetRequired: { kind: "boolean" },
      MFABindRequired: { kind: "boolean" },
      CreateDate: SHORT_TEXT,
    },
  },
} as const;

export const signIn = {
  CreateLoginProfile: {
    summary: { en: "Gives a user a password to sign in with.", zh: "为用户创建登录配置。" },
    area: "sign-in",
    action: "ram:CreateLoginProfile",
    resources: ONE_USER,
    effect: "write",
    retry: "unsafe",
    support: FULL,
    request: {
      UserName: USER_NAME,
      Password: PASSWORD,
      PasswordResetRequired: optional({ ...PASSWORD_RESET, default: false }),
      MFABindRequired: optional({ ...MFA_BIND, default: false }),
    },
    response: PROFILE,
    errors: [
      "EntityNotExist.User",
      "EntityAlreadyExists.User.LoginProfile",
      "InvalidParameter.Password.TooWeak",
    ],
  },
  GetLoginProfile: {
    summary: { en: "Tells how a user signs in.", zh: "查询用户登录配置。" },
    area: "sign-in",
    action: "ram:GetLoginProfile",
    resources: ONE_USER,
    effect: "read",
    retry: "safe",
    support: FULL,
    request: { UserName: USER_NAME },
    response: PROFILE,
    errors: ["EntityNotExist.User", "EntityNotExist.User.LoginProfile"],
  },
  UpdateLoginProfile: {
    summary: { en: "Changes how a user signs in.", zh: "修改用户登录配置。" },
    area: "sign-in",
    action: "ram:UpdateLoginProfile",
    resources: ONE_USER,
    effect: "write",
    retry: "safe",
    support: FULL,
    request: {
      UserName: USER_NAME,
      Password: optional(PASSWORD),
      PasswordResetRequired: optional(PASSWORD_RESET),
      MFABindRequired: optional(MFA_BIND),
    },
    response: {},
    errors: [
      "EntityNotExist.User",
      "EntityNotExist.User.LoginProfile",
      "InvalidParameter.Password.TooWeak",
      "InvalidParameter.NewPassword.ReusePrevention",
    ],
  },
  DeleteLoginProfile: {
    summary: { en: "Takes a user's password away.", zh: "删除用户登录配置。" },
    area: "sign-in",
    action: "ram:DeleteLoginProfile",
    resources: ONE_USER,
    effect: "destroy",
    takesAway: true,
    retry: "unsafe",
    support: FULL,
    request: { UserName: USER_NAME },
    response: {},
    errors: ["EntityNotExist.User", "EntityNotExist.User.LoginProfile"],
  },
  ChangePassword: {
    summary: { en: "Changes the caller's own password.", zh: "修改当前用户自己的密码。" },
    area: "sign-in",
    action: "ram:ChangePassword",
    resources: ONE_USER,
    effect: "write",
    retry: "unsafe",
    support: FULL,
    request: {
      OldPassword: { ...PASSWORD, doc: { en: "The password until now.", zh: "旧密码。" } },
      NewPassword: PASSWORD,
    },
    response: {},
    errors: [
      "NotSupport.Account",
      "EntityNotExist.User.LoginProfile",
      "InvalidParameter.OldPassword.Incorrect",
      "InvalidParameter.NewPassword.TooWeak",
      "InvalidParameter.NewPassword.ReusePrevention",
    ],
  },
  CreateVirtualMFADevice: {
    summary: {
      en: "Makes a virtual MFA device; its seed is told this once.",
      zh: "创建虚拟 MFA 设备，密钥仅返回一次。",
    },
    area: "sign-in",
    action: "ram:CreateVirtualMFADevice",
    resources: [{ kind: "mfa", from: "*" }],
    effect: "write",
    retry: "unsafe",
    support: FULL,
    request: {
      VirtualMFADeviceName: {
        kind: "string",
        min: 1,
        max: RAM_LIMITS.nameCharacters,
        pattern: PATTERNS.roleName,
        faults: {
          length: "InvalidParameter.VirtualMFADeviceName.Length",
          pattern: "InvalidParameter.VirtualMFADeviceName.InvalidChars",
        },
        doc: { en: "Name of the device.", zh: "MFA 设备名称。" },
      },
    },
    response: {
      VirtualMFADevice: {
        kind: "object",
        members: {
          SerialNumber: SHORT_TEXT,
          Base32StringSeed: { kind: "string", max: 128, secret: true },
          /** A picture of the seed, PNG in Base64. */
          QRCodePNG: { kind: "string", max: 65_536, secret: true },
        },
      },
    },
    errors: ["EntityAlreadyExists.VirtualMFADevice", "LimitExceeded.VirtualMFADevice"],
  },
  ListVirtualMFADevices: {
    summary: { en: "Lists virtual MFA devices.", zh: "查询虚拟 MFA 设备列表。" },
    area: "sign-in",
    action: "ram:ListVirtualMFADevices",
    resources: [{ kind: "mfa", from: "*" }],
    effect: "read",
    retry: "safe",
    support: FULL,
    request: { Marker: optional(MARKER), MaxItems: optional(MAX_ITEMS) },
    response: {
      VirtualMFADevices: {
        kind: "object",
        members: {
          VirtualMFADevice: {
            kind: "list",
            max: 1_000,
            of: {
              kind: "object",
              members: {
                SerialNumber: SHORT_TEXT,
                ActivateDate: SHORT_TEXT,
                User: {
                  kind: "object",
                  members: { UserId: SHORT_TEXT, UserName: SHORT_TEXT, DisplayName: SHORT_TEXT },
                },
              },
            },
          },
        },
      },
      ...PAGE_END,
    },
    errors: [],
  },
  DeleteVirtualMFADevice: {
    summary: {
      en: "Deletes a virtual MFA device that nobody has.",
      zh: "删除未绑定的虚拟 MFA 设备。",
    },
    area: "sign-in",
    action: "ram:DeleteVirtualMFADevice",
    resources: [{ kind: "mfa", from: "SerialNumber" }],
    effect: "destroy",
    retry: "unsafe",
    support: FULL,
    request: { SerialNumber: SERIAL_NUMBER },
    response: {},
    errors: ["EntityNotExist.VirtualMFADevice", "DeleteConflict.VirtualMFADevice.User"],
  },
  BindMFADevice: {
    summary: {
      en: "Binds a virtual MFA device to a user, by two of its codes in a row.",
      zh: "为用户绑定虚拟 MFA 设备，须提供两组连续验证码。",
    },
    area: "sign-in",
    action: "ram:BindMFADevice",
    resources: ONE_USER,
    effect: "write",
    retry: "unsafe",
    support: FULL,
    request: {
      UserName: USER_NAME,
      SerialNumber: SERIAL_NUMBER,
      AuthenticationCode1: CODE,
      AuthenticationCode2: CODE,
    },
    response: {},
    errors: [
      "EntityNotExist.User",
      "EntityNotExist.VirtualMFADevice",
      "EntityAlreadyExists.User.MFADevice",
      "EntityAlreadyExists.VirtualMFADevice.User",
      "CheckAuthenticationCodeFail",
    ],
  },
  UnbindMFADevice: {
    summary: { en: "Takes a user's MFA device away.", zh: "解绑用户的 MFA 设备。" },
    area: "sign-in",
    action: "ram:UnbindMFADevice",
    resources: ONE_USER,
    effect: "write",
    retry: "unsafe",
    support: FULL,
    request: { UserName: USER_NAME },
    response: {
      MFADevice: { kind: "object", members: { SerialNumber: SHORT_TEXT } },
    },
    errors: ["EntityNotExist.User", "EntityNotExist.User.MFADevice"],
  },
  GetUserMFAInfo: {
    summary: { en: "Tells which MFA device a user has.", zh: "查询用户的 MFA 设备。" },
    area: "sign-in",
    action: "ram:GetUserMFAInfo",
    resources: ONE_USER,
    effect: "read",
    retry: "safe",
    support: FULL,
    request: { UserName: USER_NAME },
    response: {
      MFADevice: { kind: "object", members: { SerialNumber: SHORT_TEXT, Type: SHORT_TEXT } },
    },
    errors: ["EntityNotExist.User", "EntityNotExist.User.MFADevice"],
  },
} as const satisfies Record<string, Operation>;
