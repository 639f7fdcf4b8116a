// The service's own key, which protects secrets whose creator named none. Made once, at the first start.
import type { KeyRecord, ReadStore, WriteStore } from "@coffer/store";
import type { Keyring } from "./keyring.ts";
import { type DrawnKey, newKeyRecord, storeNewKey } from "./new-key.ts";

const SETTING = "default-key-id";

export const DEFAULT_KEY_SPEC = "Aliyun_AES_256";

/** Stores the default key unless there is one. */
export async function ensureDefaultKey(
  parts: { readonly store: WriteStore; readonly keyring: Keyring },
  drawn: DrawnKey,
  now: number,
): Promise<void> {
  const { store } = parts;
  if ((await store.setting(SETTING)) !== undefined) return;
  const plan = {
    spec: DEFAULT_KEY_SPEC,
    usage: "ENCRYPT/DECRYPT",
    origin: "Aliyun_KMS",
    protectionLevel: "SOFTWARE",
    description: "Protects secrets that name no key of their own.",
    creator: "service",
  };
  const key = newKeyRecord(plan, drawn, now);
  await storeNewKey(parts, key, drawn);
  await store.putSetting(SETTING, key.keyId);
}

/** @throws Error when the installation has none, which the first start rules out */
export async function defaultKey(store: ReadStore): Promise<KeyRecord> {
  const key = await store.key((await store.setting(SETTING)) ?? "");
  if (key === undefined) throw new Error("the default key is not there");
  return key;
}
