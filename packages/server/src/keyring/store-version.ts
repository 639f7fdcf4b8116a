// The only way of key versions into the store: under the root key that is current in the same transaction.
import type { KeyVersionRecord, WriteStore } from "@coffer/store";
import type { Keyring } from "./keyring.ts";

export async function insertVersion(
  store: WriteStore,
  keyring: Keyring,
  record: KeyVersionRecord,
): Promise<void> {
  await store.insertKeyVersion(await keyring.settled(store, record));
}

/** @throws StoreError `NotFound` */
export async function replaceVersion(
  store: WriteStore,
  keyring: Keyring,
  record: KeyVersionRecord,
): Promise<void> {
  await store.updateKeyVersion(await keyring.settled(store, record));
}
