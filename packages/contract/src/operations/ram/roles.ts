// Roles: identities that are lent.
import { RAM_LIMITS } from "../../limits.ts";
import type { Operation } from "../../operation.ts";
import {
  DESCRIPTION,
  DOCUMENT_TEXT,
  MARKER,
  MAX_ITEMS,
  NEW_TAGS,
  PAGE_END,
  POLICY_DOCUMENT,
  ROLE_HEAD,
  ROLE_NAME,
  SHORT_TEXT,
  TAGS_OF_ONE,
} from "../../ram-members.ts";
import { optional } from "../../shape.ts";

const ONE_ROLE = [{ kind: "role", from: "RoleName" }] as const;
const ALL_ROLES = [{ kind: "role", from: "*" }] as const;
const NEW_ROLE = [{ kind: "role", from: "*", makes: "RoleName" }] as const;

const TRUST_POLICY = {
  ...POLICY_DOCUMENT,
  faults: { length: "InvalidParameter.AssumeRolePolicyDocument.Length" },
  doc: {
    en: "The trust policy as JSON text: who may assume the role.",
    zh: "信任策略，JSON 文本：谁可以扮演该角色。",
  },
} as const;

const MAX_SESSION_DURATION = {
  kind: "integer",
  min: RAM_LIMITS.maxSessionSecondsMinimum,
  max: RAM_LIMITS.maxSessionSecondsMaximum,
  doc: { en: "Longest session in seconds.", zh: "会话最长时间，单位秒。" },
} as const;

const WITH_DOCUMENT = { ...ROLE_HEAD, AssumeRolePolicyDocument: DOCUMENT_TEXT } as const;
const CHANGED_ROLE = {
  kind: "object",
  members: { ...WITH_DOCUMENT, UpdateDate: SHORT_TEXT },
} as const;

export const roles = {
  CreateRole: {
    summary: { en: "Creates a role.", zh: "创建角色。" },
    area: "roles",
    action: "ram:CreateRole",
    resources: NEW_ROLE,
    effect: "write",
    retry: "unsafe",
    support: { level: "full" },
    request: {
      RoleName: ROLE_NAME,
      AssumeRolePolicyDocument: TRUST_POLICY,
      Description: optional(DESCRIPTION),
      MaxSessionDuration: optional(MAX_SESSION_DURATION),
      Tag: optional(NEW_TAGS),
    },
    response: { Role: { kind: "object", members: WITH_DOCUMENT } },
    errors: ["MalformedPolicyDocument", "EntityAlreadyExists.Role", "LimitExceeded.Role"],
  },
  GetRole: {
    summary: { en: "Describes a role and its trust policy.", zh: "查询角色。" },
    area: "roles",
    action: "ram:GetRole",
    resources: ONE_ROLE,
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: { RoleName: ROLE_NAME },
    response: { Role: CHANGED_ROLE },
    errors: ["EntityNotExist.Role"],
  },
  UpdateRole: {
    summary: {
      en: "Changes a role's trust policy, description and longest session.",
      zh: "修改角色。",
    },
    area: "roles",
    action: "ram:UpdateRole",
    resources: ONE_ROLE,
    effect: "write",
    retry: "safe",
    support: { level: "full" },
    request: {
      RoleName: ROLE_NAME,
      NewAssumeRolePolicyDocument: optional({
        ...TRUST_POLICY,
        faults: { length: "InvalidParameter.NewAssumeRolePolicyDocument.Length" },
      }),
      NewDescription: optional({
        ...DESCRIPTION,
        faults: { length: "InvalidParameter.NewDescription.Length" },
      }),
      NewMaxSessionDuration: optional(MAX_SESSION_DURATION),
    },
    response: { Role: CHANGED_ROLE },
    errors: ["EntityNotExist.Role", "MalformedPolicyDocument"],
  },
  DeleteRole: {
    summary: {
      en: "Deletes a role without policies; its sessions end at once.",
      zh: "删除没有策略的角色，其会话立即失效。",
    },
    area: "roles",
    action: "ram:DeleteRole",
    resources: ONE_ROLE,
    effect: "destroy",
    takesAway: true,
    retry: "unsafe",
    support: { level: "full" },
    request: { RoleName: ROLE_NAME },
    response: {},
    errors: ["EntityNotExist.Role", "DeleteConflict.Role.Policy"],
  },
  ListRoles: {
    summary: { en: "Lists roles.", zh: "查询角色列表。" },
    area: "roles",
    action: "ram:ListRoles",
    resources: ALL_ROLES,
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {
      Marker: optional(MARKER),
      MaxItems: optional(MAX_ITEMS),
      Tag: optional({
        ...NEW_TAGS,
        doc: { en: "Only roles with all of these tags.", zh: "仅返回具有全部这些标签的角色。" },
      }),
    },
    response: {
      Roles: {
        kind: "object",
        members: {
          Role: {
            kind: "list",
            max: 1_000,
            of: {
              kind: "object",
              members: { ...ROLE_HEAD, UpdateDate: SHORT_TEXT, Tags: TAGS_OF_ONE },
            },
          },
        },
      },
      ...PAGE_END,
    },
    errors: [],
  },
} as const satisfies Record<string, Operation>;
