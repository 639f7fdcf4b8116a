// Policies that every account has and nobody changes, as upstream documents them; of those whose text it does not
// publish (the last four), what their names and descriptions say.

export interface SystemPolicy {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  /** Milliseconds since 1970: upstream's last change. */
  readonly changedAt: number;
  /** JSON text. */
  readonly document: string;
}

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

interface Facts {
  readonly description: string;
  readonly version: string;
  /** `2021-03-02` */
  readonly changed: string;
  readonly statements: readonly Statement[];
}

const linkedRole = (action: string, ...services: readonly string[]): Statement => ({
  Action: action,
  Condition: { StringEquals: { "ram:ServiceName": services } },
});

const RDS_SERVICE = "secretsmanager-rds.kms.aliyuncs.com";
const ECS_SERVICE = "secretsmanager-ecs.kms.aliyuncs.com";

const TAGGING: Statement = {
  Action: ["ecs:TagResources", "ecs:UntagResources", "ecs:ListTagResources"],
  Resource: ["acs:kms:*:*:key/*", "acs:kms:*:*:secret/*"],
};

const FACTS: Readonly<Record<string, Facts>> = {
  AdministratorAccess: {
    description: "Everything in the account.",
    version: "v1",
    changed: "2015-04-28",
    statements: [{ Action: "*" }],
  },
  AliyunKMSCryptoAdminAccess: {
    description: "Managing keys and aliases, and using them.",
    version: "v2",
    changed: "2023-06-26",
    statements: [
      { Action: "kms:*", Resource: ["acs:kms:*:*:key*", "acs:kms:*:*:alias*"] },
      TAGGING,
    ],
  },
  AliyunKMSCryptoUserAccess: {
    description: "Encrypting, decrypting, signing and verifying.",
    version: "v2",
    changed: "2026-07-09",
    statements: [
      {
        Action: [
          ...["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"],
          ...["kms:GenerateDataKeyWithoutPlaintext", "kms:AsymmetricDecrypt"],
          ...["kms:AsymmetricEncrypt", "kms:AsymmetricSign", "kms:AsymmetricVerify"],
          ...["kms:GetPublicKey", "kms:GenerateMac", "kms:VerifyMac"],
        ],
      },
    ],
  },
  AliyunKMSFullAccess: {
    description: "Everything in KMS.",
    version: "v3",
    changed: "2021-03-02",
    statements: [
      { Action: "kms:*" },
      linkedRole("ram:CreateServiceLinkedRole", RDS_SERVICE, "keystore.kms.aliyuncs.com"),
    ],
  },
  AliyunKMSManageRAMCredentialsRolePolicy: {
    description: "For the service that rotates secrets of RAM users.",
    version: "v2",
    changed: "2026-04-14",
    statements: [
      {
        Action: [
          ...["ram:ListAccessKeys", "ram:CreateAccessKey", "ram:DeleteAccessKey"],
          ...["ram:UpdateAccessKey", "ram:GetAccessKeyLastUsed"],
        ],
      },
    ],
  },
  AliyunKMSReadOnlyAccess: {
    description: "Looking at keys, secrets and instances, never at a secret's value.",
    version: "v3",
    changed: "2025-09-23",
    statements: [
      {
        Action: [
          ...["kms:List*", "kms:Describe*", "kms:GetPublicKey", "kms:GetUploadBackupDataInfo"],
          ...["kms:GetKmsInstanceSharedAccounts", "kms:GetKmsInstanceQuotaInfos"],
          ...["kms:GetCheckAssociateResourceTaskResults", "kms:GetKeyPolicy"],
          ...["kms:GetKeyDefaultPolicy", "kms:GetSecretPolicy", "kms:GetSecretDefaultPolicy"],
          ...["kms:GetKmsInstance", "kms:GetDefaultKmsInstance"],
        ],
      },
    ],
  },
  AliyunKMSSecretAdminAccess: {
    description: "Managing secrets.",
    version: "v5",
    changed: "2023-06-26",
    statements: [
      { Action: "kms:*", Resource: "acs:kms:*:*:secret*" },
      { Action: "kms:GetRandomPassword" },
      {
        Action: [
          ...["rds:DescribeDBInstances", "rds:DescribeDBInstanceAttribute"],
          ...["rds:DescribeDatabases", "rds:DescribeAccounts", "rds:DescribeDBInstanceNetInfo"],
          ...["rds:CreateAccount", "rds:GrantAccountPrivilege"],
        ],
      },
      { Action: "ecs:DescribeInstances", Resource: "acs:ecs:*:*:instance/*" },
      TAGGING,
      linkedRole("ram:CreateServiceLinkedRole", RDS_SERVICE, ECS_SERVICE),
    ],
  },
  AliyunKMSSecretUserAccess: {
    description: "Reading the values of secrets.",
    version: "v1",
    changed: "2020-03-04",
    statements: [
      { Action: "kms:GetSecretValue" },
      { Action: ["kms:DescribeSecret", "kms:ListSecretVersionIds"] },
    ],
  },
  AliyunRAMFullAccess: {
    description: "Everything in RAM.",
    version: "v1",
    changed: "2015-04-28",
    statements: [{ Action: "ram:*" }],
  },
  AliyunRAMReadOnlyAccess: {
    description: "Looking at users, groups, roles and policies.",
    version: "v1",
    changed: "2015-04-28",
    statements: [{ Action: ["ram:Get*", "ram:List*"] }],
  },
  AliyunSTSAssumeRoleAccess: {
    description: "Assuming roles.",
    version: "v1",
    changed: "2017-04-27",
    statements: [{ Action: "sts:AssumeRole" }],
  },
  AliyunServiceRolePolicyForKMSSecretsManagerForECS: {
    description: "For the service that rotates secrets of ECS instances.",
    version: "v1",
    changed: "2025-09-17",
    statements: [
      {
        Action: [
          ...["ecs:DescribeInstances", "ecs:InvokeCommand", "ecs:DescribeInvocationResults"],
        ],
        Resource: ["acs:ecs:*:*:instance/*", "acs:ecs:*:*:command/cmd-ACS-KMS-RotateECSSecret*"],
      },
      {
        Action: [
          ...["kms:ListSecretVersionIds", "kms:GetSecretValue", "kms:DescribeSecret"],
          ...["kms:PutSecretValue", "kms:UpdateSecretVersionStage"],
        ],
        Resource: "acs:kms:*:*:secret/acs/ecs/*",
      },
      { Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: "acs:kms:*:*:key/*" },
      linkedRole("ram:DeleteServiceLinkedRole", ECS_SERVICE),
    ],
  },
  ReadOnlyAccess: {
    description: "Looking at everything in the account, never at a secret's value.",
    version: "v1",
    changed: "2015-04-28",
    statements: [
      {
        Action: [
          ...["kms:List*", "kms:Describe*", "kms:GetPublicKey", "kms:GetKeyPolicy"],
          ...["kms:GetSecretPolicy", "ram:Get*", "ram:List*", "ims:Get*", "ims:List*"],
          ...["actiontrail:LookupEvents", "actiontrail:Get*", "actiontrail:Describe*"],
        ],
      },
    ],
  },
};

function documentOf(statements: readonly Statement[]): string {
  const full = statements.map((each) => ({ Effect: "Allow", Resource: "*", ...each }));
  return JSON.stringify({ Version: "1", Statement: full });
}

/** In the order of their names. */
export const SYSTEM_POLICIES: readonly SystemPolicy[] = Object.entries(FACTS)
  .map(([name, { description, version, changed, statements }]) => ({
    ...{ name, description, version, changedAt: Date.parse(`${changed}T00:00:00Z`) },
    document: documentOf(statements),
  }))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

const BY_NAME: ReadonlyMap<string, SystemPolicy> = new Map(
  SYSTEM_POLICIES.map((policy) => [policy.name.toLowerCase(), policy]),
);

/** By its name in any case. */
export function findSystemPolicy(name: string): SystemPolicy | undefined {
  return BY_NAME.get(name.toLowerCase());
}

export function systemPolicyView({ name, description, version }: SystemPolicy) {
  return {
    PolicyName: name,
    PolicyType: "System",
    Description: description,
    DefaultVersion: version,
  };
}
