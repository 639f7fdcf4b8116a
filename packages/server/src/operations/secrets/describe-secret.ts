// DescribeSecret: everything about a secret but its value.
import { formatArn } from "@coffer/contract";
import { wireTags } from "../../domain/tags.ts";
import { wireTime } from "../../domain/times.ts";
import { findSecret } from "../../resources/find-secret.ts";
import type { Handler } from "../handler.ts";

export const describeSecret: Handler<"DescribeSecret"> = async (request, context) => {
  const { store, accountId, region } = context;
  const secret = await findSecret(request.SecretName, context);
  const { name, deleteAt } = secret;
  const tags = request.FetchTags ? await store.tagsOf("secret", name) : undefined;
  return {
    Arn: formatArn({ region, accountId, kind: "secret", name }),
    SecretName: name,
    SecretType: secret.type,
    Description: secret.description,
    CreateTime: wireTime(secret.createdAt),
    UpdateTime: wireTime(secret.updatedAt),
    ...(secret.keyNamed ? { EncryptionKeyId: secret.keyId } : {}),
    ...(deleteAt === undefined ? {} : { PlannedDeleteTime: wireTime(deleteAt) }),
    ...(tags === undefined ? {} : { Tags: { Tag: wireTags(tags) } }),
  };
};
