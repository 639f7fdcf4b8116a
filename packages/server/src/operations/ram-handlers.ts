// The handlers of RAM.
import type { RAM_OPERATIONS } from "@coffer/contract";
import { createAccessKey } from "./access-keys/create-access-key.ts";
import { deleteAccessKey } from "./access-keys/delete-access-key.ts";
import { getAccessKeyLastUsed } from "./access-keys/get-access-key-last-used.ts";
import { listAccessKeys } from "./access-keys/list-access-keys.ts";
import { updateAccessKey } from "./access-keys/update-access-key.ts";
import { clearAccountAlias } from "./account-settings/clear-account-alias.ts";
import { getAccountAlias } from "./account-settings/get-account-alias.ts";
import { getPasswordPolicy } from "./account-settings/get-password-policy.ts";
import { getSecurityPreference } from "./account-settings/get-security-preference.ts";
import { setAccountAlias } from "./account-settings/set-account-alias.ts";
import { setPasswordPolicy } from "./account-settings/set-password-policy.ts";
import { setSecurityPreference } from "./account-settings/set-security-preference.ts";
import { addUserToGroup } from "./groups/add-user-to-group.ts";
import { createGroup } from "./groups/create-group.ts";
import { deleteGroup } from "./groups/delete-group.ts";
import { getGroup } from "./groups/get-group.ts";
import { listGroups } from "./groups/list-groups.ts";
import { listGroupsForUser } from "./groups/list-groups-for-user.ts";
import { listUsersForGroup } from "./groups/list-users-for-group.ts";
import { removeUserFromGroup } from "./groups/remove-user-from-group.ts";
import { updateGroup } from "./groups/update-group.ts";
import type { Handlers } from "./handler.ts";
import { attachPolicyToGroup } from "./policies/attach-policy-to-group.ts";
import { attachPolicyToRole } from "./policies/attach-policy-to-role.ts";
import { attachPolicyToUser } from "./policies/attach-policy-to-user.ts";
import { createPolicy } from "./policies/create-policy.ts";
import { createPolicyVersion } from "./policies/create-policy-version.ts";
import { deletePolicy } from "./policies/delete-policy.ts";
import { deletePolicyVersion } from "./policies/delete-policy-version.ts";
import { detachPolicyFromGroup } from "./policies/detach-policy-from-group.ts";
import { detachPolicyFromRole } from "./policies/detach-policy-from-role.ts";
import { detachPolicyFromUser } from "./policies/detach-policy-from-user.ts";
import { getPolicy } from "./policies/get-policy.ts";
import { getPolicyVersion } from "./policies/get-policy-version.ts";
import { listEntitiesForPolicy } from "./policies/list-entities-for-policy.ts";
import { listPolicies } from "./policies/list-policies.ts";
import { listPoliciesForGroup } from "./policies/list-policies-for-group.ts";
import { listPoliciesForRole } from "./policies/list-policies-for-role.ts";
import { listPoliciesForUser } from "./policies/list-policies-for-user.ts";
import { listPolicyVersions } from "./policies/list-policy-versions.ts";
import { setDefaultPolicyVersion } from "./policies/set-default-policy-version.ts";
import { updatePolicyDescription } from "./policies/update-policy-description.ts";
import { createRole } from "./roles/create-role.ts";
import { deleteRole } from "./roles/delete-role.ts";
import { getRole } from "./roles/get-role.ts";
import { listRoles } from "./roles/list-roles.ts";
import { updateRole } from "./roles/update-role.ts";
import { bindMfaDevice } from "./sign-in/bind-mfa-device.ts";
import { changePassword } from "./sign-in/change-password.ts";
import { createLoginProfile } from "./sign-in/create-login-profile.ts";
import { createVirtualMfaDevice } from "./sign-in/create-virtual-mfa-device.ts";
import { deleteLoginProfile } from "./sign-in/delete-login-profile.ts";
import { deleteVirtualMfaDevice } from "./sign-in/delete-virtual-mfa-device.ts";
import { getLoginProfile } from "./sign-in/get-login-profile.ts";
import { getUserMfaInfo } from "./sign-in/get-user-mfa-info.ts";
import { listVirtualMfaDevices } from "./sign-in/list-virtual-mfa-devices.ts";
import { unbindMfaDevice } from "./sign-in/unbind-mfa-device.ts";
import { updateLoginProfile } from "./sign-in/update-login-profile.ts";
import { createUser } from "./users/create-user.ts";
import { deleteUser } from "./users/delete-user.ts";
import { getUser } from "./users/get-user.ts";
import { listUsers } from "./users/list-users.ts";
import { updateUser } from "./users/update-user.ts";

export const ram: Handlers<typeof RAM_OPERATIONS> = {
  CreateUser: createUser,
  GetUser: getUser,
  UpdateUser: updateUser,
  DeleteUser: deleteUser,
  ListUsers: listUsers,
  CreateAccessKey: createAccessKey,
  UpdateAccessKey: updateAccessKey,
  DeleteAccessKey: deleteAccessKey,
  ListAccessKeys: listAccessKeys,
  GetAccessKeyLastUsed: getAccessKeyLastUsed,
  CreateGroup: createGroup,
  GetGroup: getGroup,
  UpdateGroup: updateGroup,
  DeleteGroup: deleteGroup,
  ListGroups: listGroups,
  AddUserToGroup: addUserToGroup,
  RemoveUserFromGroup: removeUserFromGroup,
  ListUsersForGroup: listUsersForGroup,
  ListGroupsForUser: listGroupsForUser,
  CreateRole: createRole,
  GetRole: getRole,
  UpdateRole: updateRole,
  DeleteRole: deleteRole,
  ListRoles: listRoles,
  AttachPolicyToUser: attachPolicyToUser,
  DetachPolicyFromUser: detachPolicyFromUser,
  ListPoliciesForUser: listPoliciesForUser,
  AttachPolicyToGroup: attachPolicyToGroup,
  DetachPolicyFromGroup: detachPolicyFromGroup,
  ListPoliciesForGroup: listPoliciesForGroup,
  AttachPolicyToRole: attachPolicyToRole,
  DetachPolicyFromRole: detachPolicyFromRole,
  ListPoliciesForRole: listPoliciesForRole,
  ListEntitiesForPolicy: listEntitiesForPolicy,
  CreatePolicy: createPolicy,
  GetPolicy: getPolicy,
  UpdatePolicyDescription: updatePolicyDescription,
  DeletePolicy: deletePolicy,
  ListPolicies: listPolicies,
  CreatePolicyVersion: createPolicyVersion,
  GetPolicyVersion: getPolicyVersion,
  ListPolicyVersions: listPolicyVersions,
  SetDefaultPolicyVersion: setDefaultPolicyVersion,
  DeletePolicyVersion: deletePolicyVersion,
  CreateLoginProfile: createLoginProfile,
  GetLoginProfile: getLoginProfile,
  UpdateLoginProfile: updateLoginProfile,
  DeleteLoginProfile: deleteLoginProfile,
  ChangePassword: changePassword,
  CreateVirtualMFADevice: createVirtualMfaDevice,
  ListVirtualMFADevices: listVirtualMfaDevices,
  DeleteVirtualMFADevice: deleteVirtualMfaDevice,
  BindMFADevice: bindMfaDevice,
  UnbindMFADevice: unbindMfaDevice,
  GetUserMFAInfo: getUserMfaInfo,
  SetPasswordPolicy: setPasswordPolicy,
  GetPasswordPolicy: getPasswordPolicy,
  SetSecurityPreference: setSecurityPreference,
  GetSecurityPreference: getSecurityPreference,
  SetAccountAlias: setAccountAlias,
  GetAccountAlias: getAccountAlias,
  ClearAccountAlias: clearAccountAlias,
};
