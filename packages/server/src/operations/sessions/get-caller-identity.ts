// GetCallerIdentity: whom authentication found; never denied.
import type { StsHandler } from "../handler.ts";

export const getCallerIdentity: StsHandler<"GetCallerIdentity"> = async (_request, { caller }) => {
  const { accountId: AccountId } = caller;
  switch (caller.kind) {
    case "user":
      return {
        ...{
          IdentityType: "RAMUser",
          AccountId,
          PrincipalId: caller.userId,
          UserId: caller.userId,
        },
        Arn: `acs:ram::${AccountId}:user/${caller.userName}`,
      };
    case "role":
      return {
        ...{ IdentityType: "AssumedRoleUser", AccountId, RoleId: caller.roleId },
        PrincipalId: `${caller.roleId}:${caller.sessionName}`,
        Arn: `acs:ram::${AccountId}:assumed-role/${caller.roleName}/${caller.sessionName}`,
      };
    default:
      return {
        ...{ IdentityType: "Account", AccountId, PrincipalId: AccountId, UserId: AccountId },
        Arn: `acs:ram::${AccountId}:root`,
      };
  }
};
