// ListTagResources: tags of keys or secrets, a row for each tag, by a token from page to page.
import { ApiError, LIMITS } from "@coffer/contract";
import { checkRegion, checkResourceType, findTagged } from "../../resources/tagged.ts";
import type { Handler } from "../handler.ts";

interface After {
  readonly resourceId: string;
  readonly key: string;
}

function tokenOf({ resourceId, key }: After): string {
  return Buffer.from(JSON.stringify([resourceId, key])).toString("base64url");
}

function readToken(token: string): After {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    if (Array.isArray(parsed) && parsed.length === 2) {
      const [resourceId, key]: unknown[] = parsed;
      if (typeof resourceId === "string" && typeof key === "string") return { resourceId, key };
    }
  } catch {
    // Answered below: whatever is wrong with it, it is none of our tokens.
  }
  const message = "The specified parameter `NextToken` is not valid: it is from no answer.";
  throw new ApiError("InvalidParameter", message);
}

export const listTagResources: Handler<"ListTagResources"> = async (request, context) => {
  checkRegion(request.RegionId, context);
  const type = checkResourceType(request.ResourceType);
  const { Tag = [], NextToken } = request;
  if (new Set(Tag.map(({ Key }) => Key)).size !== Tag.length)
    throw new ApiError("Duplicate.TagKey");
  const where = { ...context, forWriting: false };
  const resourceIds: string[] = [];
  for (const given of request.ResourceId ?? []) {
    resourceIds.push((await findTagged(type, given, where)).id);
  }
  const limit = LIMITS.tagRowsPerPage;
  const rows = await context.store.tags({
    resourceType: type,
    ...(request.ResourceId === undefined ? {} : { resourceIds }),
    matching: Tag.map(({ Key, Value }) => ({ key: Key, ...(Value ? { value: Value } : {}) })),
    ...(NextToken ? { after: readToken(NextToken) } : {}),
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const TagResource = page.map(({ resourceId, key, value }) => ({
    ResourceId: resourceId,
    ResourceType: type,
    TagKey: key,
    TagValue: value,
  }));
  const more = rows.length > limit && last !== undefined;
  return { TagResources: { TagResource }, NextToken: more ? tokenOf(last) : "" };
};
