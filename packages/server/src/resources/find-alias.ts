// Finds an alias as it is at this moment: gone with its key, also where the job that destroys due keys is late.
import type { AliasRecord, ReadStore } from "@coffer/store";
import { keyAt } from "../domain/key-state.ts";
import { aliasOf, type Place } from "../domain/names.ts";

interface Where extends Place {
  readonly store: ReadStore;
  readonly now: number;
}

/**
 * By its name or ARN; what is neither names none.
 *
 * @throws ApiError `Forbidden.AliasNotFound` for the ARN of another account or region
 */
export async function findAlias(text: string, where: Where): Promise<AliasRecord | undefined> {
  const { store, now } = where;
  const alias = await store.alias(aliasOf(text, where) ?? text);
  const key = alias && (await store.key(alias.keyId));
  return key && keyAt(key, now) ? alias : undefined;
}
