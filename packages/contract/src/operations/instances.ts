// KMS instances: a self-hosted server is none, so that these mostly wait or refuse.
import { LIMITS } from "../limits.ts";
import { FILTERS, KMS_INSTANCE_ID, PAGE_NUMBER, PAGE_SIZE_TWENTY } from "../members.ts";
import type { Operation } from "../operation.ts";
import { optional } from "../shape.ts";
import { NOT_YET } from "../support-notes.ts";

export const instances = {
  ListKmsInstances: {
    summary: { en: "Lists KMS instances.", zh: "查询 KMS 实例列表。" },
    area: "instances",
    action: "kms:ListKmsInstances",
    resources: [{ kind: "keystore", from: "*" }],
    effect: "read",
    retry: "safe",
    support: { level: "planned", note: NOT_YET },
    request: {
      Filters: optional(FILTERS),
      PageNumber: optional(PAGE_NUMBER),
      PageSize: optional(PAGE_SIZE_TWENTY),
    },
    response: {
      KmsInstances: {
        kind: "object",
        members: {
          KmsInstance: {
            kind: "list",
            max: LIMITS.listRows,
            of: {
              kind: "object",
              members: {
                KmsInstanceArn: { kind: "string", max: LIMITS.arnCharacters },
                KmsInstanceId: { kind: "string", max: LIMITS.idCharacters },
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
  GetKmsInstance: {
    summary: { en: "Describes a KMS instance.", zh: "查询 KMS 实例详情。" },
    area: "instances",
    action: "kms:GetKmsInstance",
    resources: [{ kind: "keystore", from: "KmsInstanceId" }],
    effect: "read",
    retry: "safe",
    support: { level: "planned", note: NOT_YET },
    request: {
      KmsInstanceId: KMS_INSTANCE_ID,
    },
    response: {
      KmsInstance: {
        kind: "object",
        members: {
          BindVpcs: {
            kind: "object",
            members: {
              BindVpc: {
                kind: "list",
                max: LIMITS.listRows,
                of: {
                  kind: "object",
                  members: {
                    RegionId: { kind: "string", max: LIMITS.idCharacters },
                    VSwitchId: { kind: "string", max: LIMITS.idCharacters },
                    VpcId: { kind: "string", max: LIMITS.idCharacters },
                    VpcOwnerId: { kind: "string", max: LIMITS.idCharacters },
                  },
                },
              },
            },
          },
          CaCertificateChainPem: { kind: "string", max: LIMITS.policyBytes },
          ChargeType: { kind: "string", max: LIMITS.idCharacters },
          CreateTime: { kind: "string", max: LIMITS.idCharacters },
          DeletionProtection: { kind: "boolean" },
          DeletionProtectionDescription: { kind: "string", max: LIMITS.descriptionCharacters },
          EndDate: { kind: "string", max: LIMITS.idCharacters },
          InstanceId: { kind: "string", max: LIMITS.idCharacters },
          InstanceName: { kind: "string", max: LIMITS.idCharacters },
          KeyNum: { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
          Log: { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
          LogStorage: { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
          ProductType: { kind: "string", max: LIMITS.idCharacters },
          ProductVersion: { kind: "string", max: LIMITS.idCharacters },
          SaleStatus: { kind: "string", max: LIMITS.idCharacters },
          SecretNum: { kind: "string", max: LIMITS.idCharacters },
          Spec: { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
          StartDate: { kind: "string", max: LIMITS.idCharacters },
          Status: { kind: "string", max: LIMITS.idCharacters },
          VpcId: { kind: "string", max: LIMITS.idCharacters },
          VpcNum: { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
          VswitchIds: {
            kind: "list",
            max: LIMITS.listRows,
            of: { kind: "string", max: LIMITS.idCharacters },
          },
          ZoneIds: {
            kind: "list",
            max: LIMITS.listRows,
            of: { kind: "string", max: LIMITS.idCharacters },
          },
        },
      },
    },
    errors: ["Forbidden.DKMSInstanceNotFound"],
  },
  GetDefaultKmsInstance: {
    summary: { en: "Names the default KMS instance.", zh: "查询默认 KMS 实例。" },
    area: "instances",
    action: "kms:GetDefaultKmsInstance",
    resources: [],
    effect: "read",
    retry: "safe",
    support: { level: "planned", note: NOT_YET },
    request: {},
    response: {
      DefaultKmsInstanceId: { kind: "string", max: LIMITS.idCharacters },
    },
    errors: [],
  },
  GetKmsInstanceQuotaInfos: {
    summary: { en: "Lists the quotas of a KMS instance.", zh: "查询 KMS 实例配额。" },
    area: "instances",
    action: "kms:GetKmsInstanceQuotaInfos",
    resources: [{ kind: "keystore", from: "KmsInstanceId" }],
    effect: "read",
    retry: "safe",
    support: { level: "planned", note: NOT_YET },
    request: {
      KmsInstanceId: optional(KMS_INSTANCE_ID),
      ResourceType: {
        kind: "choice",
        of: ["key", "secret", "qps", "vpc"],
        doc: { en: "Kind of quota.", zh: "配额类型。" },
        optional: true,
      },
    },
    response: {
      KmsInstanceId: { kind: "string", max: LIMITS.idCharacters },
      KmsInstanceQuotaInfos: {
        kind: "list",
        max: LIMITS.listRows,
        of: {
          kind: "object",
          members: {
            ResourceQuota: { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
            ResourceType: { kind: "string", max: LIMITS.idCharacters },
            UsedQuantity: { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
          },
        },
      },
    },
    errors: ["Forbidden.DKMSInstanceNotFound"],
  },
  ConnectKmsInstance: {
    summary: { en: "Connects a KMS instance to a VPC.", zh: "启用 KMS 实例。" },
    area: "instances",
    action: "kms:ConnectKmsInstance",
    resources: [{ kind: "keystore", from: "KmsInstanceId" }],
    effect: "write",
    retry: "safe",
    support: { level: "planned", note: NOT_YET },
    request: {
      KMProvider: {
        kind: "choice",
        of: ["Aliyun"],
        doc: { en: "Provider of key management.", zh: "密钥管理服务提供方。" },
      },
      KmsInstanceId: KMS_INSTANCE_ID,
      VSwitchIds: {
        kind: "string",
        max: LIMITS.nameCharacters,
        min: 1,
        doc: { en: "VSwitches, separated by commas.", zh: "交换机，以逗号分隔。" },
      },
      VpcId: {
        kind: "string",
        max: LIMITS.idCharacters,
        min: 1,
        doc: { en: "VPC.", zh: "VPC ID。" },
      },
      ZoneIds: {
        kind: "string",
        max: LIMITS.nameCharacters,
        min: 1,
        doc: { en: "Zones, separated by commas.", zh: "可用区，以逗号分隔。" },
      },
    },
    response: {},
    errors: ["Forbidden.DKMSInstanceNotFound"],
  },
  UpdateKmsInstanceBindVpc: {
    summary: { en: "Binds a KMS instance to VPCs.", zh: "更新 KMS 实例绑定的 VPC。" },
    area: "instances",
    action: "kms:UpdateKmsInstanceBindVpc",
    resources: [{ kind: "keystore", from: "KmsInstanceId" }],
    effect: "write",
    retry: "safe",
    support: { level: "planned", note: NOT_YET },
    request: {
      BindVpcs: {
        kind: "json",
        max: LIMITS.policyBytes,
        doc: { en: "VPCs to bind, as a JSON array.", zh: "要绑定的 VPC，JSON 数组。" },
      },
      KmsInstanceId: KMS_INSTANCE_ID,
    },
    response: {},
    errors: ["Forbidden.DKMSInstanceNotFound"],
  },
  ReleaseKmsInstance: {
    summary: { en: "Releases a KMS instance with everything in it.", zh: "释放 KMS 实例。" },
    area: "instances",
    action: "kms:ReleaseKmsInstance",
    resources: [{ kind: "keystore", from: "KmsInstanceId" }],
    effect: "destroy",
    retry: "unsafe",
    support: {
      level: "refused",
      note: {
        en: "A self-hosted server is not an instance that can be given back; it would destroy everything.",
        zh: "自托管服务不是可释放的实例，该操作会销毁全部数据。",
      },
    },
    request: {
      KmsInstanceId: KMS_INSTANCE_ID,
      ForceDeleteWithoutBackup: {
        kind: "boolean",
        as: "string",
        default: false,
        doc: { en: "Release even without a backup.", zh: "无备份时是否强制释放。" },
        optional: true,
      },
    },
    response: {},
    errors: ["Forbidden.DKMSInstanceNotFound", "UnsupportedOperation"],
  },
} as const satisfies Record<string, Operation>;
