// Tags that come with an identity's creation, and filters by tags.
import { ApiError } from "@coffer/contract";
import type { Tags } from "@coffer/store";

export type GivenTags = readonly { readonly Key: string; readonly Value?: string }[];

/** @throws ApiError `InvalidParameter` for a key that comes twice */
export function tagsFrom(given: GivenTags = []): Tags {
  const tags = new Map(given.map(({ Key, Value = "" }) => [Key, Value]));
  if (tags.size === given.length) return Object.fromEntries(tags);
  throw new ApiError("InvalidParameter", "The specified parameter `Tag` has a key twice.");
}

export function hasTags(tags: Tags, wanted: GivenTags = []): boolean {
  return wanted.every(({ Key, Value }) => {
    const own = Object.hasOwn(tags, Key) ? tags[Key] : undefined;
    return own !== undefined && (Value === undefined || own === Value);
  });
}

/** `Tags` of a list, absent when there are none. */
export function tagsView(tags: Tags) {
  const list = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
  return list.length === 0 ? {} : { Tags: { Tag: list } };
}
