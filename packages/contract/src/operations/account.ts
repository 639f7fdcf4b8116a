// The account and its service: regions, status, opening.
import { LIMITS } from "../limits.ts";
import type { Operation } from "../operation.ts";

export const account = {
  DescribeRegions: {
    summary: { en: "Lists the regions that this server answers for.", zh: "查询可用地域。" },
    area: "account",
    action: "kms:DescribeRegions",
    resources: [],
    authorization: "none",
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {},
    response: {
      Regions: {
        kind: "object",
        members: {
          Region: {
            kind: "list",
            max: LIMITS.listRows,
            of: {
              kind: "object",
              members: {
                RegionId: { kind: "string", max: LIMITS.idCharacters },
              },
            },
          },
        },
      },
    },
    errors: [],
  },
  DescribeAccountKmsStatus: {
    summary: { en: "Says whether the account may use the service.", zh: "查询账号的服务状态。" },
    area: "account",
    action: "kms:DescribeAccountKmsStatus",
    resources: [],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {},
    response: {
      AccountStatus: { kind: "string", max: LIMITS.idCharacters },
    },
    errors: [],
  },
  OpenKmsService: {
    summary: { en: "Opens the service for the account.", zh: "开通密钥管理服务。" },
    area: "account",
    action: "kms:OpenKmsService",
    resources: [],
    effect: "read",
    retry: "safe",
    support: {
      level: "adapted",
      note: {
        en: "Always answers Forbidden.Opened: there is nothing to buy.",
        zh: "始终返回 Forbidden.Opened，无需购买。",
      },
    },
    request: {},
    response: {},
    errors: ["Forbidden.Opened", "CreateLXOrderFailed", "Forbidden.NoRealNameAuthentication"],
  },
} as const satisfies Record<string, Operation>;
