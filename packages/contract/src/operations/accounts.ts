// Accounts beside the installation's own: they have identities and neither keys nor secrets, so that a policy of a key
// or secret can let somebody from outside in. Our own; on the cloud an account is bought, not made.
import { LIMITS, RAM_LIMITS } from "../limits.ts";
import type { Operation } from "../operation.ts";
import { DESCRIPTION, MARKER, MAX_ITEMS, PAGE_END, SHORT_TEXT } from "../ram-members.ts";
import { optional } from "../shape.ts";
import { PATTERNS } from "../vocabulary.ts";

const ACCOUNT_FIELDS = {
  AccountId: SHORT_TEXT,
  AccountName: SHORT_TEXT,
  Description: SHORT_TEXT,
  CreateDate: SHORT_TEXT,
} as const;

export const accounts = {
  CreateAccount: {
    summary: {
      en: "Creates an account with identities of its own, and its root AccessKey, told this once.",
      zh: "创建拥有独立身份的账号及其根 AccessKey，Secret 仅返回一次。",
    },
    area: "admin",
    action: "coffer:CreateAccount",
    resources: [],
    effect: "write",
    retry: "unsafe",
    support: { level: "full" },
    request: {
      AccountName: {
        kind: "string",
        min: 1,
        max: RAM_LIMITS.nameCharacters,
        pattern: PATTERNS.userName,
        doc: {
          en: "Name of the account: letters, digits, `.`, `_` and `-`.",
          zh: "账号名称：字母、数字、`.`、`_`、`-`。",
        },
      },
      Description: optional(DESCRIPTION),
    },
    response: {
      Account: { kind: "object", members: ACCOUNT_FIELDS },
      AccessKey: {
        kind: "object",
        members: {
          AccessKeyId: SHORT_TEXT,
          AccessKeySecret: { kind: "string", max: LIMITS.idCharacters, secret: true },
        },
      },
    },
    errors: ["EntityAlreadyExists.Account"],
  },
  ListAccounts: {
    summary: {
      en: "Lists the accounts beside the installation's own, by name.",
      zh: "按名称列出安装账号以外的账号。",
    },
    area: "admin",
    action: "coffer:ListAccounts",
    resources: [],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: { Marker: optional(MARKER), MaxItems: optional(MAX_ITEMS) },
    response: {
      ...PAGE_END,
      Accounts: {
        kind: "object",
        members: {
          Account: { kind: "list", max: 1_000, of: { kind: "object", members: ACCOUNT_FIELDS } },
        },
      },
    },
    errors: [],
  },
  DeleteAccount: {
    summary: {
      en: "Deletes an account with its root AccessKeys, at once; with identities in it only by `Force`.",
      zh: "立即删除账号及其根 AccessKey；账号内仍有身份时须指定 `Force`。",
    },
    area: "admin",
    action: "coffer:DeleteAccount",
    resources: [],
    effect: "destroy",
    takesAway: true,
    retry: "unsafe",
    support: { level: "full" },
    request: {
      AccountId: {
        kind: "string",
        min: 1,
        max: LIMITS.idCharacters,
        doc: { en: "Id of the account.", zh: "账号 ID。" },
      },
      Force: {
        kind: "boolean",
        default: false,
        optional: true,
        doc: {
          en: "Whether its users, groups, roles, policies, AccessKeys and sessions go with it; none of them can call again.",
          zh: "是否一并删除其用户、用户组、角色、策略、AccessKey 和会话，均立即失效。",
        },
      },
    },
    response: {},
    errors: ["EntityNotExist.Account", "DeleteConflict.Account"],
    examples: [
      {
        title: { en: "With everybody in it", zh: "连同其全部身份" },
        request: { AccountId: "1234567890123457", Force: "true" },
      },
    ],
  },
} as const satisfies Record<string, Operation>;
