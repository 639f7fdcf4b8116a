// Tags of keys and secrets, through the older and the newer family of operations.
import { LIMITS } from "../limits.ts";
import {
  CERTIFICATE_ID,
  KEY_ID,
  REGION_ID,
  RESOURCE_ID,
  RESOURCE_TYPE,
  SECRET_NAME,
  TAG,
  TAGS,
} from "../members.ts";
import type { Operation } from "../operation.ts";
import { optional } from "../shape.ts";

export const tags = {
  TagResource: {
    summary: { en: "Adds tags to one key or secret.", zh: "为密钥或凭据绑定标签。" },
    area: "tags",
    action: "kms:TagResource",
    resources: [
      { kind: "key", from: "KeyId" },
      { kind: "secret", from: "SecretName" },
    ],
    effect: "write",
    retry: "safe",
    support: {
      level: "adapted",
      note: {
        en: "Keys and secrets; there are no certificates, so that CertificateId is never found.",
        zh: "支持密钥和凭据；没有证书，CertificateId 始终未找到。",
      },
    },
    request: {
      Tags: TAGS,
      CertificateId: optional(CERTIFICATE_ID),
      KeyId: {
        kind: "string",
        max: LIMITS.keyNameCharacters,
        doc: {
          en: "Key to tag; exactly one of KeyId, SecretName, CertificateId.",
          zh: "要打标签的密钥；KeyId、SecretName、CertificateId 三选一。",
        },
        optional: true,
      },
      SecretName: optional(SECRET_NAME),
    },
    response: {},
    errors: [
      "Forbidden.KeyNotFound",
      "Forbidden.AliasNotFound",
      "Forbidden.ResourceNotFound",
      "Rejected.PendingDeletion",
      "Rejected.UnsupportedOperation",
      "Rejected.ResourceInDeleteWindow",
      "Rejected.LimitExceeded",
      "InvalidParameter.TagKey",
      "InvalidParameter.TagValue",
      "Duplicate.TagKey",
    ],
  },
  UntagResource: {
    summary: { en: "Removes tags from one key or secret.", zh: "解绑密钥或凭据的标签。" },
    area: "tags",
    action: "kms:UntagResource",
    resources: [
      { kind: "key", from: "KeyId" },
      { kind: "secret", from: "SecretName" },
    ],
    effect: "write",
    retry: "safe",
    support: {
      level: "adapted",
      note: {
        en: "Keys and secrets; there are no certificates, so that CertificateId is never found.",
        zh: "支持密钥和凭据；没有证书，CertificateId 始终未找到。",
      },
    },
    request: {
      TagKeys: {
        kind: "string",
        max: LIMITS.policyBytes,
        min: 1,
        doc: {
          en: "Keys of tags to remove: a JSON array, or separated by commas.",
          zh: "要移除的标签键：JSON 数组，或以逗号分隔。",
        },
      },
      CertificateId: optional(CERTIFICATE_ID),
      KeyId: {
        kind: "string",
        max: LIMITS.keyNameCharacters,
        doc: {
          en: "Key to untag; exactly one of KeyId, SecretName, CertificateId.",
          zh: "要移除标签的密钥；KeyId、SecretName、CertificateId 三选一。",
        },
        optional: true,
      },
      SecretName: optional(SECRET_NAME),
    },
    response: {},
    errors: [
      "Forbidden.KeyNotFound",
      "Unsupported.Alias",
      "Forbidden.ResourceNotFound",
      "Rejected.PendingDeletion",
      "Rejected.UnsupportedOperation",
      "Rejected.ResourceInDeleteWindow",
      "InvalidParameter.TagKey",
    ],
  },
  ListResourceTags: {
    summary: { en: "Lists the tags of a key.", zh: "查询密钥的标签。" },
    area: "tags",
    action: "kms:ListResourceTags",
    resources: [{ kind: "key", from: "KeyId" }],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {
      KeyId: KEY_ID,
    },
    response: {
      Tags: {
        kind: "object",
        members: {
          Tag: {
            kind: "list",
            max: LIMITS.tagsPerResource,
            of: {
              kind: "object",
              members: {
                KeyId: { kind: "string", max: LIMITS.idCharacters },
                TagKey: { kind: "string", max: LIMITS.tagKeyCharacters },
                TagValue: { kind: "string", max: LIMITS.tagValueCharacters },
              },
            },
          },
        },
      },
    },
    errors: ["Forbidden.KeyNotFound", "Unsupported.Alias"],
  },
  TagResources: {
    summary: { en: "Adds tags to several keys or secrets.", zh: "为多个密钥或凭据绑定标签。" },
    area: "tags",
    action: "kms:TagResources",
    resources: [
      { kind: "key", from: "ResourceId" },
      { kind: "secret", from: "ResourceId" },
    ],
    effect: "write",
    retry: "safe",
    support: { level: "full" },
    request: {
      RegionId: REGION_ID,
      ResourceId: RESOURCE_ID,
      ResourceType: RESOURCE_TYPE,
      Tag: TAG,
    },
    response: {},
    errors: [
      "InvalidResourceId.NotFound",
      "Rejected.PendingDeletion",
      "Rejected.UnsupportedOperation",
      "Rejected.ResourceInDeleteWindow",
      "Rejected.LimitExceeded",
      "InvalidParameter.TagKey",
      "InvalidParameter.TagValue",
      "Duplicate.TagKey",
    ],
    examples: [
      {
        title: { en: "Tag two secrets", zh: "为两个凭据绑定标签" },
        request: {
          RegionId: "cn-hangzhou",
          ResourceType: "secret",
          "ResourceId.1": "db_cred",
          "ResourceId.2": "ssh_key",
          "Tag.1.Key": "team",
          "Tag.1.Value": "shop",
        },
      },
    ],
  },
  UntagResources: {
    summary: { en: "Removes tags from several keys or secrets.", zh: "解绑多个密钥或凭据的标签。" },
    area: "tags",
    action: "kms:UntagResources",
    resources: [
      { kind: "key", from: "ResourceId" },
      { kind: "secret", from: "ResourceId" },
    ],
    effect: "write",
    retry: "safe",
    support: { level: "full" },
    request: {
      RegionId: REGION_ID,
      ResourceId: RESOURCE_ID,
      ResourceType: RESOURCE_TYPE,
      All: {
        kind: "boolean",
        default: false,
        doc: {
          en: "Remove every tag; only without TagKey.",
          zh: "移除全部标签，仅在未指定 TagKey 时有效。",
        },
        optional: true,
      },
      TagKey: {
        kind: "list",
        wire: "indexed",
        of: { kind: "string", max: LIMITS.tagDecodedCharacters },
        max: LIMITS.tagsPerResource,
        doc: { en: "Keys of tags to remove; at most 20.", zh: "要移除的标签键，最多 20 个。" },
        optional: true,
      },
    },
    response: {},
    errors: [
      "InvalidResourceId.NotFound",
      "Rejected.PendingDeletion",
      "Rejected.UnsupportedOperation",
      "Rejected.ResourceInDeleteWindow",
      "InvalidParameter.TagKey",
    ],
  },
  ListTagResources: {
    summary: { en: "Lists tags of keys or secrets.", zh: "查询资源与标签的关系。" },
    area: "tags",
    action: "kms:ListTagResources",
    resources: [
      { kind: "key", from: "ResourceId" },
      { kind: "secret", from: "ResourceId" },
    ],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {
      RegionId: REGION_ID,
      ResourceType: RESOURCE_TYPE,
      NextToken: {
        kind: "string",
        max: LIMITS.tokenCharacters,
        doc: {
          en: "Where the next page starts, from the previous answer.",
          zh: "下一页起点，取自上一次的返回。",
        },
        optional: true,
      },
      ResourceId: optional(RESOURCE_ID),
      Tag: optional(TAG),
    },
    response: {
      NextToken: { kind: "string", max: LIMITS.tokenCharacters },
      TagResources: {
        kind: "object",
        members: {
          TagResource: {
            kind: "list",
            max: LIMITS.tagRowsPerPage,
            of: {
              kind: "object",
              members: {
                ResourceId: { kind: "string", max: LIMITS.idCharacters },
                ResourceType: { kind: "string", max: LIMITS.idCharacters },
                TagKey: { kind: "string", max: LIMITS.tagKeyCharacters },
                TagValue: { kind: "string", max: LIMITS.tagValueCharacters },
              },
            },
          },
        },
      },
    },
    errors: ["InvalidResourceId.NotFound", "Duplicate.TagKey"],
  },
} as const satisfies Record<string, Operation>;
