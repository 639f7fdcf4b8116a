// Removes imported material and keeps what recognises it when it comes again.
import type { KeyRecord, WriteStore } from "@coffer/store";

export async function dropMaterial(store: WriteStore, key: KeyRecord): Promise<void> {
  const { keyId, primaryVersionId } = key;
  if (primaryVersionId === undefined) return;
  const version = await store.keyVersion(keyId, primaryVersionId);
  if (version?.wrappedMaterial === undefined) return;
  const { wrappedMaterial: _, ...rest } = version;
  await store.updateKeyVersion(rest);
}
