// TagResources: tags of several keys or secrets, all or none.
import { checkTagCount, checkTags } from "../../domain/tags.ts";
import { checkRegion, checkResourceType, findTagged } from "../../resources/tagged.ts";
import type { Handler } from "../handler.ts";

export const tagResources: Handler<"TagResources"> = async (request, context) => {
  checkRegion(request.RegionId, context);
  const type = checkResourceType(request.ResourceType);
  const tags = checkTags(request.Tag.map(({ Key, Value }) => ({ key: Key, value: Value ?? "" })));
  const where = { ...context, forWriting: true };
  for (const given of request.ResourceId) {
    const { id } = await findTagged(type, given, where);
    checkTagCount(await context.store.tagsOf(type, id), tags);
    await context.store.putTags(type, id, tags);
  }
  return {};
};
