// ListResourceTags: the tags of a key, in every state.
import { wireTags } from "../../domain/tags.ts";
import { findKeyById } from "../../resources/find-key.ts";
import type { Handler } from "../handler.ts";

export const listResourceTags: Handler<"ListResourceTags"> = async ({ KeyId }, context) => {
  const { keyId } = await findKeyById(KeyId, context);
  const tags = wireTags(await context.store.tagsOf("key", keyId));
  return { Tags: { Tag: tags.map((tag) => ({ KeyId: keyId, ...tag })) } };
};
