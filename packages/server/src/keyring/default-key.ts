// The service's own key, which protects secrets whose creator named none. Made once, at the first start.
import type { Random } from "@coffer/crypto";
import type { KeyRecord, ReadStore, WriteStore } from "@coffer/store";
import type { Keyring } from "./keyring.ts";
import { storeNewKey } from "./new-key.ts";

const SETTING = "default-key-id";

/** Makes the default key unless it exists. */
export async function ensureDefaultKey(
  store: WriteStore,
  given: { readonly keyring: Keyring; readonly random: Random; readonly now: number },
): Promise<void> {
  if ((await store.setting(SETTING)) !== undefined) return;
  const description = "Protects secrets that name no key of their own.";
  const key = await storeNewKey(store, { ...given, creator: "service", description });
  await store.putSetting(SETTING, key.keyId);
}

/** @throws Error when the installation has none, which the first start rules out */
export async function defaultKey(store: ReadStore): Promise<KeyRecord> {
  const key = await store.key((await store.setting(SETTING)) ?? "");
  if (key === undefined) throw new Error("the default key is not there");
  return key;
}
