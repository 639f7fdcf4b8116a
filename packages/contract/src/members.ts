// Members that several operations share. A member is described once; rows refer to it.
import { LIMITS } from "./limits.ts";
import type { Member } from "./shape.ts";
import { PATTERNS, SECRET_DATA_TYPES } from "./vocabulary.ts";

/** A tag as the older operations write it. Its limits are rules of their own codes, checked by the handler. */
const TAG_PAIR = {
  kind: "object",
  members: {
    TagKey: { kind: "string", max: LIMITS.tagDecodedCharacters },
    TagValue: { kind: "string", max: LIMITS.tagDecodedCharacters, optional: true },
  },
} as const satisfies Member;

/** A tag as the newer operations write it. */
const TAG_FIELDS = {
  kind: "object",
  members: {
    Key: { kind: "string", max: LIMITS.tagDecodedCharacters },
    Value: { kind: "string", max: LIMITS.tagDecodedCharacters, optional: true },
  },
} as const satisfies Member;

const FILTER = {
  kind: "object",
  members: {
    Key: { kind: "string", max: LIMITS.wordCharacters },
    Values: {
      kind: "list",
      wire: "json",
      of: { kind: "string", max: LIMITS.filterCharacters },
      max: LIMITS.valuesPerFilter,
    },
  },
} as const satisfies Member;

export const AAP_NAME = {
  kind: "string",
  max: LIMITS.nameCharacters,
  doc: { en: "Name of the application access point.", zh: "应用接入点名称。" },
} as const satisfies Member;

export const ACCESS_CONTROL_RULES = {
  kind: "json",
  max: LIMITS.policyBytes,
  doc: {
    en: 'Network rules as JSON: {"NetworkRules":["name"]}.',
    zh: '网络规则，JSON 格式：{"NetworkRules":["名称"]}。',
  },
} as const satisfies Member;

export const ALIAS_NAME = {
  kind: "string",
  max: LIMITS.aliasCharacters,
  min: 1,
  doc: { en: "Alias, with the prefix `alias/`.", zh: "别名，须以 `alias/` 开头。" },
} as const satisfies Member;

export const ALIAS_NAME_OR_ARN = {
  ...ALIAS_NAME,
  max: LIMITS.keyNameCharacters,
  doc: {
    en: "Alias, with the prefix `alias/`, or its ARN.",
    zh: "别名（须以 `alias/` 开头）或其 ARN。",
  },
} as const satisfies Member;

export const CERTIFICATE_ID = {
  kind: "string",
  max: LIMITS.nameCharacters,
  doc: { en: "Id of a certificate.", zh: "证书 ID。" },
} as const satisfies Member;

export const CLIENT_KEY_ID = {
  kind: "string",
  max: LIMITS.idCharacters,
  min: 1,
  doc: { en: "Id of the client key.", zh: "应用身份凭证 ID。" },
} as const satisfies Member;

export const DKMS_INSTANCE_ID = {
  kind: "string",
  max: LIMITS.idCharacters,
  doc: { en: "Id of the KMS instance.", zh: "KMS 实例 ID。" },
} as const satisfies Member;

export const DESCRIPTION = {
  kind: "string",
  max: LIMITS.descriptionCharacters,
  doc: { en: "Description.", zh: "描述信息。" },
} as const satisfies Member;

export const DRY_RUN = {
  kind: "boolean",
  as: "string",
  default: false,
  doc: {
    en: "Check rights and parameters only; the call then always fails, and the code says why.",
    zh: "仅校验权限和参数；调用必定失败，错误码说明原因。",
  },
} as const satisfies Member;

export const ENABLE_AUTOMATIC_ROTATION = {
  kind: "boolean",
  default: false,
  doc: { en: "Rotate automatically.", zh: "是否开启自动轮转。" },
} as const satisfies Member;

export const FETCH_TAGS = {
  kind: "boolean",
  as: "string",
  default: false,
  doc: { en: "Include tags.", zh: "是否返回标签。" },
} as const satisfies Member;

export const FILTERS = {
  kind: "list",
  wire: "json-text",
  of: FILTER,
  max: LIMITS.filtersPerList,
  doc: {
    en: 'Filters, as a JSON array of {"Key","Values"}; at most 10.',
    zh: '筛选条件，{"Key","Values"} 的 JSON 数组，最多 10 个。',
  },
} as const satisfies Member;

export const KEY_ID = {
  kind: "string",
  max: LIMITS.keyNameCharacters,
  min: 1,
  doc: { en: "Key: its id, alias or ARN.", zh: "密钥 ID、别名或 ARN。" },
} as const satisfies Member;

/** For operations whose page names the id only; an alias is refused with a code of its own. */
export const KEY_ID_WITHOUT_ALIAS = {
  kind: "string",
  max: LIMITS.keyNameCharacters,
  min: 1,
  doc: { en: "Key: its id or ARN, not an alias.", zh: "密钥 ID 或 ARN，不支持别名。" },
} as const satisfies Member;

export const KMS_INSTANCE_ID = {
  kind: "string",
  max: LIMITS.idCharacters,
  min: 1,
  doc: { en: "Id of the KMS instance.", zh: "KMS 实例 ID。" },
} as const satisfies Member;

export const NAME = {
  kind: "string",
  max: LIMITS.nameCharacters,
  min: 1,
  doc: { en: "Name; it cannot be changed.", zh: "名称，不可修改。" },
} as const satisfies Member;

export const PAGE_NUMBER = {
  kind: "integer",
  min: 1,
  max: LIMITS.pageNumberMaximum,
  default: 1,
  doc: { en: "Page, counted from 1.", zh: "页码，从 1 开始。" },
} as const satisfies Member;

/** Secrets, keys and managed data keys. */
export const PAGE_SIZE = {
  kind: "integer",
  min: 1,
  max: LIMITS.pageSizeMaximum,
  default: 10,
  doc: { en: "Rows on a page.", zh: "每页行数。" },
} as const satisfies Member;

/** 0 stands for the default. */
export const PAGE_SIZE_OF_ALIASES = {
  kind: "integer",
  min: 0,
  max: LIMITS.pageSizeMaximum,
  default: 10,
  doc: { en: "Rows on a page.", zh: "每页行数。" },
} as const satisfies Member;

/** Versions and aliases of one key; 0 stands for the default. */
export const PAGE_SIZE_OF_ONE_KEY = {
  kind: "integer",
  min: 0,
  max: LIMITS.pageSizeOfOneKeyMaximum,
  default: 10,
  doc: { en: "Rows on a page.", zh: "每页行数。" },
} as const satisfies Member;

/** Versions of a secret, instances, and what access control lists. */
export const PAGE_SIZE_TWENTY = {
  kind: "integer",
  min: 1,
  max: LIMITS.pageSizeMaximum,
  default: 20,
  doc: { en: "Rows on a page.", zh: "每页行数。" },
} as const satisfies Member;

export const PERMISSIONS = {
  kind: "json",
  max: LIMITS.policyBytes,
  doc: { en: "Permissions, as a JSON array.", zh: "权限，JSON 数组。" },
} as const satisfies Member;

export const POLICIES = {
  kind: "json",
  max: LIMITS.policyBytes,
  doc: { en: "Names of permission policies, as a JSON array.", zh: "权限策略名称，JSON 数组。" },
} as const satisfies Member;

export const POLICY = {
  kind: "json",
  max: LIMITS.policyBytes,
  doc: { en: "Policy document, JSON.", zh: "策略内容，JSON 格式。" },
} as const satisfies Member;

export const POLICY_NAME = {
  kind: "string",
  max: LIMITS.wordCharacters,
  doc: { en: "Name of the policy; only `default`.", zh: "策略名称，仅支持 `default`。" },
} as const satisfies Member;

export const REGION_ID = {
  kind: "string",
  max: LIMITS.wordCharacters,
  min: 1,
  doc: { en: "Region.", zh: "地域。" },
} as const satisfies Member;

export const RESOURCE_ID = {
  kind: "list",
  wire: "indexed",
  of: { kind: "string", max: LIMITS.secretNameOrArnCharacters, min: 1 },
  max: LIMITS.taggedResources,
  doc: { en: "Key id or secret name; at most 50.", zh: "密钥 ID 或凭据名称，最多 50 个。" },
} as const satisfies Member;

export const RESOURCE_TYPE = {
  kind: "string",
  max: LIMITS.wordCharacters,
  min: 1,
  doc: { en: "Kind of resource: `key` or `secret`.", zh: "资源类型：`key` 或 `secret`。" },
} as const satisfies Member;

export const RESOURCES = {
  kind: "json",
  max: LIMITS.policyBytes,
  doc: { en: "Resources, as a JSON array.", zh: "资源，JSON 数组。" },
} as const satisfies Member;

export const ROTATION_INTERVAL = {
  kind: "string",
  max: 32,
  doc: {
    en: "Time between rotations: a number with unit d, h, m or s.",
    zh: "轮转周期：整数加单位 d、h、m 或 s。",
  },
} as const satisfies Member;

export const SECRET_DATA = {
  kind: "string",
  max: LIMITS.secretDataBytes,
  min: 1,
  unit: "bytes",
  secret: true,
  doc: { en: "Value, at most 30,720 bytes.", zh: "凭据值，最多 30720 字节。" },
} as const satisfies Member;

export const SECRET_DATA_TYPE = {
  kind: "choice",
  of: SECRET_DATA_TYPES,
  default: "text",
  doc: { en: "Type of the value.", zh: "凭据值类型。" },
} as const satisfies Member;

export const SECRET_NAME = {
  kind: "string",
  max: LIMITS.secretNameOrArnCharacters,
  min: 1,
  doc: { en: "Name or ARN of the secret.", zh: "凭据名称或 ARN。" },
} as const satisfies Member;

export const SOURCE_PRIVATE_IP = {
  kind: "json",
  max: LIMITS.policyBytes,
  doc: { en: "Addresses and CIDR blocks, as a JSON array.", zh: "IP 地址和网段，JSON 数组。" },
} as const satisfies Member;

export const TAG = {
  kind: "list",
  wire: "indexed",
  of: TAG_FIELDS,
  max: LIMITS.tagsPerResource,
  doc: { en: "Tags; at most 20.", zh: "标签，最多 20 个。" },
} as const satisfies Member;

export const TAGS = {
  kind: "list",
  wire: "json-text",
  of: TAG_PAIR,
  max: LIMITS.tagsPerResource,
  doc: {
    en: 'Tags, as a JSON array of {"TagKey","TagValue"}; at most 20.',
    zh: '标签，{"TagKey","TagValue"} 的 JSON 数组，最多 20 个。',
  },
} as const satisfies Member;

export const VERSION_ID = {
  kind: "string",
  max: LIMITS.versionIdCharacters,
  min: 1,
  pattern: PATTERNS.versionId,
  doc: { en: "Version of the secret.", zh: "凭据版本号。" },
} as const satisfies Member;
