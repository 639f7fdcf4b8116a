// Lists by the value of a tag alone find it by an index.

export function tagsByValue(): readonly string[] {
  return ["CREATE INDEX tags_by_value ON tags (resource_type, tag_value)"];
}
