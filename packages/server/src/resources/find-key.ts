// Finds the key that a caller names.
import { ApiError, type ErrorCode } from "@coffer/contract";
import type { KeyRecord, ReadStore } from "@coffer/store";
import { keyIdOf, type Place } from "../domain/names.ts";

/** @throws ApiError `Forbidden.AliasNotFound` or the given code */
export async function findKey(
  text: string,
  where: Place & { readonly store: ReadStore },
  code: ErrorCode = "Forbidden.KeyNotFound",
): Promise<KeyRecord> {
  const key = await where.store.key(keyIdOf(text, where, code));
  if (key === undefined) throw new ApiError(code);
  return key;
}
