// Aliases of keys.
import { LIMITS } from "../limits.ts";
import {
  ALIAS_NAME,
  ALIAS_NAME_OR_ARN,
  KEY_ID_WITHOUT_ALIAS,
  PAGE_NUMBER,
  PAGE_SIZE_OF_ALIASES,
  PAGE_SIZE_OF_ONE_KEY,
} from "../members.ts";
import type { Operation } from "../operation.ts";
import { optional } from "../shape.ts";

export const aliases = {
  CreateAlias: {
    summary: { en: "Creates an alias of a key.", zh: "创建别名。" },
    area: "aliases",
    action: "kms:CreateAlias",
    resources: [
      { kind: "alias", from: "AliasName" },
      { kind: "key", from: "KeyId" },
    ],
    effect: "write",
    retry: "unsafe",
    support: { level: "full" },
    request: {
      AliasName: ALIAS_NAME,
      KeyId: KEY_ID_WITHOUT_ALIAS,
    },
    response: {},
    errors: [
      "AliasAlreadyExists",
      "Forbidden.KeyNotFound",
      "Unsupported.Alias",
      "Rejected.LimitExceeded",
      "Rejected.StateModifiedFailed",
      "Rejected.UnsupportedOperation",
    ],
  },
  UpdateAlias: {
    summary: { en: "Points an alias at another key.", zh: "更新别名绑定的密钥。" },
    area: "aliases",
    action: "kms:UpdateAlias",
    resources: [
      { kind: "alias", from: "AliasName" },
      { kind: "key", from: "KeyId" },
      // The key until now too: whoever encrypts by the alias would use another's key. Last, so that a denial for the
      // new key tells nothing of the alias.
      { kind: "key", from: "AliasName", via: "alias" },
    ],
    effect: "write",
    retry: "safe",
    support: { level: "full" },
    request: {
      AliasName: ALIAS_NAME_OR_ARN,
      KeyId: KEY_ID_WITHOUT_ALIAS,
    },
    response: {},
    errors: [
      "Forbidden.AliasNotFound",
      "Forbidden.KeyNotFound",
      "Unsupported.Alias",
      "Rejected.PendingDeletion",
      "Rejected.UnsupportedOperation",
    ],
  },
  DeleteAlias: {
    summary: { en: "Deletes an alias.", zh: "删除别名。" },
    area: "aliases",
    action: "kms:DeleteAlias",
    resources: [
      { kind: "alias", from: "AliasName" },
      { kind: "key", from: "AliasName", via: "alias" },
    ],
    effect: "destroy",
    retry: "unsafe",
    support: { level: "full" },
    request: {
      AliasName: ALIAS_NAME_OR_ARN,
    },
    response: {},
    errors: ["Forbidden.AliasNotFound"],
  },
  ListAliases: {
    summary: { en: "Lists aliases.", zh: "查询别名列表。" },
    area: "aliases",
    action: "kms:ListAliases",
    resources: [{ kind: "alias", from: "*" }],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {
      PageNumber: optional(PAGE_NUMBER),
      PageSize: optional(PAGE_SIZE_OF_ALIASES),
    },
    response: {
      Aliases: {
        kind: "object",
        members: {
          Alias: {
            kind: "list",
            max: LIMITS.listRows,
            of: {
              kind: "object",
              members: {
                AliasArn: { kind: "string", max: LIMITS.arnCharacters },
                AliasName: { kind: "string", max: LIMITS.idCharacters },
                KeyId: { kind: "string", max: LIMITS.idCharacters },
              },
            },
          },
        },
      },
      PageNumber: { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
      PageSize: { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
      TotalCount: { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
    },
    errors: [],
  },
  ListAliasesByKeyId: {
    summary: { en: "Lists the aliases of a key.", zh: "查询密钥的别名。" },
    area: "aliases",
    action: "kms:ListAliasesByKeyId",
    resources: [{ kind: "key", from: "KeyId" }],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {
      KeyId: KEY_ID_WITHOUT_ALIAS,
      PageNumber: optional(PAGE_NUMBER),
      PageSize: optional(PAGE_SIZE_OF_ONE_KEY),
    },
    response: {
      Aliases: {
        kind: "object",
        members: {
          Alias: {
            kind: "list",
            max: LIMITS.listRows,
            of: {
              kind: "object",
              members: {
                AliasArn: { kind: "string", max: LIMITS.arnCharacters },
                AliasName: { kind: "string", max: LIMITS.idCharacters },
                KeyId: { kind: "string", max: LIMITS.idCharacters },
              },
            },
          },
        },
      },
      PageNumber: { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
      PageSize: { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
      TotalCount: { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
    },
    errors: ["Forbidden.KeyNotFound", "Unsupported.Alias"],
  },
} as const satisfies Record<string, Operation>;
