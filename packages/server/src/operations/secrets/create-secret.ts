// CreateSecret: a secret of type Generic with its first version, labelled ACSCurrent.
import { ApiError, formatArn, STAGE_CURRENT } from "@coffer/contract";
import { findAlgorithm } from "@coffer/crypto";
import { checkNewSecret } from "../../domain/new-secret.ts";
import { checkTagCount, checkTags } from "../../domain/tags.ts";
import { wholeSecond } from "../../domain/times.ts";
import { defaultKey } from "../../keyring/default-key.ts";
import { findKey } from "../../resources/find-key.ts";
import { removeIfGone } from "../../resources/find-secret.ts";
import { putPolicy } from "../../resources/put-policy.ts";
import { seal } from "../../resources/secret-value.ts";
import type { Handler } from "../handler.ts";

export const createSecret: Handler<"CreateSecret"> = async (request, context) => {
  const { SecretName: name, VersionId: versionId, EncryptionKeyId } = request;
  checkNewSecret(request);
  const pairs = (request.Tags ?? []).map((tag) => ({ key: tag.TagKey, value: tag.TagValue ?? "" }));
  const tags = checkTags(pairs);
  checkTagCount({}, tags);
  const { store, accountId, region } = context;
  const now = wholeSecond(context.now);
  await removeIfGone(store, name, context.now);
  const existing = await store.secret(name);
  if (existing !== undefined) {
    const waiting = existing.deleteAt !== undefined;
    throw new ApiError(waiting ? "Rejected.ResourceInDeleteWindow" : "Rejected.ResourceExist");
  }
  const keyNamed = EncryptionKeyId !== undefined;
  const key = keyNamed
    ? await findKey(EncryptionKeyId, context, "Forbidden.ResourceNotFound")
    : await defaultKey(store);
  if (findAlgorithm(key.spec)?.kind !== "symmetric") {
    const message = `A key of \`KeySpec\` \`${key.spec}\` cannot protect secrets: it is not symmetric.`;
    throw new ApiError("UnsupportedOperation", message);
  }
  const dataType = request.SecretDataType;
  const version = { secretName: name, versionId, dataType, data: request.SecretData };
  const sealed = await seal(context, key, version);
  const secretId = await store.insertSecret({
    name,
    type: request.SecretType,
    description: request.Description ?? "",
    keyId: key.keyId,
    keyNamed,
    creator: accountId,
    createdAt: now,
    updatedAt: now,
    stages: { [STAGE_CURRENT]: versionId },
  });
  await store.insertSecretVersion({ secretId, versionId, createdAt: now, dataType, ...sealed });
  await store.putTags("secret", name, tags);
  const { Policy: document } = request;
  if (document !== undefined) {
    await putPolicy({ resourceType: "secret", resourceId: name, document }, context);
  }
  const Arn = formatArn({ region, accountId, kind: "secret", name });
  return { Arn, SecretName: name, VersionId: versionId, SecretType: request.SecretType };
};
