// Lists by tag: the indexes hold the resource too. Without it they cost a second look for each tag, and the
// planner would rather walk all tags of a kind by the primary key.

export function tagsWithResources(): readonly string[] {
  return [
    "DROP INDEX tags_by_tag",
    "CREATE INDEX tags_by_key ON tags (resource_type, tag_key, tag_value, resource_id)",
    "CREATE INDEX tags_by_value ON tags (resource_type, tag_value, resource_id)",
  ];
}
