// Members that several operations of RAM share.
import { RAM_LIMITS } from "./limits.ts";
import type { Member } from "./shape.ts";
import { PATTERNS } from "./vocabulary.ts";

export const USER_NAME = {
  kind: "string",
  min: 1,
  max: RAM_LIMITS.nameCharacters,
  pattern: PATTERNS.userName,
  faults: {
    length: "InvalidParameter.UserName.Length",
    pattern: "InvalidParameter.UserName.InvalidChars",
  },
  doc: {
    en: "Name of the user: letters, digits, `.`, `_` and `-`; case is kept but does not tell names apart.",
    zh: "用户名：字母、数字、`.`、`_`、`-`，不区分大小写。",
  },
} as const satisfies Member;

export const GROUP_NAME = {
  kind: "string",
  min: 1,
  max: RAM_LIMITS.nameCharacters,
  pattern: PATTERNS.userName,
  faults: {
    length: "InvalidParameter.GroupName.Length",
    pattern: "InvalidParameter.GroupName.InvalidChars",
  },
  doc: { en: "Name of the group.", zh: "用户组名称。" },
} as const satisfies Member;

export const ROLE_NAME = {
  kind: "string",
  min: 1,
  max: RAM_LIMITS.nameCharacters,
  pattern: PATTERNS.roleName,
  faults: {
    length: "InvalidParameter.RoleName.Length",
    pattern: "InvalidParameter.RoleName.InvalidChars",
  },
  doc: { en: "Name of the role.", zh: "角色名称。" },
} as const satisfies Member;

export const POLICY_NAME = {
  kind: "string",
  min: 1,
  max: RAM_LIMITS.policyNameCharacters,
  pattern: PATTERNS.policyName,
  faults: {
    length: "InvalidParameter.PolicyName.Length",
    pattern: "InvalidParameter.PolicyName.InvalidChars",
  },
  doc: { en: "Name of the policy: letters, digits and `-`.", zh: "策略名称：字母、数字和 `-`。" },
} as const satisfies Member;

export const POLICY_TYPE = {
  kind: "choice",
  of: ["System", "Custom"],
  faults: { value: "InvalidParameter.PolicyType" },
  doc: { en: "`System` or `Custom`.", zh: "策略类型：`System` 或 `Custom`。" },
} as const satisfies Member;

/** Its length has limits and codes of its own, which the policy engine tells. */
export const POLICY_DOCUMENT = {
  kind: "string",
  max: RAM_LIMITS.documentDecodedBytes,
  faults: { length: "InvalidParameter.PolicyDocument.Length" },
  doc: { en: "The policy as JSON text.", zh: "策略内容，JSON 文本。" },
} as const satisfies Member;

export const VERSION_ID = {
  kind: "string",
  max: RAM_LIMITS.nameCharacters,
  pattern: PATTERNS.policyVersion,
  faults: { value: "InvalidParameter.VersionId.Format" },
  doc: { en: "Version of the policy: `v1`, `v2`, …", zh: "策略版本：`v1`、`v2`……" },
} as const satisfies Member;

export const DISPLAY_NAME = {
  kind: "string",
  max: RAM_LIMITS.displayNameCharacters,
  faults: { length: "InvalidParameter.DisplayName.Length" },
  doc: { en: "Name to show.", zh: "显示名称。" },
} as const satisfies Member;

export const COMMENTS = {
  kind: "string",
  max: RAM_LIMITS.commentsCharacters,
  faults: { length: "InvalidParameter.Comments.Length" },
  doc: { en: "Comments.", zh: "备注。" },
} as const satisfies Member;

export const MOBILE_PHONE = {
  kind: "string",
  max: RAM_LIMITS.contactCharacters,
  pattern: "[0-9+() -]+",
  faults: { value: "InvalidParameter.MobilePhone.Format" },
  doc: { en: "Mobile phone, as `86-18600008888`.", zh: "手机号，例如 `86-18600008888`。" },
} as const satisfies Member;

export const EMAIL = {
  kind: "string",
  max: RAM_LIMITS.contactCharacters,
  pattern: "[^@\\s]+@[^@\\s]+",
  faults: { value: "InvalidParameter.Email.Format" },
  doc: { en: "Address of electronic mail.", zh: "电子邮箱。" },
} as const satisfies Member;

export const DESCRIPTION = {
  kind: "string",
  max: RAM_LIMITS.descriptionCharacters,
  faults: { length: "InvalidParameter.Description.Length" },
  doc: { en: "Description.", zh: "描述。" },
} as const satisfies Member;

export const MARKER = {
  kind: "string",
  max: 1_024,
  doc: { en: "Where the page begins: `Marker` of the one before.", zh: "分页标记，取自上一页。" },
} as const satisfies Member;

export const MAX_ITEMS = {
  kind: "integer",
  min: 1,
  max: RAM_LIMITS.itemsPerPageMaximum,
  default: RAM_LIMITS.itemsPerPage,
  doc: { en: "Items in a page.", zh: "每页条数。" },
} as const satisfies Member;

/** Accepted and without effect: there are no resource groups here. */
export const RESOURCE_GROUP_ID = {
  kind: "string",
  max: RAM_LIMITS.nameCharacters,
  doc: { en: "Without effect: there are no resource groups.", zh: "无作用：没有资源组。" },
} as const satisfies Member;

export const NEW_TAGS = {
  kind: "list",
  wire: "indexed",
  max: RAM_LIMITS.tagsPerResource,
  of: {
    kind: "object",
    members: {
      Key: { kind: "string", min: 1, max: RAM_LIMITS.commentsCharacters },
      Value: { kind: "string", max: RAM_LIMITS.commentsCharacters, optional: true },
    },
  },
  doc: { en: "Tags: `Tag.1.Key`, `Tag.1.Value`.", zh: "标签：`Tag.1.Key`、`Tag.1.Value`。" },
} as const satisfies Member;

/** Any text of an answer. */
export const SHORT_TEXT = { kind: "string", max: 1_024 } as const satisfies Member;
export const DOCUMENT_TEXT = {
  kind: "string",
  max: RAM_LIMITS.documentDecodedBytes,
} as const satisfies Member;

/** `{"Users": {"User": […]}}` has an inner list of this kind. */
export const PAGE_END = {
  IsTruncated: { kind: "boolean" },
  Marker: { kind: "string", max: 1_024, optional: true },
} as const satisfies Readonly<Record<string, Member>>;

export const USER_FIELDS = {
  UserId: SHORT_TEXT,
  UserName: SHORT_TEXT,
  DisplayName: SHORT_TEXT,
  MobilePhone: SHORT_TEXT,
  Email: SHORT_TEXT,
  Comments: SHORT_TEXT,
  CreateDate: SHORT_TEXT,
} as const satisfies Readonly<Record<string, Member>>;

export const GROUP_FIELDS = {
  GroupId: SHORT_TEXT,
  GroupName: SHORT_TEXT,
  Comments: SHORT_TEXT,
} as const satisfies Readonly<Record<string, Member>>;

export const ROLE_HEAD = {
  RoleId: SHORT_TEXT,
  RoleName: SHORT_TEXT,
  Arn: SHORT_TEXT,
  Description: SHORT_TEXT,
  MaxSessionDuration: { kind: "integer", min: 0, max: RAM_LIMITS.maxSessionSecondsMaximum },
  CreateDate: SHORT_TEXT,
} as const satisfies Readonly<Record<string, Member>>;

export const POLICY_HEAD = {
  PolicyName: SHORT_TEXT,
  PolicyType: SHORT_TEXT,
  Description: SHORT_TEXT,
  DefaultVersion: SHORT_TEXT,
} as const satisfies Readonly<Record<string, Member>>;

export const POLICY_VERSION = {
  kind: "object",
  members: {
    VersionId: SHORT_TEXT,
    IsDefaultVersion: { kind: "boolean" },
    PolicyDocument: DOCUMENT_TEXT,
    CreateDate: SHORT_TEXT,
  },
} as const satisfies Member;

export const TAGS_OF_ONE = {
  kind: "object",
  optional: true,
  members: {
    Tag: {
      kind: "list",
      max: RAM_LIMITS.tagsPerResource,
      of: { kind: "object", members: { TagKey: SHORT_TEXT, TagValue: SHORT_TEXT } },
    },
  },
} as const satisfies Member;
