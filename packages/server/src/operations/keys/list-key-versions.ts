// ListKeyVersions: newest first, in every state of the key.
import { pagingOf } from "../../domain/paging.ts";
import { wireTime } from "../../domain/times.ts";
import { findKey } from "../../resources/find-key.ts";
import type { Handler } from "../handler.ts";

export const listKeyVersions: Handler<"ListKeyVersions"> = async (request, context) => {
  const { keyId } = await findKey(request.KeyId, context);
  const page = await context.store.keyVersionsOf(keyId, pagingOf(request, 10));
  // None: the key waits for its first material, or its destruction has overtaken this call.
  if (page.total === 0) await findKey(keyId, context);
  const KeyVersion = page.rows.map(({ versionId, createdAt }) => ({
    KeyId: keyId,
    KeyVersionId: versionId,
    CreationDate: wireTime(createdAt),
  }));
  const { PageNumber, PageSize } = request;
  return { KeyVersions: { KeyVersion }, PageNumber, PageSize, TotalCount: page.total };
};
