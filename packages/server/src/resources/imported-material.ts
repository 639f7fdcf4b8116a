// Removes imported material and keeps what recognises it when it comes again.
import type { KeyRecord, WriteStore } from "@coffer/store";
import type { Keyring } from "../keyring/keyring.ts";
import { replaceVersion } from "../keyring/store-version.ts";

export async function dropMaterial(
  { store, keyring }: { readonly store: WriteStore; readonly keyring: Keyring },
  key: KeyRecord,
): Promise<void> {
  const { keyId, primaryVersionId } = key;
  if (primaryVersionId === undefined) return;
  const version = await store.keyVersion(keyId, primaryVersionId);
  if (version?.wrappedMaterial === undefined) return;
  const { wrappedMaterial: _, ...rest } = version;
  await replaceVersion(store, keyring, rest);
}
