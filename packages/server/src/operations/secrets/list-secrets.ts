// ListSecrets: secrets in the order of creation, also those in their deletion window.
import { SECRET_TYPES } from "@coffer/contract";
import { isGone } from "../../domain/deletion.ts";
import { gatherFilters, spellAs } from "../../domain/filters.ts";
import { pagingOf } from "../../domain/paging.ts";
import { wireTags } from "../../domain/tags.ts";
import { wireTime } from "../../domain/times.ts";
import type { Handler } from "../handler.ts";

const FILTERS = [
  "SecretName",
  "Description",
  "TagKey",
  "TagValue",
  "DKMSInstanceId",
  "SecretType",
  "Creator",
] as const;

export const listSecrets: Handler<"ListSecrets"> = async (request, { store, now }) => {
  const filters = gatherFilters(request.Filters, FILTERS);
  const page = await store.secrets({
    ...pagingOf(request, 10),
    ...(filters.SecretName ? { names: filters.SecretName } : {}),
    // No secret is in an instance.
    ...(filters.DKMSInstanceId ? { names: [] } : {}),
    ...(filters.Description ? { descriptions: filters.Description } : {}),
    ...(filters.SecretType ? { types: spellAs(filters.SecretType, SECRET_TYPES) ?? [] } : {}),
    ...(filters.Creator ? { creators: filters.Creator } : {}),
    ...(filters.TagKey ? { tagKeys: filters.TagKey } : {}),
    ...(filters.TagValue ? { tagValues: filters.TagValue } : {}),
  });
  const Secret = [];
  for (const secret of page.rows.filter((row) => !isGone(row, now))) {
    const { name, type, createdAt, updatedAt, deleteAt } = secret;
    const tags = request.FetchTags ? await store.tagsOf("secret", name) : undefined;
    Secret.push({
      SecretName: name,
      SecretType: type,
      CreateTime: wireTime(createdAt),
      UpdateTime: wireTime(updatedAt),
      ...(deleteAt === undefined ? {} : { PlannedDeleteTime: wireTime(deleteAt) }),
      ...(tags === undefined ? {} : { Tags: { Tag: wireTags(tags) } }),
    });
  }
  const { PageNumber, PageSize } = request;
  return { SecretList: { Secret }, PageNumber, PageSize, TotalCount: page.total };
};
