// The handler of every operation that is built. A row that says it is built without a handler here does not
// compile, nor does a handler without such a row.
import type { ADMIN_OPERATIONS, OPERATIONS } from "@coffer/contract";
import { describeAccountKmsStatus } from "./account/describe-account-kms-status.ts";
import { describeRegions } from "./account/describe-regions.ts";
import { openKmsService } from "./account/open-kms-service.ts";
import { createAccount } from "./accounts/create-account.ts";
import { deleteAccount } from "./accounts/delete-account.ts";
import { listAccounts } from "./accounts/list-accounts.ts";
import { createManagedDataKey } from "./admin/create-managed-data-key.ts";
import { getRootKeyStatus } from "./admin/get-root-key-status.ts";
import { rotateRootKey } from "./admin/rotate-root-key.ts";
import { createAlias } from "./aliases/create-alias.ts";
import { deleteAlias } from "./aliases/delete-alias.ts";
import { listAliases } from "./aliases/list-aliases.ts";
import { listAliasesByKeyId } from "./aliases/list-aliases-by-key-id.ts";
import { updateAlias } from "./aliases/update-alias.ts";
import { getAuditCheckpoint } from "./audit/get-audit-checkpoint.ts";
import { getAuditProof } from "./audit/get-audit-proof.ts";
import { getAuditStatus } from "./audit/get-audit-status.ts";
import { getAuditTile } from "./audit/get-audit-tile.ts";
import { asymmetricDecrypt } from "./crypto/asymmetric-decrypt.ts";
import { asymmetricEncrypt } from "./crypto/asymmetric-encrypt.ts";
import { asymmetricSign } from "./crypto/asymmetric-sign.ts";
import { asymmetricVerify } from "./crypto/asymmetric-verify.ts";
import { decrypt } from "./crypto/decrypt.ts";
import { encrypt } from "./crypto/encrypt.ts";
import { exportDataKey } from "./crypto/export-data-key.ts";
import { generateAndExportDataKey } from "./crypto/generate-and-export-data-key.ts";
import { generateDataKey } from "./crypto/generate-data-key.ts";
import { generateDataKeyWithoutPlaintext } from "./crypto/generate-data-key-without-plaintext.ts";
import { generateMac } from "./crypto/generate-mac.ts";
import { getManagedDataKey } from "./crypto/get-managed-data-key.ts";
import { getPublicKey } from "./crypto/get-public-key.ts";
import { listManagedDataKeyVersions } from "./crypto/list-managed-data-key-versions.ts";
import { reEncrypt } from "./crypto/re-encrypt.ts";
import { verifyMac } from "./crypto/verify-mac.ts";
import type { Handlers } from "./handler.ts";
import { ims, sts, trail } from "./identity-handlers.ts";
import { deleteKeyMaterial } from "./key-material/delete-key-material.ts";
import { getParametersForImport } from "./key-material/get-parameters-for-import.ts";
import { importKeyMaterial } from "./key-material/import-key-material.ts";
import { cancelKeyDeletion } from "./keys/cancel-key-deletion.ts";
import { createKey } from "./keys/create-key.ts";
import { createKeyVersion } from "./keys/create-key-version.ts";
import { describeKey } from "./keys/describe-key.ts";
import { describeKeyVersion } from "./keys/describe-key-version.ts";
import { disableKey } from "./keys/disable-key.ts";
import { enableKey } from "./keys/enable-key.ts";
import { getKeyPolicy } from "./keys/get-key-policy.ts";
import { listKeyVersions } from "./keys/list-key-versions.ts";
import { listKeys } from "./keys/list-keys.ts";
import { scheduleKeyDeletion } from "./keys/schedule-key-deletion.ts";
import { setDeletionProtection } from "./keys/set-deletion-protection.ts";
import { setKeyPolicy } from "./keys/set-key-policy.ts";
import { updateKeyDescription } from "./keys/update-key-description.ts";
import { updateRotationPolicy } from "./keys/update-rotation-policy.ts";
import { ram } from "./ram-handlers.ts";
import { revokeRoleSessions } from "./roles/revoke-role-sessions.ts";
import { batchGetSecretValue } from "./secrets/batch-get-secret-value.ts";
import { createSecret } from "./secrets/create-secret.ts";
import { deleteSecret } from "./secrets/delete-secret.ts";
import { describeSecret } from "./secrets/describe-secret.ts";
import { getRandomPassword } from "./secrets/get-random-password.ts";
import { getSecretPolicy } from "./secrets/get-secret-policy.ts";
import { getSecretValue } from "./secrets/get-secret-value.ts";
import { listSecretVersionIds } from "./secrets/list-secret-version-ids.ts";
import { listSecrets } from "./secrets/list-secrets.ts";
import { putSecretValue } from "./secrets/put-secret-value.ts";
import { restoreSecret } from "./secrets/restore-secret.ts";
import { rotateSecret } from "./secrets/rotate-secret.ts";
import { setSecretPolicy } from "./secrets/set-secret-policy.ts";
import { updateSecret } from "./secrets/update-secret.ts";
import { updateSecretRotationPolicy } from "./secrets/update-secret-rotation-policy.ts";
import { updateSecretVersionStage } from "./secrets/update-secret-version-stage.ts";
import { listResourceTags } from "./tags/list-resource-tags.ts";
import { listTagResources } from "./tags/list-tag-resources.ts";
import { tagResource } from "./tags/tag-resource.ts";
import { tagResources } from "./tags/tag-resources.ts";
import { untagResource } from "./tags/untag-resource.ts";
import { untagResources } from "./tags/untag-resources.ts";

const kms: Handlers<typeof OPERATIONS> = {
  DescribeRegions: describeRegions,
  DescribeAccountKmsStatus: describeAccountKmsStatus,
  OpenKmsService: openKmsService,
  CreateKey: createKey,
  DescribeKey: describeKey,
  ListKeys: listKeys,
  EnableKey: enableKey,
  DisableKey: disableKey,
  UpdateKeyDescription: updateKeyDescription,
  ScheduleKeyDeletion: scheduleKeyDeletion,
  CancelKeyDeletion: cancelKeyDeletion,
  SetDeletionProtection: setDeletionProtection,
  UpdateRotationPolicy: updateRotationPolicy,
  SetKeyPolicy: setKeyPolicy,
  GetKeyPolicy: getKeyPolicy,
  CreateKeyVersion: createKeyVersion,
  DescribeKeyVersion: describeKeyVersion,
  ListKeyVersions: listKeyVersions,
  CreateAlias: createAlias,
  UpdateAlias: updateAlias,
  DeleteAlias: deleteAlias,
  ListAliases: listAliases,
  ListAliasesByKeyId: listAliasesByKeyId,
  Encrypt: encrypt,
  Decrypt: decrypt,
  ReEncrypt: reEncrypt,
  GenerateDataKey: generateDataKey,
  GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext,
  ExportDataKey: exportDataKey,
  GenerateAndExportDataKey: generateAndExportDataKey,
  AsymmetricEncrypt: asymmetricEncrypt,
  AsymmetricDecrypt: asymmetricDecrypt,
  AsymmetricSign: asymmetricSign,
  AsymmetricVerify: asymmetricVerify,
  GetPublicKey: getPublicKey,
  GenerateMac: generateMac,
  VerifyMac: verifyMac,
  GetManagedDataKey: getManagedDataKey,
  ListManagedDataKeyVersions: listManagedDataKeyVersions,
  GetParametersForImport: getParametersForImport,
  ImportKeyMaterial: importKeyMaterial,
  DeleteKeyMaterial: deleteKeyMaterial,
  CreateSecret: createSecret,
  GetSecretValue: getSecretValue,
  BatchGetSecretValue: batchGetSecretValue,
  PutSecretValue: putSecretValue,
  UpdateSecretVersionStage: updateSecretVersionStage,
  ListSecretVersionIds: listSecretVersionIds,
  ListSecrets: listSecrets,
  DescribeSecret: describeSecret,
  UpdateSecret: updateSecret,
  DeleteSecret: deleteSecret,
  RestoreSecret: restoreSecret,
  RotateSecret: rotateSecret,
  UpdateSecretRotationPolicy: updateSecretRotationPolicy,
  SetSecretPolicy: setSecretPolicy,
  GetSecretPolicy: getSecretPolicy,
  GetRandomPassword: getRandomPassword,
  TagResource: tagResource,
  UntagResource: untagResource,
  ListResourceTags: listResourceTags,
  TagResources: tagResources,
  UntagResources: untagResources,
  ListTagResources: listTagResources,
};

const admin: Handlers<typeof ADMIN_OPERATIONS> = {
  RevokeRoleSessions: revokeRoleSessions,
  CreateAccount: createAccount,
  ListAccounts: listAccounts,
  DeleteAccount: deleteAccount,
  GetAuditCheckpoint: getAuditCheckpoint,
  GetAuditTile: getAuditTile,
  GetAuditProof: getAuditProof,
  GetAuditStatus: getAuditStatus,
  RotateRootKey: rotateRootKey,
  GetRootKeyStatus: getRootKeyStatus,
  CreateManagedDataKey: createManagedDataKey,
};

/** By the product's code, then by the operation's name. */
export const handlers = {
  Kms: kms,
  Ram: ram,
  Sts: sts,
  Ims: ims,
  Actiontrail: trail,
  Coffer: admin,
};
