// Identities as RAM answers them.
import type {
  AccessKeyRecord,
  AccountRecord,
  GroupRecord,
  PolicyRecord,
  PolicyVersion,
  RoleRecord,
  UserRecord,
} from "@coffer/store";
import { wireTime } from "../times.ts";

export function accountView(account: AccountRecord) {
  return {
    AccountId: account.id,
    AccountName: account.name,
    Description: account.description,
    CreateDate: wireTime(account.createdAt),
  };
}

export function userView(user: UserRecord) {
  return {
    UserId: user.id,
    UserName: user.name,
    DisplayName: user.displayName,
    MobilePhone: user.mobilePhone,
    Email: user.email,
    Comments: user.comments,
    CreateDate: wireTime(user.createdAt),
  };
}

export function loginProfileView(
  { name }: Pick<UserRecord, "name">,
  login: NonNullable<UserRecord["login"]>,
) {
  return {
    UserName: name,
    PasswordResetRequired: login.passwordResetRequired,
    MFABindRequired: login.mfaBindRequired,
    CreateDate: wireTime(login.createdAt),
  };
}

export function groupView(group: GroupRecord) {
  return { GroupId: group.id, GroupName: group.name, Comments: group.comments };
}

export function datedGroupView(group: GroupRecord) {
  return {
    ...groupView(group),
    CreateDate: wireTime(group.createdAt),
    UpdateDate: wireTime(group.updatedAt),
  };
}

export function roleArn({ accountId, name }: Pick<RoleRecord, "accountId" | "name">): string {
  return `acs:ram::${accountId}:role/${name}`;
}

export function roleView(role: RoleRecord) {
  return {
    RoleId: role.id,
    RoleName: role.name,
    Arn: roleArn(role),
    Description: role.description,
    MaxSessionDuration: role.maxSessionSeconds,
    CreateDate: wireTime(role.createdAt),
  };
}

export function describedRoleView(role: RoleRecord) {
  return {
    ...roleView(role),
    AssumeRolePolicyDocument: role.trustPolicy,
    UpdateDate: wireTime(role.updatedAt),
  };
}

export function policyView(policy: PolicyRecord) {
  return {
    PolicyName: policy.name,
    PolicyType: "Custom",
    Description: policy.description,
    DefaultVersion: policy.defaultVersion,
  };
}

export function datedPolicyView(policy: PolicyRecord) {
  return {
    ...policyView(policy),
    CreateDate: wireTime(policy.createdAt),
    UpdateDate: wireTime(policy.updatedAt),
  };
}

export function policyVersionView(version: PolicyVersion, defaultVersion: string) {
  return {
    VersionId: version.versionId,
    IsDefaultVersion: version.versionId === defaultVersion,
    PolicyDocument: version.document,
    CreateDate: wireTime(version.createdAt),
  };
}

export function accessKeyView({ id, status, createdAt }: AccessKeyRecord) {
  return { AccessKeyId: id, Status: status, CreateDate: wireTime(createdAt) };
}
