// What text a store keeps: well-formed Unicode without the character NUL. PostgreSQL has no NUL in text, and
// UTF-8 has no lone surrogates: SQLite would keep another character in place of one, and two names that differ
// would become one. So that all stores agree, such text is refused when written and found nowhere when read.
import { StoreError } from "./errors.ts";

export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

/**
 * Passes a record whose texts can all be kept, those of its maps (stages, tags) included.
 *
 * @throws StoreError `Invalid`, without the text
 */
export function requireStorable(record: object): void {
  for (const [member, value] of Object.entries(record)) {
    if (typeof value === "string") {
      if (isStorable(value) && isStorable(member)) continue;
      throw new StoreError("Invalid", "a text holds NUL or a lone surrogate");
    }
    const isMap = typeof value === "object" && value !== null && !ArrayBuffer.isView(value);
    if (isMap) requireStorable(value);
  }
}
