// AccessKeys of users and of the account itself.
import type { Operation } from "../../operation.ts";
import { SHORT_TEXT, USER_NAME } from "../../ram-members.ts";
import { optional } from "../../shape.ts";

const ONE_USER = [{ kind: "user", from: "UserName" }] as const;

const OWNER = optional({
  ...USER_NAME,
  doc: {
    en: "Whose AccessKey it is; absent: the caller's own.",
    zh: "AccessKey 所属用户；缺省为调用者自己。",
  },
});

const ACCESS_KEY_ID = {
  kind: "string",
  min: 1,
  max: 64,
  doc: { en: "Id of the AccessKey.", zh: "AccessKey ID。" },
} as const;

export const accessKeys = {
  CreateAccessKey: {
    summary: {
      en: "Creates an AccessKey; its secret is told this once.",
      zh: "创建 AccessKey，Secret 仅返回一次。",
    },
    area: "access-keys",
    action: "ram:CreateAccessKey",
    resources: ONE_USER,
    effect: "write",
    retry: "unsafe",
    support: { level: "full" },
    request: { UserName: OWNER },
    response: {
      AccessKey: {
        kind: "object",
        members: {
          AccessKeyId: SHORT_TEXT,
          AccessKeySecret: { kind: "string", max: 64, secret: true },
          Status: SHORT_TEXT,
          CreateDate: SHORT_TEXT,
        },
      },
    },
    errors: ["EntityNotExist.User", "LimitExceeded.User.AccessKey", "NotSupport.Account"],
  },
  UpdateAccessKey: {
    summary: {
      en: "Enables or disables an AccessKey, from the next request on.",
      zh: "启用或禁用 AccessKey，立即生效。",
    },
    area: "access-keys",
    action: "ram:UpdateAccessKey",
    resources: ONE_USER,
    effect: "write",
    takesAway: { member: "Status", value: "Inactive" },
    retry: "safe",
    support: { level: "full" },
    request: {
      UserAccessKeyId: ACCESS_KEY_ID,
      Status: {
        kind: "choice",
        of: ["Active", "Inactive"],
        doc: { en: "`Active` or `Inactive`.", zh: "`Active`（启用）或 `Inactive`（禁用）。" },
      },
      UserName: OWNER,
    },
    response: {},
    errors: ["EntityNotExist.User", "EntityNotExist.User.AccessKey", "NotSupport.Account"],
  },
  DeleteAccessKey: {
    summary: {
      en: "Deletes an AccessKey: the next request with it is refused.",
      zh: "删除 AccessKey，立即失效。",
    },
    area: "access-keys",
    action: "ram:DeleteAccessKey",
    resources: ONE_USER,
    effect: "destroy",
    takesAway: true,
    retry: "unsafe",
    support: { level: "full" },
    request: { UserAccessKeyId: ACCESS_KEY_ID, UserName: OWNER },
    response: {},
    errors: ["EntityNotExist.User", "EntityNotExist.User.AccessKey", "NotSupport.Account"],
  },
  ListAccessKeys: {
    summary: { en: "Lists the AccessKeys of a user.", zh: "查询用户的 AccessKey 列表。" },
    area: "access-keys",
    action: "ram:ListAccessKeys",
    resources: ONE_USER,
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: { UserName: OWNER },
    response: {
      AccessKeys: {
        kind: "object",
        members: {
          AccessKey: {
            kind: "list",
            max: 1_000,
            of: {
              kind: "object",
              members: { AccessKeyId: SHORT_TEXT, Status: SHORT_TEXT, CreateDate: SHORT_TEXT },
            },
          },
        },
      },
    },
    errors: ["EntityNotExist.User", "NotSupport.Account"],
  },
  GetAccessKeyLastUsed: {
    summary: {
      en: "Tells when an AccessKey was last used, to about a minute.",
      zh: "查询 AccessKey 最近使用时间，精度约一分钟。",
    },
    area: "access-keys",
    action: "ram:GetAccessKeyLastUsed",
    resources: ONE_USER,
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: { UserAccessKeyId: ACCESS_KEY_ID, UserName: OWNER },
    response: {
      AccessKeyLastUsed: { kind: "object", members: { LastUsedDate: SHORT_TEXT } },
    },
    errors: ["EntityNotExist.User", "EntityNotExist.User.AccessKey", "NotSupport.Account"],
  },
} as const satisfies Record<string, Operation>;
