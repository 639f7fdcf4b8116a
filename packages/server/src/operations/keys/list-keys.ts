// ListKeys: keys that users made, or with `CreatorType=Service` those the service made for itself.
import { formatArn, KEY_STATES } from "@coffer/contract";
import type { KeyState } from "@coffer/store";
import { gatherFilters, spellAs } from "../../domain/filters.ts";
import { keyIdOf, type Place } from "../../domain/names.ts";
import { pagingOf } from "../../domain/paging.ts";
import type { Handler } from "../handler.ts";

const FILTERS = [
  "KeyState",
  "KeySpec",
  "KeyUsage",
  "ProtectionLevel",
  "CreatorType",
  "DKMSInstanceId",
  "KeyId",
  "AliasName",
  "Creator",
  "TagKey",
  "TagValue",
] as const;

/** `undefined` for both or neither of the two words: then all keys match, or none. */
function creatorTypes(values: readonly string[] | undefined): readonly boolean[] {
  const types = spellAs(values ?? ["User"], ["User", "Service"]) ?? [];
  return [true, false].filter((service) => types.includes(service ? "Service" : "User"));
}

/** Ids as they are; of an ARN of this place its id; another text is no key's. */
function idOf(text: string, place: Place): string {
  try {
    return keyIdOf(text, place);
  } catch {
    return text;
  }
}

export const listKeys: Handler<"ListKeys"> = async (request, { store, accountId, region }) => {
  const filters = gatherFilters(request.Filters, FILTERS);
  const services = creatorTypes(filters.CreatorType);
  // There are no instances here: a filter by them matches nothing.
  const none = filters.DKMSInstanceId !== undefined || services.length === 0;
  const place = { accountId, region };
  const page = await store.keys({
    ...pagingOf(request, 10),
    ...(none ? { keyIds: [] } : {}),
    ...(services.length === 1 && services[0] !== undefined ? { service: services[0] } : {}),
    ...(filters.KeyId && !none ? { keyIds: filters.KeyId.map((text) => idOf(text, place)) } : {}),
    ...(filters.AliasName ? { aliases: filters.AliasName } : {}),
    ...(filters.KeyState ? { states: spellAs(filters.KeyState, KEY_STATES) as KeyState[] } : {}),
    ...(filters.KeySpec ? { specs: filters.KeySpec } : {}),
    ...(filters.KeyUsage ? { usages: filters.KeyUsage } : {}),
    ...(filters.ProtectionLevel ? { protectionLevels: filters.ProtectionLevel } : {}),
    ...(filters.Creator ? { creators: filters.Creator } : {}),
    ...(filters.TagKey ? { tagKeys: filters.TagKey } : {}),
    ...(filters.TagValue ? { tagValues: filters.TagValue } : {}),
  });
  const { PageNumber, PageSize } = request;
  const Key = page.rows.map(({ keyId }) => ({
    KeyId: keyId,
    KeyArn: formatArn({ region, accountId, kind: "key", name: keyId }),
  }));
  return { Keys: { Key }, PageNumber, PageSize, TotalCount: page.total };
};
