// Codes of RAM 2015-05-01 (docs: error codes by HTTP status). Clients compare the dotted prefixes.
import type { ErrorRow } from "./error-row.ts";

/** Members whose faults have codes of their own. */
type Field =
  | "UserName"
  | "NewUserName"
  | "DisplayName"
  | "NewDisplayName"
  | "GroupName"
  | "NewGroupName"
  | "RoleName"
  | "PolicyName"
  | "Comments"
  | "NewComments"
  | "Description"
  | "NewDescription"
  | "MobilePhone"
  | "NewMobilePhone"
  | "Email"
  | "NewEmail"
  | "AccountAlias"
  | "VersionId"
  | "VirtualMFADeviceName"
  | "OIDCProviderName";

type Problem = "InvalidChars" | "Length" | "Format";
export type FieldErrorCode = `InvalidParameter.${Field}.${Problem}`;

const SENTENCES: Readonly<Record<Problem, (field: Field) => string>> = {
  InvalidChars: (field) => `The parameter - "${field}" contains invalid chars.`,
  Length: (field) => `The parameter - "${field}" beyond the length limit.`,
  Format: (field) => `The format of the parameter - "${field}" is incorrect.`,
};

/** Which faults each field can have. */
const PROBLEMS: Readonly<Record<Field, readonly Problem[]>> = {
  UserName: ["InvalidChars", "Length"],
  NewUserName: ["InvalidChars", "Length"],
  DisplayName: ["InvalidChars", "Length"],
  NewDisplayName: ["InvalidChars", "Length"],
  GroupName: ["InvalidChars", "Length"],
  NewGroupName: ["InvalidChars", "Length"],
  RoleName: ["InvalidChars", "Length"],
  PolicyName: ["InvalidChars", "Length"],
  Comments: ["Length"],
  NewComments: ["Length"],
  Description: ["Length"],
  NewDescription: ["Length"],
  MobilePhone: ["Format"],
  NewMobilePhone: ["Format"],
  Email: ["Format"],
  NewEmail: ["Format"],
  AccountAlias: ["Length", "Format"],
  VersionId: ["Format"],
  VirtualMFADeviceName: ["InvalidChars", "Length"],
  OIDCProviderName: ["InvalidChars", "Length"],
};

function fieldErrors(): Record<FieldErrorCode, ErrorRow> {
  const fields = Object.keys(PROBLEMS) as Field[]; // the keys of a record by field
  const rows = fields.flatMap((field) =>
    PROBLEMS[field].map((problem): [string, ErrorRow] => [
      `InvalidParameter.${field}.${problem}`,
      { status: 400, message: SENTENCES[problem](field) },
    ]),
  );
  // Only pairs that occur are used.
  return Object.fromEntries(rows) as Record<FieldErrorCode, ErrorRow>;
}

const ANALOGY = "by analogy; upstream's table of codes lacks it";

const BAD_REQUESTS = {
  ...fieldErrors(),
  MalformedPolicyDocument: { status: 400, message: "The policy document is invalid." },
  "InvalidParameter.MinimumPasswordLength.Range": {
    status: 400,
    message: 'The parameter - "MinimumPasswordLength" MUST be in the range of 8 and 32.',
  },
  "InvalidParameter.AuthenticationCode.Format": {
    status: 400,
    message: 'The parameter - "AuthenticationCode" MUST be 6 numbers.',
  },
  "InvalidParameter.PolicyType": {
    status: 400,
    message: 'The parameter - "PolicyType" must be either "System" or "Custom".',
  },
  "InvalidParameter.PolicyDocument.Length": {
    status: 400,
    message: 'The parameter - "PolicyDocument" beyond the length limit.',
  },
  "InvalidParameter.AssumeRolePolicyDocument.Length": {
    status: 400,
    message: 'The parameter - "AssumeRolePolicyDocument" beyond the length limit.',
  },
  "InvalidParameter.NewAssumeRolePolicyDocument.Length": {
    status: 400,
    message: 'The parameter - "NewAssumeRolePolicyDocument" beyond the length limit.',
  },
  "InvalidParameter.Password.TooWeak": {
    status: 400,
    message: "The password does not meet the password policy of the account.",
  },
  "InvalidParameter.NewPassword.TooWeak": {
    status: 400,
    message: "The new password does not meet the password policy of the account.",
  },
  "InvalidParameter.NewPassword.ReusePrevention": {
    status: 400,
    message: "The new password was used before.",
  },
  "InvalidParameter.OldPassword.Incorrect": {
    status: 400,
    message: "The old password is incorrect.",
  },
  "NotSupport.Account": {
    status: 400,
    message: "The account itself cannot do this: only its users can.",
  },
} as const satisfies Record<string, ErrorRow>;

const FORBIDDEN = {
  NoPermission: { status: 403, message: "You are not authorized to do this action." },
  CheckAuthenticationCodeFail: { status: 403, message: "The authentication code is wrong." },
} as const satisfies Record<string, ErrorRow>;

const ABSENT = {
  "EntityNotExist.User": { status: 404, message: "The user does not exist." },
  "EntityNotExist.User.AccessKey": {
    status: 404,
    message: "The user access key does not exist.",
  },
  "EntityNotExist.User.LoginProfile": { status: 404, message: "The login policy not exists." },
  "EntityNotExist.User.MFADevice": { status: 404, message: "The user has no MFA device." },
  "EntityNotExist.User.Policy": {
    status: 404,
    message: "The policy is not attached to the user.",
  },
  "EntityNotExist.User.Group": { status: 404, message: "The user is not in the group." },
  "EntityNotExist.VirtualMFADevice": { status: 404, message: "The MFA device does not exist." },
  "EntityNotExist.Group": { status: 404, message: "The group does not exist." },
  "EntityNotExist.Group.Policy": {
    status: 404,
    message: "The policy is not attached to the group.",
  },
  "EntityNotExist.Role": { status: 404, message: "The role does not exist." },
  "EntityNotExist.Role.Policy": {
    status: 404,
    message: "The policy is not attached to the role.",
    note: ANALOGY,
  },
  "EntityNotExist.Policy": { status: 404, message: "The policy does not exist." },
  "EntityNotExist.Policy.Version": {
    status: 404,
    message: "The policy version does not exist.",
  },
  "EntityNotExist.OIDCProvider": { status: 404, message: "The OIDC provider does not exist." },
  "EntityNotExist.Account": {
    status: 404,
    message: "The account does not exist.",
    note: "ours: accounts beside the installation's own",
  },
} as const satisfies Record<string, ErrorRow>;

/** Ours: the audit log. */
const ABSENT_FROM_LOG = {
  "EntityNotExist.AuditLog": { status: 404, message: "The audit log has no checkpoint yet." },
  "EntityNotExist.AuditTile": { status: 404, message: "The tile is not there." },
  "EntityNotExist.AuditEvent": {
    status: 404,
    message: "There is no such event in the audit log, or it waits for its place.",
  },
} as const satisfies Record<string, ErrorRow>;

const PRESENT = {
  "EntityAlreadyExists.User": { status: 409, message: "The user does already EXIST." },
  "EntityAlreadyExists.User.LoginProfile": {
    status: 409,
    message: "The login profile does already EXIST.",
  },
  "EntityAlreadyExists.User.MFADevice": {
    status: 409,
    message: "The user does already have an MFA device.",
  },
  "EntityAlreadyExists.User.Group": { status: 409, message: "The user is already in the group." },
  "EntityAlreadyExists.User.Policy": {
    status: 409,
    message: "The policy is already attached to the user.",
  },
  "EntityAlreadyExists.VirtualMFADevice": {
    status: 409,
    message: "The MFA device does already EXIST.",
  },
  "EntityAlreadyExists.VirtualMFADevice.User": {
    status: 409,
    message: "The MFA device is bound to another user.",
  },
  "EntityAlreadyExists.Group": { status: 409, message: "The group does already EXIST." },
  "EntityAlreadyExists.Group.Policy": {
    status: 409,
    message: "The policy is already attached to the group.",
  },
  "EntityAlreadyExists.Role": { status: 409, message: "The role does already EXIST." },
  "EntityAlreadyExists.Role.Policy": {
    status: 409,
    message: "The policy is already attached to the role.",
    note: ANALOGY,
  },
  "EntityAlreadyExists.Policy": { status: 409, message: "The policy does already EXIST." },
  "EntityAlreadyExists.AccountAlias": {
    status: 409,
    message: "The account alias is used by another account.",
  },
  "EntityAlreadyExists.OIDCProvider": {
    status: 409,
    message: "The OIDC provider does already EXIST.",
  },
  "EntityAlreadyExists.Account": {
    status: 409,
    message: "The account does already EXIST.",
    note: "ours: accounts beside the installation's own",
  },
} as const satisfies Record<string, ErrorRow>;

const IN_USE = {
  "DeleteConflict.User.Group": {
    status: 409,
    message: "The user CAN NOT be in any group while deleting the user.",
  },
  "DeleteConflict.User.AccessKey": {
    status: 409,
    message: "The user CAN NOT has any access key while deleting the user.",
  },
  "DeleteConflict.User.LoginProfile": {
    status: 409,
    message: "The user CAN NOT has a login profile while deleting the user.",
  },
  "DeleteConflict.User.MFADevice": {
    status: 409,
    message: "The user CAN NOT has an MFA device while deleting the user.",
  },
  "DeleteConflict.User.Policy": {
    status: 409,
    message: "The user CAN NOT has any policy while deleting the user.",
  },
  "DeleteConflict.VirtualMFADevice.User": {
    status: 409,
    message: "The MFA device is bound to a user.",
  },
  "DeleteConflict.Group.User": {
    status: 409,
    message: "The group CAN NOT has any user while deleting the group.",
  },
  "DeleteConflict.Group.Policy": {
    status: 409,
    message: "The group CAN NOT has any policy while deleting the group.",
  },
  "DeleteConflict.Role.Policy": {
    status: 409,
    message: "The role CAN NOT has any policy while deleting the role.",
  },
  "DeleteConflict.Policy.User": { status: 409, message: "The policy is attached to a user." },
  "DeleteConflict.Policy.Group": { status: 409, message: "The policy is attached to a group." },
  "DeleteConflict.Policy.Role": {
    status: 409,
    message: "The policy is attached to a role.",
    note: ANALOGY,
  },
  "DeleteConflict.Policy.Version": {
    status: 409,
    message: "The policy CAN NOT has any version except the default version.",
  },
  "DeleteConflict.Policy.Version.Default": {
    status: 409,
    message: "The default policy version CAN NOT been deleted directly.",
  },
  "DeleteConflict.Account": {
    status: 409,
    message: "The account has identities: delete them first, or all of them with `Force`.",
    note: "ours: accounts beside the installation's own",
  },
} as const satisfies Record<string, ErrorRow>;

const LIMITED = {
  "LimitExceeded.User": {
    status: 409,
    message: "The count of users beyond the current limits.",
  },
  "LimitExceeded.User.AccessKey": {
    status: 409,
    message: "The access key count of the user access keys beyond the current limits.",
  },
  "LimitExceeded.User.Group": {
    status: 409,
    message: "The count of the user's groups beyond the current limits.",
  },
  "LimitExceeded.User.Policy": {
    status: 409,
    message: "The count of the user's policies beyond the current limits.",
  },
  "LimitExceeded.VirtualMFADevice": {
    status: 409,
    message: "The count of MFA devices beyond the current limits.",
  },
  "LimitExceeded.Group": {
    status: 409,
    message: "The count of groups beyond the current limits.",
  },
  "LimitExceeded.Group.Policy": {
    status: 409,
    message: "The count of the group's policies beyond the current limits.",
  },
  "LimitExceeded.Role": { status: 409, message: "The count of roles beyond the current limits." },
  "LimitExceeded.Role.Policy": {
    status: 409,
    message: "The count of the role's policies beyond the current limits.",
  },
  "LimitExceeded.Policy": {
    status: 409,
    message: "The count of policies beyond the current limits.",
  },
  "LimitExceeded.Policy.Version": {
    status: 409,
    message: "The count of the policy's versions beyond the current limits.",
  },
  "LimitExceeded.OIDCProvider": {
    status: 409,
    message: "The count of OIDC providers beyond the current limits.",
  },
} as const satisfies Record<string, ErrorRow>;

/** Of RAM, STS and IMS; KMS has `InternalFailure`. */
const BROKEN = {
  InternalError: {
    status: 500,
    message: "The request processing has failed due to some unknown error.",
  },
} as const satisfies Record<string, ErrorRow>;

export const RAM_ERRORS = {
  ...BAD_REQUESTS,
  ...FORBIDDEN,
  ...ABSENT,
  ...ABSENT_FROM_LOG,
  ...PRESENT,
  ...IN_USE,
  ...LIMITED,
  ...BROKEN,
} as const;
