// Finds an alias as it is at this moment: gone with its key, also where the job that destroys due keys is late.
import type { AliasRecord, ReadStore } from "@coffer/store";
import { keyAt } from "../domain/key-state.ts";

interface Where {
  readonly store: ReadStore;
  readonly now: number;
}

export async function findAlias(
  name: string,
  { store, now }: Where,
): Promise<AliasRecord | undefined> {
  const alias = await store.alias(name);
  const key = alias && (await store.key(alias.keyId));
  return key && keyAt(key, now) ? alias : undefined;
}
