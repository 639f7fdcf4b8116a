// Custom policies and their versions; system policies are read only.
import type { Operation } from "../../operation.ts";
import {
  DESCRIPTION,
  DOCUMENT_TEXT,
  MARKER,
  MAX_ITEMS,
  NEW_TAGS,
  PAGE_END,
  POLICY_DOCUMENT,
  POLICY_HEAD,
  POLICY_NAME,
  POLICY_TYPE,
  POLICY_VERSION,
  SHORT_TEXT,
  TAGS_OF_ONE,
  VERSION_ID,
} from "../../ram-members.ts";
import { optional } from "../../shape.ts";

const ONE_POLICY = [{ kind: "ram-policy", from: "PolicyName" }] as const;
const ALL_POLICIES = [{ kind: "ram-policy", from: "*" }] as const;
const NEW_POLICY = [{ kind: "ram-policy", from: "*", makes: "PolicyName" }] as const;
const COUNT = { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const DATES = { CreateDate: SHORT_TEXT, UpdateDate: SHORT_TEXT } as const;

export const policies = {
  CreatePolicy: {
    summary: { en: "Creates a custom policy.", zh: "创建自定义策略。" },
    area: "policies",
    action: "ram:CreatePolicy",
    resources: NEW_POLICY,
    effect: "write",
    retry: "unsafe",
    support: { level: "full" },
    request: {
      PolicyName: POLICY_NAME,
      PolicyDocument: POLICY_DOCUMENT,
      Description: optional(DESCRIPTION),
      Tag: optional(NEW_TAGS),
    },
    response: {
      Policy: { kind: "object", members: { ...POLICY_HEAD, CreateDate: SHORT_TEXT } },
    },
    errors: ["MalformedPolicyDocument", "EntityAlreadyExists.Policy", "LimitExceeded.Policy"],
  },
  GetPolicy: {
    summary: { en: "Describes a policy and its default version.", zh: "查询策略及其默认版本。" },
    area: "policies",
    action: "ram:GetPolicy",
    resources: ONE_POLICY,
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: { PolicyType: POLICY_TYPE, PolicyName: POLICY_NAME },
    response: {
      Policy: {
        kind: "object",
        members: {
          ...POLICY_HEAD,
          ...DATES,
          AttachmentCount: COUNT,
          PolicyDocument: optional(DOCUMENT_TEXT),
        },
      },
      DefaultPolicyVersion: POLICY_VERSION,
    },
    errors: ["EntityNotExist.Policy"],
  },
  UpdatePolicyDescription: {
    summary: { en: "Changes the description of a custom policy.", zh: "修改自定义策略的描述。" },
    area: "policies",
    action: "ram:UpdatePolicyDescription",
    resources: ONE_POLICY,
    effect: "write",
    retry: "safe",
    support: { level: "full" },
    request: {
      PolicyName: POLICY_NAME,
      NewDescription: {
        ...DESCRIPTION,
        faults: { length: "InvalidParameter.NewDescription.Length" },
      },
    },
    response: { Policy: { kind: "object", members: { ...POLICY_HEAD, ...DATES } } },
    errors: ["EntityNotExist.Policy"],
  },
  DeletePolicy: {
    summary: {
      en: "Deletes a custom policy that is attached to nobody.",
      zh: "删除未被授权使用的自定义策略。",
    },
    area: "policies",
    action: "ram:DeletePolicy",
    resources: ONE_POLICY,
    effect: "destroy",
    takesAway: true,
    retry: "unsafe",
    support: { level: "full" },
    request: {
      PolicyName: POLICY_NAME,
      CascadingDelete: {
        kind: "boolean",
        default: false,
        optional: true,
        doc: {
          en: "Whether versions beside the default one go too; attachments never do.",
          zh: "是否同时删除非默认版本；授权关系不会被删除。",
        },
      },
    },
    response: {},
    errors: [
      "EntityNotExist.Policy",
      "DeleteConflict.Policy.User",
      "DeleteConflict.Policy.Group",
      "DeleteConflict.Policy.Role",
      "DeleteConflict.Policy.Version",
    ],
  },
  ListPolicies: {
    summary: { en: "Lists policies, system and custom ones.", zh: "查询策略列表。" },
    area: "policies",
    action: "ram:ListPolicies",
    resources: ALL_POLICIES,
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {
      PolicyType: optional(POLICY_TYPE),
      Marker: optional(MARKER),
      MaxItems: optional(MAX_ITEMS),
      Tag: optional({
        ...NEW_TAGS,
        doc: { en: "Only policies with all of these tags.", zh: "仅返回具有全部这些标签的策略。" },
      }),
    },
    response: {
      Policies: {
        kind: "object",
        members: {
          Policy: {
            kind: "list",
            max: 1_000,
            of: {
              kind: "object",
              members: { ...POLICY_HEAD, ...DATES, AttachmentCount: COUNT, Tags: TAGS_OF_ONE },
            },
          },
        },
      },
      ...PAGE_END,
    },
    errors: [],
  },
  CreatePolicyVersion: {
    summary: { en: "Adds a version to a custom policy.", zh: "为自定义策略添加版本。" },
    area: "policies",
    action: "ram:CreatePolicyVersion",
    resources: ONE_POLICY,
    effect: "write",
    retry: "unsafe",
    support: { level: "full" },
    request: {
      PolicyName: POLICY_NAME,
      PolicyDocument: POLICY_DOCUMENT,
      SetAsDefault: {
        kind: "boolean",
        default: false,
        optional: true,
        doc: { en: "Whether it is in force at once.", zh: "是否设为默认版本，立即生效。" },
      },
      RotateStrategy: {
        kind: "choice",
        of: ["None", "DeleteOldestNonDefaultVersionWhenLimitExceeded"],
        default: "None",
        optional: true,
        doc: {
          en: "What happens at the limit of versions: nothing, or the oldest that is not the default goes.",
          zh: "版本数达到上限时：不处理，或删除最早的非默认版本。",
        },
      },
    },
    response: { PolicyVersion: POLICY_VERSION },
    errors: ["EntityNotExist.Policy", "MalformedPolicyDocument", "LimitExceeded.Policy.Version"],
  },
  GetPolicyVersion: {
    summary: { en: "Reads a version of a policy.", zh: "查询策略版本。" },
    area: "policies",
    action: "ram:GetPolicyVersion",
    resources: ONE_POLICY,
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: { PolicyType: POLICY_TYPE, PolicyName: POLICY_NAME, VersionId: VERSION_ID },
    response: { PolicyVersion: POLICY_VERSION },
    errors: ["EntityNotExist.Policy", "EntityNotExist.Policy.Version"],
  },
  ListPolicyVersions: {
    summary: { en: "Lists the versions of a policy.", zh: "查询策略版本列表。" },
    area: "policies",
    action: "ram:ListPolicyVersions",
    resources: ONE_POLICY,
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: { PolicyType: POLICY_TYPE, PolicyName: POLICY_NAME },
    response: {
      PolicyVersions: {
        kind: "object",
        members: { PolicyVersion: { kind: "list", max: 1_000, of: POLICY_VERSION } },
      },
    },
    errors: ["EntityNotExist.Policy"],
  },
  SetDefaultPolicyVersion: {
    summary: {
      en: "Puts a version in force, from the next request on.",
      zh: "设置策略默认版本，立即生效。",
    },
    area: "policies",
    action: "ram:SetDefaultPolicyVersion",
    resources: ONE_POLICY,
    effect: "write",
    retry: "safe",
    support: { level: "full" },
    request: { PolicyName: POLICY_NAME, VersionId: VERSION_ID },
    response: {},
    errors: ["EntityNotExist.Policy", "EntityNotExist.Policy.Version"],
  },
  DeletePolicyVersion: {
    summary: {
      en: "Deletes a version that is not the default one.",
      zh: "删除非默认的策略版本。",
    },
    area: "policies",
    action: "ram:DeletePolicyVersion",
    resources: ONE_POLICY,
    effect: "destroy",
    retry: "unsafe",
    support: { level: "full" },
    request: { PolicyName: POLICY_NAME, VersionId: VERSION_ID },
    response: {},
    errors: [
      "EntityNotExist.Policy",
      "EntityNotExist.Policy.Version",
      "DeleteConflict.Policy.Version.Default",
    ],
  },
} as const satisfies Record<string, Operation>;
