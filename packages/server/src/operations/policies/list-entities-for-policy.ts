// ListEntitiesForPolicy: whom the policy is in force for.
import { roleArn } from "../../domain/identity/identity-views.ts";
import { wireTime } from "../../domain/times.ts";
import { attachmentsOf, policyLinkEnd } from "../../resources/identity/attached-policy.ts";
import type { RamHandler } from "../handler.ts";

interface UserView {
  UserId: string;
  UserName: string;
  DisplayName: string;
  AttachDate: string;
}

interface GroupView {
  GroupName: string;
  Comments: string;
  AttachDate: string;
}

interface RoleView {
  RoleId: string;
  RoleName: string;
  Arn: string;
  Description: string;
  AttachDate: string;
}

export const listEntitiesForPolicy: RamHandler<"ListEntitiesForPolicy"> = async (
  request,
  context,
) => {
  const { store } = context;
  const to = await policyLinkEnd(request, context);
  const [users, groups, roles]: [UserView[], GroupView[], RoleView[]] = [[], [], []];
  for (const { from, createdAt } of await attachmentsOf(to, context)) {
    const AttachDate = wireTime(createdAt);
    const user = await store.identityById("user", from);
    const group = user === undefined ? await store.identityById("group", from) : undefined;
    const role = await store.identityById("role", from);
    if (user !== undefined) {
      const { id: UserId, name: UserName, displayName: DisplayName } = user;
      users.push({ UserId, UserName, DisplayName, AttachDate });
    } else if (group !== undefined) {
      groups.push({ GroupName: group.name, Comments: group.comments, AttachDate });
    } else if (role !== undefined) {
      const { id: RoleId, name: RoleName, description: Description } = role;
      roles.push({ RoleId, RoleName, Arn: roleArn(role), Description, AttachDate });
    }
  }
  return { Users: { User: users }, Groups: { Group: groups }, Roles: { Role: roles } };
};
