// Groups of users.
import { RAM_LIMITS } from "../../limits.ts";
import type { Operation } from "../../operation.ts";
import {
  COMMENTS,
  GROUP_FIELDS,
  GROUP_NAME,
  MARKER,
  MAX_ITEMS,
  PAGE_END,
  SHORT_TEXT,
  USER_NAME,
} from "../../ram-members.ts";
import { optional } from "../../shape.ts";

const ONE_GROUP = [{ kind: "group", from: "GroupName" }] as const;
const ALL_GROUPS = [{ kind: "group", from: "*" }] as const;
const NEW_GROUP = [{ kind: "group", from: "*", makes: "GroupName" }] as const;
const MEMBERSHIP = [
  { kind: "user", from: "UserName" },
  { kind: "group", from: "GroupName" },
] as const;
const DATES = { CreateDate: SHORT_TEXT, UpdateDate: SHORT_TEXT } as const;

export const groups = {
  CreateGroup: {
    summary: { en: "Creates a group of users.", zh: "创建用户组。" },
    area: "groups",
    action: "ram:CreateGroup",
    resources: NEW_GROUP,
    effect: "write",
    retry: "unsafe",
    support: { level: "full" },
    request: { GroupName: GROUP_NAME, Comments: optional(COMMENTS) },
    response: {
      Group: { kind: "object", members: { ...GROUP_FIELDS, CreateDate: SHORT_TEXT } },
    },
    errors: ["EntityAlreadyExists.Group", "LimitExceeded.Group"],
  },
  GetGroup: {
    summary: { en: "Describes a group.", zh: "查询用户组。" },
    area: "groups",
    action: "ram:GetGroup",
    resources: ONE_GROUP,
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: { GroupName: GROUP_NAME },
    response: { Group: { kind: "object", members: { ...GROUP_FIELDS, ...DATES } } },
    errors: ["EntityNotExist.Group"],
  },
  UpdateGroup: {
    summary: { en: "Changes a group's name and comments.", zh: "修改用户组。" },
    area: "groups",
    action: "ram:UpdateGroup",
    resources: ONE_GROUP,
    effect: "write",
    retry: "unsafe",
    support: { level: "full" },
    request: {
      GroupName: GROUP_NAME,
      NewGroupName: optional({
        ...GROUP_NAME,
        faults: {
          length: "InvalidParameter.NewGroupName.Length",
          pattern: "InvalidParameter.NewGroupName.InvalidChars",
        },
      }),
      NewComments: optional({
        ...COMMENTS,
        faults: { length: "InvalidParameter.NewComments.Length" },
      }),
    },
    response: { Group: { kind: "object", members: { ...GROUP_FIELDS, ...DATES } } },
    errors: ["EntityNotExist.Group", "EntityAlreadyExists.Group"],
  },
  DeleteGroup: {
    summary: {
      en: "Deletes a group that has neither users nor policies.",
      zh: "删除用户组，须先移除其用户和策略。",
    },
    area: "groups",
    action: "ram:DeleteGroup",
    resources: ONE_GROUP,
    effect: "destroy",
    retry: "unsafe",
    support: { level: "full" },
    request: { GroupName: GROUP_NAME },
    response: {},
    errors: ["EntityNotExist.Group", "DeleteConflict.Group.User", "DeleteConflict.Group.Policy"],
  },
  ListGroups: {
    summary: { en: "Lists groups.", zh: "查询用户组列表。" },
    area: "groups",
    action: "ram:ListGroups",
    resources: ALL_GROUPS,
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {
      Marker: optional(MARKER),
      MaxItems: optional({ ...MAX_ITEMS, max: RAM_LIMITS.groupsPerPageMaximum }),
    },
    response: {
      Groups: {
        kind: "object",
        members: {
          Group: {
            kind: "list",
            max: RAM_LIMITS.groupsPerPageMaximum,
            of: { kind: "object", members: { ...GROUP_FIELDS, ...DATES } },
          },
        },
      },
      ...PAGE_END,
    },
    errors: [],
  },
  AddUserToGroup: {
    summary: { en: "Puts a user into a group.", zh: "将用户加入用户组。" },
    area: "groups",
    action: "ram:AddUserToGroup",
    resources: MEMBERSHIP,
    effect: "write",
    retry: "unsafe",
    support: { level: "full" },
    request: { UserName: USER_NAME, GroupName: GROUP_NAME },
    response: {},
    errors: [
      "EntityNotExist.User",
      "EntityNotExist.Group",
      "EntityAlreadyExists.User.Group",
      "LimitExceeded.User.Group",
    ],
  },
  RemoveUserFromGroup: {
    summary: { en: "Takes a user out of a group.", zh: "将用户移出用户组。" },
    area: "groups",
    action: "ram:RemoveUserFromGroup",
    resources: MEMBERSHIP,
    effect: "write",
    takesAway: true,
    retry: "unsafe",
    support: { level: "full" },
    request: { UserName: USER_NAME, GroupName: GROUP_NAME },
    response: {},
    errors: ["EntityNotExist.User", "EntityNotExist.Group", "EntityNotExist.User.Group"],
  },
  ListUsersForGroup: {
    summary: { en: "Lists the users of a group.", zh: "查询用户组内的用户。" },
    area: "groups",
    action: "ram:ListUsersForGroup",
    resources: ONE_GROUP,
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {
      GroupName: GROUP_NAME,
      Marker: optional(MARKER),
      MaxItems: optional(MAX_ITEMS),
    },
    response: {
      Users: {
        kind: "object",
        members: {
          User: {
            kind: "list",
            max: 1_000,
            of: {
              kind: "object",
              members: { UserName: SHORT_TEXT, DisplayName: SHORT_TEXT, JoinDate: SHORT_TEXT },
            },
          },
        },
      },
      ...PAGE_END,
    },
    errors: ["EntityNotExist.Group"],
  },
  ListGroupsForUser: {
    summary: { en: "Lists the groups that a user is in.", zh: "查询用户所在的用户组。" },
    area: "groups",
    action: "ram:ListGroupsForUser",
    resources: [{ kind: "user", from: "UserName" }],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: { UserName: USER_NAME },
    response: {
      Groups: {
        kind: "object",
        members: {
          Group: {
            kind: "list",
            max: 1_000,
            of: { kind: "object", members: { ...GROUP_FIELDS, JoinDate: SHORT_TEXT } },
          },
        },
      },
    },
    errors: ["EntityNotExist.User"],
  },
} as const satisfies Record<string, Operation>;
