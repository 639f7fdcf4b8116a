// Tags of keys, secrets and identities, as rows.
import { type Expression, type SqlBool, sql } from "kysely";
import type { TaggedType, TagRecord } from "../../records.ts";
import type { TagQuery } from "../../store.ts";
import type { Row } from "../database.ts";
import { type Builder, prepare } from "../statement.ts";

export function tagOf(row: Row): TagRecord {
  return {
    resourceType: row.resource_type as TaggedType, // written from one
    resourceId: String(row.resource_id),
    key: String(row.tag_key),
    value: String(row.tag_value),
  };
}

/** `column in (values)`; an empty list, which would be no SQL, holds for no row. */
export function isAnyOf(column: string, values: readonly string[]): Expression<SqlBool> {
  if (values.length === 0) return sql<SqlBool>`1 = 0`;
  return sql<SqlBool>`${sql.ref(column)} in (${sql.join(values)})`;
}

/**
 * The condition that the resource in `column` has a tag of these keys and one of these values. Asked as a set
 * of resources, so that a few tags are found by their index instead of by looking at every resource.
 */
export function withTags(
  column: "keys.key_id" | "secrets.name",
  wanted: {
    readonly type: "key" | "secret";
    readonly tagKeys?: readonly string[];
    readonly tagValues?: readonly string[];
  },
): Expression<SqlBool> {
  const has = (tagColumn: "tag_key" | "tag_value", values: readonly string[] | undefined) =>
    values === undefined
      ? sql<SqlBool>`1 = 1`
      : sql<SqlBool>`${sql.ref(column)} in (select resource_id from tags
          where resource_type = ${wanted.type} and ${isAnyOf(tagColumn, values)})`;
  return sql<SqlBool>`${has("tag_key", wanted.tagKeys)} and ${has("tag_value", wanted.tagValues)}`;
}

/** Tags in the order resource, key, as a `TagQuery` asks for them. */
export function tagList(builder: Builder, query: TagQuery) {
  let tags = builder.selectFrom("tags").selectAll().where("resource_type", "=", query.resourceType);
  const { resourceIds, after, matching = [] } = query;
  if (resourceIds !== undefined) tags = tags.where(isAnyOf("resource_id", resourceIds));
  for (const { key, value } of matching) {
    tags = tags.where("resource_id", "in", (inner) => {
      const found = inner
        .selectFrom("tags as matching")
        .select("matching.resource_id")
        .where("matching.resource_type", "=", query.resourceType)
        .where("matching.tag_key", "=", key);
      return value === undefined ? found : found.where("matching.tag_value", "=", value);
    });
  }
  if (after !== undefined) {
    tags = tags.where(({ eb, or, and }) =>
      or([
        eb("resource_id", ">", after.resourceId),
        and([eb("resource_id", "=", after.resourceId), eb("tag_key", ">", after.key)]),
      ]),
    );
  }
  return tags.orderBy("resource_id").orderBy("tag_key").limit(query.limit);
}

export function createTagStatements(builder: Builder) {
  type Place = { resourceType: string; resourceId: string };
  return {
    tagsOf: prepare<Place>(({ resourceType, resourceId }) =>
      builder
        .selectFrom("tags")
        .selectAll()
        .where("resource_type", "=", resourceType)
        .where("resource_id", "=", resourceId),
    ),
    putTag: prepare<Place & { key: string; value: string }>((value) =>
      builder
        .insertInto("tags")
        .values({
          resource_type: value.resourceType,
          resource_id: value.resourceId,
          tag_key: value.key,
          tag_value: value.value,
        })
        .onConflict((conflict) =>
          conflict
            .columns(["resource_type", "resource_id", "tag_key"])
            .doUpdateSet({ tag_value: value.value }),
        ),
    ),
    deleteTag: prepare<Place & { key: string }>((value) =>
      builder
        .deleteFrom("tags")
        .where("resource_type", "=", value.resourceType)
        .where("resource_id", "=", value.resourceId)
        .where("tag_key", "=", value.key),
    ),
    deleteTags: prepare<Place>((value) =>
      builder
        .deleteFrom("tags")
        .where("resource_type", "=", value.resourceType)
        .where("resource_id", "=", value.resourceId),
    ),
  };
}
