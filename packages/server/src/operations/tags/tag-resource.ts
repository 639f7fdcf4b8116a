// TagResource: tags of one key or secret.
import { checkTagCount, checkTags } from "../../domain/tags.ts";
import { findOneTagged } from "../../resources/tagged.ts";
import type { Handler } from "../handler.ts";

export const tagResource: Handler<"TagResource"> = async (request, context) => {
  const pairs = request.Tags.map((tag) => ({ key: tag.TagKey, value: tag.TagValue ?? "" }));
  const tags = checkTags(pairs);
  const { type, id } = await findOneTagged(request, context, { byAlias: true });
  checkTagCount(await context.store.tagsOf(type, id), tags);
  await context.store.putTags(type, id, tags);
  return {};
};
