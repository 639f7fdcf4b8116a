// Secrets, their versions, stage labels and rotation.
import { LIMITS } from "../limits.ts";
import {
  DESCRIPTION,
  DKMS_INSTANCE_ID,
  DRY_RUN,
  ENABLE_AUTOMATIC_ROTATION,
  FETCH_TAGS,
  FILTERS,
  PAGE_NUMBER,
  PAGE_SIZE,
  PAGE_SIZE_TWENTY,
  POLICY,
  POLICY_NAME,
  ROTATION_INTERVAL,
  SECRET_DATA,
  SECRET_DATA_TYPE,
  SECRET_NAME,
  TAGS,
  VERSION_ID,
} from "../members.ts";
import type { Operation } from "../operation.ts";
import { type Member, optional } from "../shape.ts";
import { PATTERNS, SECRET_TYPES } from "../vocabulary.ts";

const SECRET_READ = {
  kind: "object",
  members: {
    SecretName: { kind: "string", max: LIMITS.secretNameOrArnCharacters, min: 1 },
    VersionId: { kind: "string", max: LIMITS.versionIdCharacters, min: 1, optional: true },
    VersionStage: { kind: "string", max: LIMITS.stageCharacters, min: 1, optional: true },
    FetchExtendedConfig: { kind: "boolean", as: "string", default: false, optional: true },
  },
} as const satisfies Member;

export const secrets = {
  CreateSecret: {
    summary: { en: "Creates a secret with its first version.", zh: "创建凭据并存入初始版本。" },
    area: "secrets",
    action: "kms:CreateSecret",
    resources: [
      { kind: "secret", from: "*", makes: "SecretName" },
      { kind: "key", from: "EncryptionKeyId", action: "kms:GenerateDataKey" },
    ],
    effect: "write",
    retry: "unsafe",
    support: {
      level: "adapted",
      note: {
        en: "Secrets of type Generic; the other types answer UnsupportedOperation. DKMSInstanceId is not available.",
        zh: "仅支持通用凭据（Generic），其他类型返回 UnsupportedOperation；不支持 DKMSInstanceId。",
      },
    },
    request: {
      SecretData: SECRET_DATA,
      SecretName: {
        kind: "string",
        max: LIMITS.secretNameCharacters,
        min: 1,
        doc: {
          en: "Name of the secret: letters, digits and _/+=.@-; `$Auto` for RAM credentials.",
          zh: "凭据名称：字母、数字和 _/+=.@-；RAM 凭据使用 `$Auto`。",
        },
      },
      VersionId: VERSION_ID,
      DKMSInstanceId: optional(DKMS_INSTANCE_ID),
      Description: optional(DESCRIPTION),
      EnableAutomaticRotation: optional(ENABLE_AUTOMATIC_ROTATION),
      EncryptionKeyId: {
        kind: "string",
        max: LIMITS.keyNameCharacters,
        doc: {
          en: "Symmetric key that protects the secret; the default key if absent.",
          zh: "保护凭据的对称密钥，缺省时使用默认密钥。",
        },
        optional: true,
      },
      ExtendedConfig: {
        kind: "json",
        max: LIMITS.extendedConfigBytes,
        as: "map",
        doc: { en: "Extended configuration, as a JSON object.", zh: "扩展配置，JSON 对象。" },
        optional: true,
      },
      Policy: optional(POLICY),
      RotationInterval: optional(ROTATION_INTERVAL),
      SecretDataType: optional(SECRET_DATA_TYPE),
      SecretType: {
        kind: "choice",
        of: SECRET_TYPES,
        default: "Generic",
        doc: { en: "Type of the secret.", zh: "凭据类型。" },
        optional: true,
      },
      Tags: optional(TAGS),
    },
    response: {
      Arn: { kind: "string", max: LIMITS.arnCharacters },
      AutomaticRotation: { kind: "string", max: LIMITS.idCharacters, optional: true },
      DKMSInstanceId: { kind: "string", max: LIMITS.idCharacters, optional: true },
      ExtendedConfig: { kind: "string", max: LIMITS.extendedConfigBytes, optional: true },
      NextRotationDate: { kind: "string", max: LIMITS.idCharacters, optional: true },
      RotationInterval: { kind: "string", max: LIMITS.idCharacters, optional: true },
      SecretName: { kind: "string", max: LIMITS.secretNameOrArnCharacters },
      SecretType: { kind: "string", max: LIMITS.idCharacters },
      VersionId: { kind: "string", max: LIMITS.idCharacters },
    },
    errors: [
      "Rejected.LimitExceeded",
      "Rejected.ShareQuotaExceedLimit",
      "UnsupportedOperation",
      "Forbidden.DKMSInstanceNotFound",
      "Forbidden.ResourceNotFound",
      "Forbidden.AliasNotFound",
      "Rejected.ResourceExist",
      "Rejected.ResourceInDeleteWindow",
      "Rejected.Disabled",
      "Rejected.PendingDeletion",
      "Rejected.PendingImport",
      "InvalidParameter.TagKey",
      "InvalidParameter.TagValue",
      "Duplicate.TagKey",
    ],
    examples: [
      {
        title: { en: "A secret with its first version", zh: "创建凭据并存入初始版本" },
        request: {
          SecretName: "db_cred",
          SecretData: '{"uname": "alice", "pwd": "12****"}',
          VersionId: "v1",
        },
      },
      {
        title: { en: "Under a key of one's own", zh: "使用指定的密钥保护凭据" },
        request: {
          SecretName: "ssh_key",
          SecretData: "ssh-key-blob",
          VersionId: "v1",
          EncryptionKeyId: "key-4c1d0f8e2b7a9356",
        },
      },
    ],
  },
  GetSecretValue: {
    summary: { en: "Reads the value of a secret.", zh: "获取凭据值。" },
    area: "secrets",
    action: "kms:GetSecretValue",
    resources: [
      { kind: "secret", from: "SecretName" },
      { kind: "key", from: "SecretName", via: "secret", action: "kms:Decrypt" },
    ],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {
      SecretName: SECRET_NAME,
      DryRun: optional(DRY_RUN),
      FetchExtendedConfig: {
        kind: "boolean",
        default: false,
        doc: { en: "Include the extended configuration.", zh: "是否返回扩展配置。" },
        optional: true,
      },
      VersionId: {
        kind: "string",
        max: LIMITS.versionIdCharacters,
        min: 1,
        doc: { en: "Version to read.", zh: "要读取的版本。" },
        optional: true,
      },
      VersionStage: {
        kind: "string",
        max: LIMITS.stageCharacters,
        min: 1,
        doc: {
          en: "Stage label of the version to read; `ACSCurrent` if neither is given.",
          zh: "要读取的版本状态，均未指定时为 `ACSCurrent`。",
        },
        optional: true,
      },
    },
    response: {
      AutomaticRotation: { kind: "string", max: LIMITS.idCharacters, optional: true },
      CreateTime: { kind: "string", max: LIMITS.idCharacters },
      ExtendedConfig: { kind: "string", max: LIMITS.extendedConfigBytes, optional: true },
      LastRotationDate: { kind: "string", max: LIMITS.idCharacters, optional: true },
      NextRotationDate: { kind: "string", max: LIMITS.idCharacters, optional: true },
      RotationInterval: { kind: "string", max: LIMITS.idCharacters, optional: true },
      SecretData: { kind: "string", max: LIMITS.secretDataBytes, secret: true },
      SecretDataType: { kind: "string", max: LIMITS.idCharacters },
      SecretName: { kind: "string", max: LIMITS.secretNameOrArnCharacters },
      SecretType: { kind: "string", max: LIMITS.idCharacters },
      VersionId: { kind: "string", max: LIMITS.idCharacters },
      VersionStages: {
        kind: "object",
        members: {
          VersionStage: {
            kind: "list",
            max: LIMITS.stagesPerSecret,
            of: { kind: "string", max: LIMITS.idCharacters },
          },
        },
      },
    },
    errors: [
      "Forbidden.DKMSInstanceStateInvalid",
      "Forbidden.DKMSInstanceNotFound",
      "Forbidden.KeyNotFound",
      "Forbidden.ResourceNotFound",
      "Rejected.ResourceInDeleteWindow",
      "Rejected.Disabled",
      "Rejected.PendingDeletion",
      "Rejected.PendingImport",
      "DryRunOperationError",
      "ValidationError",
      "AccessDeniedError",
    ],
    examples: [
      {
        title: { en: "The current value", zh: "获取当前凭据值" },
        request: { SecretName: "db_cred" },
      },
      {
        title: { en: "One version", zh: "获取指定版本" },
        request: { SecretName: "db_cred", VersionId: "v1" },
      },
      {
        title: { en: "The value before the last change", zh: "获取上一个凭据值" },
        request: { SecretName: "db_cred", VersionStage: "ACSPrevious" },
      },
    ],
  },
  BatchGetSecretValue: {
    summary: { en: "Reads the values of up to 20 secrets.", zh: "批量获取凭据值，最多 20 个。" },
    area: "secrets",
    action: "kms:GetSecretValue",
    resources: [
      { kind: "secret", from: "SecretsList.SecretName" },
      { kind: "key", from: "SecretsList.SecretName", via: "secret", action: "kms:Decrypt" },
    ],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {
      SecretsList: {
        kind: "list",
        wire: "json",
        of: SECRET_READ,
        max: LIMITS.batchSecrets,
        min: 1,
        doc: {
          en: "Secrets to read, as a JSON array; 1 to 20.",
          zh: "要读取的凭据，JSON 数组，1 到 20 个。",
        },
      },
    },
    response: {
      Errors: {
        kind: "list",
        max: LIMITS.batchSecrets,
        of: {
          kind: "object",
          members: {
            Code: { kind: "string", max: LIMITS.idCharacters },
            HttpStatus: { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
            Message: { kind: "string", max: LIMITS.descriptionCharacters },
            SecretName: { kind: "string", max: LIMITS.secretNameOrArnCharacters },
          },
        },
      },
      SecretValues: {
        kind: "list",
        max: LIMITS.batchSecrets,
        of: {
          kind: "object",
          members: {
            AutomaticRotation: { kind: "string", max: LIMITS.idCharacters, optional: true },
            CreateTime: { kind: "string", max: LIMITS.idCharacters },
            ExtendedConfig: { kind: "string", max: LIMITS.extendedConfigBytes, optional: true },
            LastRotationDate: { kind: "string", max: LIMITS.idCharacters, optional: true },
            NextRotationDate: { kind: "string", max: LIMITS.idCharacters, optional: true },
            RequestId: { kind: "string", max: LIMITS.idCharacters },
            RotationInterval: { kind: "string", max: LIMITS.idCharacters, optional: true },
            SecretData: { kind: "string", max: LIMITS.secretDataBytes, secret: true },
            SecretDataType: { kind: "string", max: LIMITS.idCharacters },
            SecretName: { kind: "string", max: LIMITS.secretNameOrArnCharacters },
            SecretType: { kind: "string", max: LIMITS.idCharacters },
            VersionId: { kind: "string", max: LIMITS.idCharacters },
            VersionStages: {
              kind: "object",
              members: {
                VersionStage: {
                  kind: "list",
                  max: LIMITS.stagesPerSecret,
                  of: { kind: "string", max: LIMITS.idCharacters },
                },
              },
            },
          },
        },
      },
    },
    errors: [],
    examples: [
      {
        title: { en: "Two secrets at once", zh: "一次获取两个凭据" },
        request: {
          SecretsList: '[{"SecretName":"db_cred"},{"SecretName":"ssh_key","VersionId":"v1"}]',
        },
      },
    ],
  },
  PutSecretValue: {
    summary: { en: "Stores a new version of a secret.", zh: "为凭据存入新版本。" },
    area: "secrets",
    action: "kms:PutSecretValue",
    resources: [
      { kind: "secret", from: "SecretName" },
      { kind: "key", from: "SecretName", via: "secret", action: "kms:GenerateDataKey" },
    ],
    effect: "write",
    retry: "safe",
    support: { level: "full" },
    request: {
      SecretData: SECRET_DATA,
      SecretName: SECRET_NAME,
      VersionId: VERSION_ID,
      SecretDataType: optional(SECRET_DATA_TYPE),
      VersionStages: {
        kind: "json",
        max: LIMITS.policyBytes,
        doc: {
          en: 'Stage labels of the new version, as a JSON array; `["ACSCurrent"]` if absent.',
          zh: '新版本的状态，JSON 数组，缺省为 `["ACSCurrent"]`。',
        },
        optional: true,
      },
    },
    response: {
      SecretName: { kind: "string", max: LIMITS.secretNameOrArnCharacters },
      VersionId: { kind: "string", max: LIMITS.idCharacters },
      VersionStages: {
        kind: "object",
        members: {
          VersionStage: {
            kind: "list",
            max: LIMITS.stagesPerSecret,
            of: { kind: "string", max: LIMITS.idCharacters },
          },
        },
      },
    },
    errors: [
      "Rejected.LimitExceeded",
      "Forbidden.ResourceNotFound",
      "Forbidden.KeyNotFound",
      "Rejected.ResourceExist",
      "Rejected.ResourceInDeleteWindow",
      "Rejected.UnsupportedOperation",
      "Rejected.Disabled",
      "Rejected.PendingDeletion",
      "Rejected.PendingImport",
    ],
    examples: [
      {
        title: {
          en: "A version that waits under a label of its own",
          zh: "存入带自定义状态的新版本",
        },
        request: {
          SecretName: "db_cred",
          SecretData: '{"uname": "alice", "pwd": "34****"}',
          VersionId: "v2",
          VersionStages: '["MyPendingLabel"]',
        },
      },
    ],
  },
  UpdateSecretVersionStage: {
    summary: { en: "Moves or removes a stage label of a secret.", zh: "更新凭据的版本状态。" },
    area: "secrets",
    action: "kms:UpdateSecretVersionStage",
    resources: [{ kind: "secret", from: "SecretName" }],
    effect: "write",
    retry: "safe",
    support: { level: "full" },
    request: {
      SecretName: SECRET_NAME,
      VersionStage: {
        kind: "string",
        max: LIMITS.stageCharacters,
        min: 1,
        pattern: PATTERNS.stage,
        doc: { en: "Stage label.", zh: "版本状态。" },
      },
      MoveToVersion: {
        kind: "string",
        max: LIMITS.versionIdCharacters,
        doc: { en: "Version that gets the label.", zh: "获得该状态的版本。" },
        optional: true,
      },
      RemoveFromVersion: {
        kind: "string",
        max: LIMITS.versionIdCharacters,
        doc: { en: "Version that loses the label.", zh: "失去该状态的版本。" },
        optional: true,
      },
    },
    response: {
      SecretName: { kind: "string", max: LIMITS.secretNameOrArnCharacters },
    },
    errors: [
      "Rejected.LimitExceeded",
      "Rejected.InvalidRequest",
      "Rejected.UnsupportedOperation",
      "Forbidden.ResourceNotFound",
      "Rejected.ResourceInDeleteWindow",
    ],
    examples: [
      {
        title: { en: "Make a version the current one", zh: "将指定版本设为当前版本" },
        request: { SecretName: "db_cred", VersionStage: "ACSCurrent", MoveToVersion: "v2" },
      },
    ],
  },
  ListSecretVersionIds: {
    summary: { en: "Lists the versions of a secret.", zh: "查询凭据的版本列表。" },
    area: "secrets",
    action: "kms:ListSecretVersionIds",
    resources: [{ kind: "secret", from: "SecretName" }],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {
      SecretName: SECRET_NAME,
      IncludeDeprecated: {
        kind: "boolean",
        as: "string",
        default: false,
        doc: { en: "Include versions without a stage label.", zh: "是否包含没有版本状态的版本。" },
        optional: true,
      },
      PageNumber: optional(PAGE_NUMBER),
      PageSize: optional(PAGE_SIZE_TWENTY),
    },
    response: {
      PageNumber: { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
      PageSize: { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
      SecretName: { kind: "string", max: LIMITS.secretNameOrArnCharacters },
      TotalCount: { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
      VersionIds: {
        kind: "object",
        members: {
          VersionId: {
            kind: "list",
            max: LIMITS.pageSizeMaximum,
            of: {
              kind: "object",
              members: {
                CreateTime: { kind: "string", max: LIMITS.idCharacters },
                VersionId: { kind: "string", max: LIMITS.idCharacters },
                VersionStages: {
                  kind: "object",
                  members: {
                    VersionStage: {
                      kind: "list",
                      max: LIMITS.stagesPerSecret,
                      of: { kind: "string", max: LIMITS.idCharacters },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
    errors: ["Forbidden.ResourceNotFound"],
    examples: [
      {
        title: { en: "Also versions without a label", zh: "同时返回没有版本状态的版本" },
        request: { SecretName: "db_cred", IncludeDeprecated: "true" },
      },
    ],
  },
  ListSecrets: {
    summary: { en: "Lists secrets.", zh: "查询凭据列表。" },
    area: "secrets",
    action: "kms:ListSecrets",
    resources: [{ kind: "secret", from: "*" }],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {
      FetchTags: optional(FETCH_TAGS),
      Filters: optional(FILTERS),
      PageNumber: optional(PAGE_NUMBER),
      PageSize: optional(PAGE_SIZE),
    },
    response: {
      PageNumber: { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
      PageSize: { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
      SecretList: {
        kind: "object",
        members: {
          Secret: {
            kind: "list",
            max: LIMITS.pageSizeMaximum,
            of: {
              kind: "object",
              members: {
                CreateTime: { kind: "string", max: LIMITS.idCharacters },
                OwingService: { kind: "string", max: LIMITS.idCharacters, optional: true },
                PlannedDeleteTime: { kind: "string", max: LIMITS.idCharacters, optional: true },
                SecretName: { kind: "string", max: LIMITS.secretNameOrArnCharacters },
                SecretType: { kind: "string", max: LIMITS.idCharacters },
                Tags: {
                  kind: "object",
                  members: {
                    Tag: {
                      kind: "list",
                      max: LIMITS.tagsPerResource,
                      of: {
                        kind: "object",
                        members: {
                          TagKey: { kind: "string", max: LIMITS.tagKeyCharacters },
                          TagValue: { kind: "string", max: LIMITS.tagValueCharacters },
                        },
                      },
                    },
                  },
                  optional: true,
                },
                UpdateTime: { kind: "string", max: LIMITS.idCharacters },
              },
            },
          },
        },
      },
      TotalCount: { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
    },
    errors: [],
    examples: [
      {
        title: { en: "The second page of 50", zh: "每页 50 行，查询第二页" },
        request: { PageNumber: "2", PageSize: "50" },
      },
      {
        title: { en: "All secrets of a team", zh: "按标签查询凭据" },
        request: { Filters: '[{"Key":"TagKey","Values":["team"]}]' },
      },
    ],
  },
  DescribeSecret: {
    summary: { en: "Describes a secret, without its value.", zh: "查询凭据元数据。" },
    area: "secrets",
    action: "kms:DescribeSecret",
    resources: [{ kind: "secret", from: "SecretName" }],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {
      SecretName: SECRET_NAME,
      FetchTags: optional(FETCH_TAGS),
    },
    response: {
      Arn: { kind: "string", max: LIMITS.arnCharacters },
      AutomaticRotation: { kind: "string", max: LIMITS.idCharacters, optional: true },
      CreateTime: { kind: "string", max: LIMITS.idCharacters },
      DKMSInstanceId: { kind: "string", max: LIMITS.idCharacters, optional: true },
      Description: { kind: "string", max: LIMITS.descriptionCharacters },
      EncryptionKeyId: { kind: "string", max: LIMITS.idCharacters, optional: true },
      ExtendedConfig: { kind: "string", max: LIMITS.extendedConfigBytes, optional: true },
      LastRotationDate: { kind: "string", max: LIMITS.idCharacters, optional: true },
      NextRotationDate: { kind: "string", max: LIMITS.idCharacters, optional: true },
      OwingService: { kind: "string", max: LIMITS.idCharacters, optional: true },
      PlannedDeleteTime: { kind: "string", max: LIMITS.idCharacters, optional: true },
      RotationInterval: { kind: "string", max: LIMITS.idCharacters, optional: true },
      SecretName: { kind: "string", max: LIMITS.secretNameOrArnCharacters },
      SecretType: { kind: "string", max: LIMITS.idCharacters },
      Tags: {
        kind: "object",
        members: {
          Tag: {
            kind: "list",
            max: LIMITS.tagsPerResource,
            of: {
              kind: "object",
              members: {
                TagKey: { kind: "string", max: LIMITS.tagKeyCharacters },
                TagValue: { kind: "string", max: LIMITS.tagValueCharacters },
              },
            },
          },
        },
        optional: true,
      },
      UpdateTime: { kind: "string", max: LIMITS.idCharacters },
    },
    errors: ["Forbidden.ResourceNotFound", "IllegalTimestamp"],
    examples: [
      {
        title: { en: "With tags", zh: "同时返回标签" },
        request: { SecretName: "db_cred", FetchTags: "true" },
      },
    ],
  },
  UpdateSecret: {
    summary: { en: "Changes the description of a secret.", zh: "更新凭据元数据。" },
    area: "secrets",
    action: "kms:UpdateSecret",
    resources: [{ kind: "secret", from: "SecretName" }],
    effect: "write",
    retry: "safe",
    support: { level: "full" },
    request: {
      SecretName: SECRET_NAME,
      ExtendedConfig: {
        kind: "json",
        max: LIMITS.extendedConfigBytes,
        as: "map",
        doc: {
          en: "Extended configuration; only `CustomData` can be changed, and not for Generic secrets.",
          zh: "扩展配置，仅可修改 `CustomData`，且不适用于通用凭据。",
        },
        optional: true,
      },
      Description: optional(DESCRIPTION),
    },
    response: {
      SecretName: { kind: "string", max: LIMITS.secretNameOrArnCharacters },
    },
    errors: [
      "Forbidden.ResourceNotFound",
      "Rejected.ResourceInDeleteWindow",
      "Rejected.ResourceExist",
    ],
    examples: [
      {
        title: { en: "Another description", zh: "修改描述" },
        request: { SecretName: "db_cred", Description: "account of the shop's database" },
      },
    ],
  },
  DeleteSecret: {
    summary: { en: "Deletes a secret, with or without a recovery window.", zh: "删除凭据。" },
    area: "secrets",
    action: "kms:DeleteSecret",
    resources: [{ kind: "secret", from: "SecretName" }],
    effect: "destroy",
    retry: "unsafe",
    support: { level: "full" },
    request: {
      SecretName: SECRET_NAME,
      ForceDeleteWithoutRecovery: {
        kind: "boolean",
        as: "string",
        default: false,
        doc: { en: "Delete at once and for good.", zh: "是否立即删除且不可恢复。" },
        optional: true,
      },
      RecoveryWindowInDays: {
        kind: "integer",
        as: "string",
        min: 0,
        max: LIMITS.recoveryWindowDecoded,
        default: 30,
        doc: {
          en: "Days in which the secret can be restored, 7 to 30; ignored with ForceDeleteWithoutRecovery.",
          zh: "凭据可恢复的天数，7 到 30；强制删除时忽略。",
        },
        optional: true,
      },
    },
    response: {
      PlannedDeleteTime: { kind: "string", max: LIMITS.idCharacters },
      SecretName: { kind: "string", max: LIMITS.secretNameOrArnCharacters },
    },
    errors: ["Forbidden.ResourceNotFound", "Rejected.ResourceInDeleteWindow"],
    examples: [
      {
        title: { en: "With the standard window of 30 days", zh: "保留默认的 30 天恢复期" },
        request: { SecretName: "ssh_key" },
      },
      {
        title: { en: "With a recovery window of 7 days", zh: "保留 7 天恢复期" },
        request: { SecretName: "ssh_key", RecoveryWindowInDays: "7" },
      },
      {
        title: { en: "At once and for good", zh: "立即删除且不可恢复" },
        request: { SecretName: "ssh_key", ForceDeleteWithoutRecovery: "true" },
      },
    ],
  },
  RestoreSecret: {
    summary: { en: "Takes a secret out of its recovery window.", zh: "恢复已删除的凭据。" },
    area: "secrets",
    action: "kms:RestoreSecret",
    resources: [{ kind: "secret", from: "SecretName" }],
    effect: "write",
    retry: "unsafe",
    support: { level: "full" },
    request: {
      SecretName: SECRET_NAME,
    },
    response: {
      SecretName: { kind: "string", max: LIMITS.secretNameOrArnCharacters },
    },
    errors: ["Forbidden.ResourceNotFound", "Rejected.ResourceInUse"],
    examples: [
      { title: { en: "Take back a deletion", zh: "恢复凭据" }, request: { SecretName: "ssh_key" } },
    ],
  },
  RotateSecret: {
    summary: { en: "Rotates a secret now.", zh: "立即轮转凭据。" },
    area: "secrets",
    action: "kms:RotateSecret",
    resources: [{ kind: "secret", from: "SecretName" }],
    effect: "write",
    retry: "safe",
    support: {
      level: "adapted",
      note: {
        en: "Refused for Generic secrets as upstream does; other types do not exist yet.",
        zh: "与云上一致，通用凭据不支持轮转；其他类型暂未提供。",
      },
    },
    request: {
      SecretName: SECRET_NAME,
      VersionId: VERSION_ID,
    },
    response: {
      Arn: { kind: "string", max: LIMITS.arnCharacters },
      SecretName: { kind: "string", max: LIMITS.secretNameOrArnCharacters },
      VersionId: { kind: "string", max: LIMITS.idCharacters },
    },
    errors: [
      "Forbidden.ResourceNotFound",
      "Rejected.ResourceInDeleteWindow",
      "Rejected.UnsupportedOperation",
    ],
  },
  UpdateSecretRotationPolicy: {
    summary: { en: "Changes the automatic rotation of a secret.", zh: "更新凭据轮转策略。" },
    area: "secrets",
    action: "kms:UpdateSecretRotationPolicy",
    resources: [{ kind: "secret", from: "SecretName" }],
    effect: "write",
    retry: "safe",
    support: {
      level: "adapted",
      note: {
        en: "Refused for Generic secrets as upstream does; other types do not exist yet.",
        zh: "与云上一致，通用凭据不支持轮转；其他类型暂未提供。",
      },
    },
    request: {
      EnableAutomaticRotation: {
        kind: "boolean",
        doc: { en: "Rotate automatically.", zh: "是否开启自动轮转。" },
      },
      SecretName: SECRET_NAME,
      RotationInterval: optional(ROTATION_INTERVAL),
    },
    response: {
      SecretName: { kind: "string", max: LIMITS.secretNameOrArnCharacters },
    },
    errors: [
      "Forbidden.ResourceNotFound",
      "Rejected.ResourceInDeleteWindow",
      "Rejected.UnsupportedOperation",
    ],
  },
  GetRandomPassword: {
    summary: { en: "Generates a random password.", zh: "生成随机密码。" },
    area: "secrets",
    action: "kms:GetRandomPassword",
    resources: [],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {
      ExcludeCharacters: {
        kind: "string",
        max: LIMITS.passwordCharacters,
        doc: { en: "Characters to leave out.", zh: "要排除的字符。" },
        optional: true,
      },
      ExcludeLowercase: {
        kind: "boolean",
        as: "string",
        default: false,
        doc: { en: "Leave out lower-case letters.", zh: "是否排除小写字母。" },
        optional: true,
      },
      ExcludeNumbers: {
        kind: "boolean",
        as: "string",
        default: false,
        doc: { en: "Leave out digits.", zh: "是否排除数字。" },
        optional: true,
      },
      ExcludePunctuation: {
        kind: "boolean",
        as: "string",
        default: false,
        doc: { en: "Leave out punctuation.", zh: "是否排除标点符号。" },
        optional: true,
      },
      ExcludeUppercase: {
        kind: "boolean",
        as: "string",
        default: false,
        doc: { en: "Leave out upper-case letters.", zh: "是否排除大写字母。" },
        optional: true,
      },
      PasswordLength: {
        kind: "integer",
        as: "string",
        min: LIMITS.passwordMinimum,
        max: LIMITS.passwordMaximum,
        default: 32,
        doc: { en: "Length of the password.", zh: "密码长度。" },
        optional: true,
      },
      RequireEachIncludedType: {
        kind: "boolean",
        as: "string",
        default: true,
        doc: {
          en: "At least one character of each kind that is not left out.",
          zh: "是否每类未排除的字符至少出现一次。",
        },
        optional: true,
      },
    },
    response: {
      RandomPassword: { kind: "string", max: LIMITS.passwordMaximum, secret: true },
    },
    errors: [],
    examples: [
      {
        title: { en: "Letters and digits only", zh: "仅含字母和数字" },
        request: { ExcludePunctuation: "true" },
      },
    ],
  },
  SetSecretPolicy: {
    summary: { en: "Sets the policy of a secret.", zh: "设置凭据策略。" },
    area: "secrets",
    action: "kms:SetSecretPolicy",
    resources: [{ kind: "secret", from: "SecretName" }],
    effect: "write",
    retry: "safe",
    support: { level: "full" },
    request: {
      Policy: POLICY,
      SecretName: SECRET_NAME,
      PolicyName: optional(POLICY_NAME),
    },
    response: {},
    errors: [
      "Forbidden.ResourceNotFound",
      "Forbidden.KeyPolicyUnSupported",
      "Forbidden.DKMSInstanceStateInvalid",
      "Rejected.ShareQuotaExceedLimit",
      "Rejected.ResourceInDeleteWindow",
    ],
  },
  GetSecretPolicy: {
    summary: { en: "Reads the policy of a secret.", zh: "查询凭据策略。" },
    area: "secrets",
    action: "kms:GetSecretPolicy",
    resources: [{ kind: "secret", from: "SecretName" }],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {
      SecretName: SECRET_NAME,
      PolicyName: optional(POLICY_NAME),
    },
    response: {
      Policy: { kind: "string", max: LIMITS.policyBytes },
    },
    errors: [
      "Forbidden.ResourceNotFound",
      "Forbidden.KeyPolicyUnSupported",
      "Forbidden.DKMSInstanceStateInvalid",
    ],
  },
} as const satisfies Record<string, Operation>;
