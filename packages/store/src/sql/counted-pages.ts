// Pages of a list by number without walking it: how many rows live in each block of ids is kept at two
// levels, changed in the transaction that adds or removes a row. Finding a page adds up the large blocks, then
// the small ones within one of them, and skips at most one small block of rows.
import type { Connection, Row } from "./database.ts";
import { type Builder, prepare } from "./statement.ts";

/** Ids in a block of each level. */
const LEVELS = [2 ** 7, 2 ** 14] as const;

export interface CountedList {
  /** Records that the row of this id came (1) or went (-1). */
  change(connection: Connection, id: number, by: 1 | -1): Promise<void>;
  /**
   * How many rows there are, and where the one after `offset` others is: `skip` rows from the first id at or
   * above `from`; nowhere past the end. Its statements must see one state.
   */
  find(
    connection: Connection,
    offset: number,
  ): Promise<{ total: number; start: { from: number; skip: number } | undefined }>;
}

export function createCountedList(builder: Builder, list: string): CountedList {
  const add = prepare<{ level: number; bucket: number; by: number }>((value) =>
    builder
      .insertInto("list_counts")
      .values({ list, level: value.level, bucket: value.bucket, count: value.by })
      .onConflict((conflict) =>
        conflict.columns(["list", "level", "bucket"]).doUpdateSet((row) => ({
          count: row("list_counts.count", "+", value.by),
        })),
      ),
  );
  const blocks = prepare<{ level: number; from: number; below: number }>((value) =>
    builder
      .selectFrom("list_counts")
      .select(["bucket", "count"])
      .where("list", "=", list)
      .where("level", "=", value.level)
      .where("bucket", ">=", value.from)
      .where("bucket", "<", value.below)
      .orderBy("bucket"),
  );
  const dropEmpty = prepare<{ level: number; bucket: number }>((value) =>
    builder
      .deleteFrom("list_counts")
      .where("list", "=", list)
      .where("level", "=", value.level)
      .where("bucket", "=", value.bucket)
      .where("count", "=", 0),
  );
  const [small, large] = LEVELS;
  return {
    async change(connection, id, by) {
      for (const [level, size] of LEVELS.entries()) {
        const bucket = Math.floor(id / size);
        await add(connection, { level, bucket, by });
        // Ids are never used again: without this, blocks long empty would be added up for ever.
        if (by === -1) await dropEmpty(connection, { level, bucket });
      }
    },
    async find(connection, offset) {
      const everywhere = { level: 1, from: 0, below: Number.MAX_SAFE_INTEGER };
      const outer = placeIn(await blocks(connection, everywhere), offset);
      if (outer.bucket === undefined) return { total: outer.total, start: undefined };
      const ratio = large / small;
      const from = outer.bucket * ratio;
      const range = { level: 0, from, below: from + ratio };
      const inner = placeIn(await blocks(connection, range), outer.skip);
      if (inner.bucket === undefined) return { total: outer.total, start: undefined };
      return { total: outer.total, start: { from: inner.bucket * small, skip: inner.skip } };
    },
  };
}

/** The block that holds the row after `offset` others, and how many of its own rows come before. */
function placeIn(
  blocks: readonly Row[],
  offset: number,
): { total: number; bucket: number | undefined; skip: number } {
  let total = 0;
  let bucket: number | undefined;
  let skip = 0;
  for (const block of blocks) {
    const before = total;
    total += Number(block.count);
    if (bucket !== undefined || offset >= total) continue;
    bucket = Number(block.bucket);
    skip = offset - before;
  }
  return { total, bucket, skip };
}
