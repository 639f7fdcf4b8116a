// DescribeKeyVersion: works in every state of the key.
import { ApiError } from "@coffer/contract";
import { wireTime } from "../../domain/times.ts";
import { findKey } from "../../resources/find-key.ts";
import type { Handler } from "../handler.ts";

export const describeKeyVersion: Handler<"DescribeKeyVersion"> = async (request, context) => {
  const { keyId } = await findKey(request.KeyId, context);
  const version = await context.store.keyVersion(keyId, request.KeyVersionId);
  if (version === undefined) throw new ApiError("Forbidden.KeyVersionNotFound");
  const CreationDate = wireTime(version.createdAt);
  return { KeyVersion: { KeyId: keyId, KeyVersionId: version.versionId, CreationDate } };
};
