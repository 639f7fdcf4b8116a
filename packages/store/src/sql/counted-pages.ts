// Pages of a list by number without walking it: how many rows live in each block of ids is kept at two
// levels, changed in the transaction that adds or removes a row. Finding a page adds up the large blocks, then
// the small ones within one of them, and skips at most one small block of rows.
import type { Connection } from "./database.ts";
import { type Builder, prepare } from "./statement.ts";

/** Ids in a block of each level. */
const LEVELS = [2 ** 7, 2 ** 14] as const;

export interface CountedList {
  /** Records that the row of this id came (1) or went (-1). */
  change(connection: Connection, id: number, by: 1 | -1): Promise<void>;
  total(connection: Connection): Promise<number>;
  /** Where the row after `offset` others is: `skip` rows from the first id at or above `from`. */
  find(connection: Connection, offset: number): Promise<{ from: number; skip: number } | undefined>;
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
  const all = { from: 0, below: Number.MAX_SAFE_INTEGER };
  const [small, large] = LEVELS;
  const within = async (
    connection: Connection,
    range: { level: number; from: number; below: number },
    offset: number,
  ): Promise<{ bucket: number; skip: number } | undefined> => {
    let skip = offset;
    for (const row of await blocks(connection, range)) {
      const count = Number(row.count);
      if (skip < count) return { bucket: Number(row.bucket), skip };
      skip -= count;
    }
    return undefined;
  };
  return {
    async change(connection, id, by) {
      for (const [level, size] of LEVELS.entries()) {
        await add(connection, { level, bucket: Math.floor(id / size), by });
      }
    },
    async total(connection) {
      const rows = await blocks(connection, { level: 1, ...all });
      return rows.reduce((sum, row) => sum + Number(row.count), 0);
    },
    async find(connection, offset) {
      const outer = await within(connection, { level: 1, ...all }, offset);
      if (outer === undefined) return undefined;
      const ratio = large / small;
      const from = outer.bucket * ratio;
      const range = { level: 0, from, below: from + ratio };
      const inner = await within(connection, range, outer.skip);
      return inner && { from: inner.bucket * small, skip: inner.skip };
    },
  };
}
