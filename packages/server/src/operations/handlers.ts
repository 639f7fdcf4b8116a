// The handler of every operation that is built. A row that says it is built without a handler here does not
// compile, nor does a handler without such a row.
import type { OPERATIONS, OperationName } from "@coffer/contract";
import { describeAccountKmsStatus } from "./account/describe-account-kms-status.ts";
import { describeRegions } from "./account/describe-regions.ts";
import { openKmsService } from "./account/open-kms-service.ts";
import type { Handler } from "./handler.ts";
import { createKey } from "./keys/create-key.ts";
import { describeKey } from "./keys/describe-key.ts";
import { listKeys } from "./keys/list-keys.ts";
import { batchGetSecretValue } from "./secrets/batch-get-secret-value.ts";
import { createSecret } from "./secrets/create-secret.ts";
import { deleteSecret } from "./secrets/delete-secret.ts";
import { describeSecret } from "./secrets/describe-secret.ts";
import { getRandomPassword } from "./secrets/get-random-password.ts";
import { getSecretValue } from "./secrets/get-secret-value.ts";
import { listSecretVersionIds } from "./secrets/list-secret-version-ids.ts";
import { listSecrets } from "./secrets/list-secrets.ts";
import { putSecretValue } from "./secrets/put-secret-value.ts";
import { restoreSecret } from "./secrets/restore-secret.ts";
import { rotateSecret } from "./secrets/rotate-secret.ts";
import { updateSecret } from "./secrets/update-secret.ts";
import { updateSecretRotationPolicy } from "./secrets/update-secret-rotation-policy.ts";
import { updateSecretVersionStage } from "./secrets/update-secret-version-stage.ts";
import { listResourceTags } from "./tags/list-resource-tags.ts";
import { listTagResources } from "./tags/list-tag-resources.ts";
import { tagResource } from "./tags/tag-resource.ts";
import { tagResources } from "./tags/tag-resources.ts";
import { untagResource } from "./tags/untag-resource.ts";
import { untagResources } from "./tags/untag-resources.ts";

type Built = {
  [Name in OperationName]: (typeof OPERATIONS)[Name]["support"]["level"] extends "full" | "adapted"
    ? Name
    : never;
}[OperationName];

export type Handlers = { readonly [Name in Built]: Handler<Name> };

export const handlers: Handlers = {
  DescribeRegions: describeRegions,
  DescribeAccountKmsStatus: describeAccountKmsStatus,
  OpenKmsService: openKmsService,
  CreateKey: createKey,
  DescribeKey: describeKey,
  ListKeys: listKeys,
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
  GetRandomPassword: getRandomPassword,
  TagResource: tagResource,
  UntagResource: untagResource,
  ListResourceTags: listResourceTags,
  TagResources: tagResources,
  UntagResources: untagResources,
  ListTagResources: listTagResources,
};
