// Finds a version of a key that the caller has just seen.
import { ApiError } from "@coffer/contract";
import type { KeyVersionRecord, ReadStore } from "@coffer/store";

/**
 * @throws ApiError `Forbidden.KeyVersionNotFound`, or `Forbidden.KeyNotFound` when the key's destruction has
 * overtaken this call
 */
export async function findVersion(
  store: ReadStore,
  { keyId, versionId }: { readonly keyId: string; readonly versionId: string },
): Promise<KeyVersionRecord> {
  const version = await store.keyVersion(keyId, versionId);
  if (version !== undefined) return version;
  const isGone = (await store.key(keyId)) === undefined;
  throw new ApiError(isGone ? "Forbidden.KeyNotFound" : "Forbidden.KeyVersionNotFound");
}
