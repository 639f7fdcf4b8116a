// Which policies are in force for whom.
import type { Operation } from "../../operation.ts";
import {
  GROUP_NAME,
  POLICY_HEAD,
  POLICY_NAME,
  POLICY_TYPE,
  RESOURCE_GROUP_ID,
  ROLE_NAME,
  SHORT_TEXT,
  USER_NAME,
} from "../../ram-members.ts";
import { optional } from "../../shape.ts";

const POLICY = { kind: "ram-policy", from: "PolicyName" } as const;

const ATTACHED = {
  PolicyType: POLICY_TYPE,
  PolicyName: POLICY_NAME,
  ResourceGroupId: optional(RESOURCE_GROUP_ID),
} as const;

const ATTACHED_POLICIES = {
  kind: "object",
  members: {
    Policy: {
      kind: "list",
      max: 1_000,
      of: { kind: "object", members: { ...POLICY_HEAD, AttachDate: SHORT_TEXT } },
    },
  },
} as const;

export const attachments = {
  AttachPolicyToUser: {
    summary: {
      en: "Attaches a policy to a user, in force from the next request on.",
      zh: "为用户授权，立即生效。",
    },
    area: "policies",
    action: "ram:AttachPolicyToUser",
    resources: [{ kind: "user", from: "UserName" }, POLICY],
    effect: "write",
    retry: "unsafe",
    support: { level: "full" },
    request: { ...ATTACHED, UserName: USER_NAME },
    response: {},
    errors: [
      "EntityNotExist.User",
      "EntityNotExist.Policy",
      "EntityAlreadyExists.User.Policy",
      "LimitExceeded.User.Policy",
    ],
  },
  DetachPolicyFromUser: {
    summary: {
      en: "Takes a policy from a user: the next request is decided without it.",
      zh: "移除用户的授权，立即生效。",
    },
    area: "policies",
    action: "ram:DetachPolicyFromUser",
    resources: [{ kind: "user", from: "UserName" }, POLICY],
    effect: "write",
    takesAway: true,
    retry: "unsafe",
    support: { level: "full" },
    request: { ...ATTACHED, UserName: USER_NAME },
    response: {},
    errors: ["EntityNotExist.User", "EntityNotExist.Policy", "EntityNotExist.User.Policy"],
  },
  ListPoliciesForUser: {
    summary: {
      en: "Lists the policies attached to a user itself, not those of its groups.",
      zh: "查询用户的策略。",
    },
    area: "policies",
    action: "ram:ListPoliciesForUser",
    resources: [{ kind: "user", from: "UserName" }],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: { UserName: USER_NAME },
    response: { Policies: ATTACHED_POLICIES },
    errors: ["EntityNotExist.User"],
  },
  AttachPolicyToGroup: {
    summary: {
      en: "Attaches a policy to a group, in force from the next request on.",
      zh: "为用户组授权，立即生效。",
    },
    area: "policies",
    action: "ram:AttachPolicyToGroup",
    resources: [{ kind: "group", from: "GroupName" }, POLICY],
    effect: "write",
    retry: "unsafe",
    support: { level: "full" },
    request: { ...ATTACHED, GroupName: GROUP_NAME },
    response: {},
    errors: [
      "EntityNotExist.Group",
      "EntityNotExist.Policy",
      "EntityAlreadyExists.Group.Policy",
      "LimitExceeded.Group.Policy",
    ],
  },
  DetachPolicyFromGroup: {
    summary: {
      en: "Takes a policy from a group: the next request is decided without it.",
      zh: "移除用户组的授权，立即生效。",
    },
    area: "policies",
    action: "ram:DetachPolicyFromGroup",
    resources: [{ kind: "group", from: "GroupName" }, POLICY],
    effect: "write",
    takesAway: true,
    retry: "unsafe",
    support: { level: "full" },
    request: { ...ATTACHED, GroupName: GROUP_NAME },
    response: {},
    errors: ["EntityNotExist.Group", "EntityNotExist.Policy", "EntityNotExist.Group.Policy"],
  },
  ListPoliciesForGroup: {
    summary: { en: "Lists the policies attached to a group.", zh: "查询用户组的策略。" },
    area: "policies",
    action: "ram:ListPoliciesForGroup",
    resources: [{ kind: "group", from: "GroupName" }],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: { GroupName: GROUP_NAME },
    response: { Policies: ATTACHED_POLICIES },
    errors: ["EntityNotExist.Group"],
  },
  AttachPolicyToRole: {
    summary: {
      en: "Attaches a policy to a role, in force from the next request on.",
      zh: "为角色授权，立即生效。",
    },
    area: "policies",
    action: "ram:AttachPolicyToRole",
    resources: [{ kind: "role", from: "RoleName" }, POLICY],
    effect: "write",
    retry: "unsafe",
    support: { level: "full" },
    request: { ...ATTACHED, RoleName: ROLE_NAME },
    response: {},
    errors: [
      "EntityNotExist.Role",
      "EntityNotExist.Policy",
      "EntityAlreadyExists.Role.Policy",
      "LimitExceeded.Role.Policy",
    ],
  },
  DetachPolicyFromRole: {
    summary: {
      en: "Takes a policy from a role: the next request is decided without it.",
      zh: "移除角色的授权，立即生效。",
    },
    area: "policies",
    action: "ram:DetachPolicyFromRole",
    resources: [{ kind: "role", from: "RoleName" }, POLICY],
    effect: "write",
    takesAway: true,
    retry: "unsafe",
    support: { level: "full" },
    request: { ...ATTACHED, RoleName: ROLE_NAME },
    response: {},
    errors: ["EntityNotExist.Role", "EntityNotExist.Policy", "EntityNotExist.Role.Policy"],
  },
  ListPoliciesForRole: {
    summary: { en: "Lists the policies attached to a role.", zh: "查询角色的策略。" },
    area: "policies",
    action: "ram:ListPoliciesForRole",
    resources: [{ kind: "role", from: "RoleName" }],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: { RoleName: ROLE_NAME },
    response: { Policies: ATTACHED_POLICIES },
    errors: ["EntityNotExist.Role"],
  },
  ListEntitiesForPolicy: {
    summary: { en: "Lists whom a policy is attached to.", zh: "查询策略的授权对象。" },
    area: "policies",
    action: "ram:ListEntitiesForPolicy",
    resources: [POLICY],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: { PolicyType: POLICY_TYPE, PolicyName: POLICY_NAME },
    response: {
      Users: {
        kind: "object",
        members: {
          User: {
            kind: "list",
            max: 1_000,
            of: {
              kind: "object",
              members: {
                ...{ UserId: SHORT_TEXT, UserName: SHORT_TEXT, DisplayName: SHORT_TEXT },
                AttachDate: SHORT_TEXT,
              },
            },
          },
        },
      },
      Groups: {
        kind: "object",
        members: {
          Group: {
            kind: "list",
            max: 1_000,
            of: {
              kind: "object",
              members: { GroupName: SHORT_TEXT, Comments: SHORT_TEXT, AttachDate: SHORT_TEXT },
            },
          },
        },
      },
      Roles: {
        kind: "object",
        members: {
          Role: {
            kind: "list",
            max: 1_000,
            of: {
              kind: "object",
              members: {
                ...{ RoleId: SHORT_TEXT, RoleName: SHORT_TEXT, Arn: SHORT_TEXT },
                ...{ Description: SHORT_TEXT, AttachDate: SHORT_TEXT },
              },
            },
          },
        },
      },
    },
    errors: ["EntityNotExist.Policy"],
  },
} as const satisfies Record<string, Operation>;
