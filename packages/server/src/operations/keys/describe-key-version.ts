// DescribeKeyVersion: works in every state of the key.
import { wireTime } from "../../domain/times.ts";
import { findVersion } from "../../keyring/find-version.ts";
import { findKey } from "../../resources/find-key.ts";
import type { Handler } from "../handler.ts";

export const describeKeyVersion: Handler<"DescribeKeyVersion"> = async (request, context) => {
  const { keyId } = await findKey(request.KeyId, context);
  const place = { keyId, versionId: request.KeyVersionId };
  const version = await findVersion(context.store, place);
  const CreationDate = wireTime(version.createdAt);
  return { KeyVersion: { KeyId: keyId, KeyVersionId: version.versionId, CreationDate } };
};
