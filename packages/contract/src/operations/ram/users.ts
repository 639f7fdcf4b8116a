// Users of an account.
import type { Operation } from "../../operation.ts";
import {
  COMMENTS,
  DISPLAY_NAME,
  EMAIL,
  MARKER,
  MAX_ITEMS,
  MOBILE_PHONE,
  PAGE_END,
  SHORT_TEXT,
  USER_FIELDS,
  USER_NAME,
} from "../../ram-members.ts";
import { optional } from "../../shape.ts";

const ONE_USER = [{ kind: "user", from: "UserName" }] as const;
const ALL_USERS = [{ kind: "user", from: "*" }] as const;
const NEW_USER = [{ kind: "user", from: "*", makes: "UserName" }] as const;

export const users = {
  CreateUser: {
    summary: { en: "Creates a user.", zh: "创建 RAM 用户。" },
    area: "users",
    action: "ram:CreateUser",
    resources: NEW_USER,
    effect: "write",
    retry: "unsafe",
    support: { level: "full" },
    request: {
      UserName: USER_NAME,
      DisplayName: optional(DISPLAY_NAME),
      MobilePhone: optional(MOBILE_PHONE),
      Email: optional(EMAIL),
      Comments: optional(COMMENTS),
    },
    response: { User: { kind: "object", members: USER_FIELDS } },
    errors: ["EntityAlreadyExists.User", "LimitExceeded.User"],
    examples: [
      {
        title: { en: "A user for an application", zh: "为应用创建用户" },
        request: { UserName: "billing", Comments: "Reads prod/billing/*" },
      },
    ],
  },
  GetUser: {
    summary: { en: "Describes a user.", zh: "查询 RAM 用户。" },
    area: "users",
    action: "ram:GetUser",
    resources: ONE_USER,
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: { UserName: USER_NAME },
    response: {
      User: {
        kind: "object",
        members: { ...USER_FIELDS, UpdateDate: SHORT_TEXT, LastLoginDate: SHORT_TEXT },
      },
    },
    errors: ["EntityNotExist.User"],
  },
  UpdateUser: {
    summary: {
      en: "Changes a user: its name, what is shown and how it is reached.",
      zh: "修改 RAM 用户。",
    },
    area: "users",
    action: "ram:UpdateUser",
    resources: ONE_USER,
    effect: "write",
    retry: "unsafe",
    support: { level: "full" },
    request: {
      UserName: USER_NAME,
      NewUserName: optional({
        ...USER_NAME,
        faults: {
          length: "InvalidParameter.NewUserName.Length",
          pattern: "InvalidParameter.NewUserName.InvalidChars",
        },
        doc: {
          en: "New name. Policies that name the user by the old one stop matching.",
          zh: "新用户名。按旧名称书写的策略将不再匹配。",
        },
      }),
      NewDisplayName: optional({
        ...DISPLAY_NAME,
        faults: { length: "InvalidParameter.NewDisplayName.Length" },
      }),
      NewMobilePhone: optional({
        ...MOBILE_PHONE,
        faults: { value: "InvalidParameter.NewMobilePhone.Format" },
      }),
      NewEmail: optional({ ...EMAIL, faults: { value: "InvalidParameter.NewEmail.Format" } }),
      NewComments: optional({
        ...COMMENTS,
        faults: { length: "InvalidParameter.NewComments.Length" },
      }),
    },
    response: {
      User: { kind: "object", members: { ...USER_FIELDS, UpdateDate: SHORT_TEXT } },
    },
    errors: ["EntityNotExist.User", "EntityAlreadyExists.User"],
  },
  DeleteUser: {
    summary: {
      en: "Deletes a user that has neither keys nor policies, groups, a sign-in or an MFA device.",
      zh: "删除 RAM 用户，须先移除其密钥、策略、用户组、登录配置和 MFA 设备。",
    },
    area: "users",
    action: "ram:DeleteUser",
    resources: ONE_USER,
    effect: "destroy",
    takesAway: true,
    retry: "unsafe",
    support: { level: "full" },
    request: { UserName: USER_NAME },
    response: {},
    errors: [
      "EntityNotExist.User",
      "DeleteConflict.User.Group",
      "DeleteConflict.User.AccessKey",
      "DeleteConflict.User.LoginProfile",
      "DeleteConflict.User.MFADevice",
      "DeleteConflict.User.Policy",
    ],
  },
  ListUsers: {
    summary: { en: "Lists users.", zh: "查询 RAM 用户列表。" },
    area: "users",
    action: "ram:ListUsers",
    resources: ALL_USERS,
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: { Marker: optional(MARKER), MaxItems: optional(MAX_ITEMS) },
    response: {
      Users: {
        kind: "object",
        members: {
          User: {
            kind: "list",
            max: 1_000,
            of: { kind: "object", members: { ...USER_FIELDS, UpdateDate: SHORT_TEXT } },
          },
        },
      },
      ...PAGE_END,
    },
    errors: [],
  },
} as const satisfies Record<string, Operation>;
