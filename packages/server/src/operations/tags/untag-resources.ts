// UntagResources: removes tags of several keys or secrets, all or none.
import { checkTagKey } from "../../domain/tags.ts";
import { checkRegion, checkResourceType, findTagged } from "../../resources/tagged.ts";
import type { Handler } from "../handler.ts";

export const untagResources: Handler<"UntagResources"> = async (request, context) => {
  checkRegion(request.RegionId, context);
  const type = checkResourceType(request.ResourceType);
  const keys = request.TagKey ?? [];
  for (const key of keys) checkTagKey(key);
  const where = { ...context, forWriting: true };
  for (const given of request.ResourceId) {
    const { id } = await findTagged(type, given, where);
    const all = keys.length === 0 && request.All;
    await context.store.deleteTags(type, id, all ? undefined : keys);
  }
  return {};
};
