// Rules of tags: what a key and a value may be, how many a resource has.
import { ApiError, LIMITS } from "@coffer/contract";
import type { Tags } from "@coffer/store";

/** Letters of any script are not documented: letters, digits and `/ \ _ - . + = : @`, and spaces as the console. */
const TEXT = /^[\p{L}\p{N}/\\_\-.+=:@ ]*$/u;
const RESERVED = /^(aliyun|acs:)/;

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** @throws ApiError `InvalidParameter.TagKey` */
export function checkTagKey(key: string): void {
  const { tagKeyCharacters } = LIMITS;
  const wrong =
    key === "" || key.length > tagKeyCharacters || !TEXT.test(key) || RESERVED.test(key);
  if (!wrong) return;
  const expected = `1 to ${tagKeyCharacters} letters, digits, spaces and \`/\\_-.+=:@\``;
  const message = `A tag key must be ${expected}, and not begin with \`aliyun\` or \`acs:\`.`;
  throw new ApiError("InvalidParameter.TagKey", message);
}

/**
 * Tags as they are stored.
 *
 * @throws ApiError `InvalidParameter.TagKey`, `InvalidParameter.TagValue`, `Duplicate.TagKey`
 */
export function checkTags(tags: readonly Tag[]): Tags {
  const checked = new Map<string, string>();
  for (const { key, value } of tags) {
    checkTagKey(key);
    if (value.length > LIMITS.tagValueCharacters || !TEXT.test(value)) {
      const expected = `at most ${LIMITS.tagValueCharacters} letters, digits, spaces and \`/\\_-.+=:@\``;
      throw new ApiError("InvalidParameter.TagValue", `A tag value must be ${expected}.`);
    }
    if (checked.has(key)) throw new ApiError("Duplicate.TagKey");
    checked.set(key, value);
  }
  return Object.fromEntries(checked);
}

/** @throws ApiError `Rejected.LimitExceeded` when the resource would have more than 20 tags */
export function checkTagCount(present: Tags, added: Tags): void {
  const count = new Set([...Object.keys(present), ...Object.keys(added)]).size;
  if (count <= LIMITS.tagsPerResource) return;
  const message = `A resource has at most ${LIMITS.tagsPerResource} tags.`;
  throw new ApiError("Rejected.LimitExceeded", message);
}

/** `Tags.Tag[]` as answers have it, in the order of the keys. */
export function wireTags(tags: Tags): { readonly TagKey: string; readonly TagValue: string }[] {
  return Object.keys(tags)
    .sort()
    .map((key) => ({ TagKey: key, TagValue: tags[key] ?? "" }));
}

/**
 * `UntagResource.TagKeys`: a JSON array, or keys separated by commas.
 *
 * @throws ApiError `InvalidParameter`
 */
export function parseTagKeys(text: string): string[] {
  if (!text.trim().startsWith("[")) return text.split(",").map((key) => key.trim());
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  if (Array.isArray(parsed) && parsed.every((key) => typeof key === "string")) return parsed;
  const expected = "a JSON array of texts, or keys separated by commas";
  const message = `The specified parameter \`TagKeys\` is not valid: expected ${expected}.`;
  throw new ApiError("InvalidParameter", message);
}
