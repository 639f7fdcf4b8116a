// Used nonces, as rows: one for what a commit brings of one bucket. Numbers rise in the order of commits: the newest
// row is never deleted, so that none is given twice.
import { sql } from "kysely";
import type { UsedNonces } from "../../nonces.ts";
import type { Row } from "../database.ts";
import { type Builder, prepare } from "../statement.ts";

/** Rows that are looked at in one step. */
export const NONCE_ROWS = 4_096;

export function usedNoncesOf(row: Row): UsedNonces {
  return {
    bucket: Number(row.bucket),
    prints: row.prints as Uint8Array, // a column of bytes
  };
}

/** @param writer tells rows of this store from those of others */
export function createNonceStatements(builder: Builder, writer: number) {
  const end = (which: "MIN" | "MAX") =>
    builder
      .selectFrom("used_nonces")
      .select(sql<number>`${sql.raw(which)}(id)`.as("id"))
      .as(which === "MIN" ? "first" : "last");
  return {
    insertUsedNonces: prepare<{ bucket: number; prints: Uint8Array }>(({ bucket, prints }) =>
      builder.insertInto("used_nonces").values({ writer, bucket, prints }),
    ),
    usedNoncesOfOthers: prepare<{ after: number; last: number }>(({ after, last }) =>
      builder
        .selectFrom("used_nonces")
        .select(["bucket", "prints"])
        .where("id", ">", after)
        .where("id", "<=", last)
        .where("writer", "<>", writer),
    ),
    /** Each by itself: asked for both at once, a database may read the whole table. */
    usedNonceBounds: prepare<Record<string, never>>(() =>
      builder.selectNoFrom([end("MIN"), end("MAX")]),
    ),
    deleteUsedNonces: prepare<{ bucket: number; after: number; last: number }>(
      ({ bucket, after, last }) =>
        builder
          .deleteFrom("used_nonces")
          .where("id", ">", after)
          .where("id", "<=", last)
          .where("bucket", "=", bucket),
    ),
  };
}
