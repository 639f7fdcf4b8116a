// UntagResource: removes tags of one key or secret; unknown tag keys are ignored.
import { checkTagKey, parseTagKeys } from "../../domain/tags.ts";
import { findOneTagged } from "../../resources/tagged.ts";
import type { Handler } from "../handler.ts";

export const untagResource: Handler<"UntagResource"> = async (request, context) => {
  const keys = parseTagKeys(request.TagKeys);
  for (const key of keys) checkTagKey(key);
  const { type, id } = await findOneTagged(request, context, { byAlias: false });
  await context.store.deleteTags(type, id, keys);
  return {};
};
