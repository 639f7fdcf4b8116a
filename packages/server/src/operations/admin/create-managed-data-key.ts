// CreateManagedDataKey: upstream makes managed data keys in its own console; here a call does.
import { SecretBytes } from "@coffer/crypto";
import { managedDataKeyVersionName, sealManagedDataKey } from "../../resources/managed-data-key.ts";
import type { AdminHandler } from "../handler.ts";

export const createManagedDataKey: AdminHandler<"CreateManagedDataKey"> = async (
  { DataKeyName: name, NumberOfBytes },
  context,
) => {
  const { store, random, now } = context;
  const head = { name, versionId: random.uuid(), createdAt: now };
  using value = SecretBytes.random(NumberOfBytes, random);
  await store.insertManagedDataKey(await sealManagedDataKey(head, value, context));
  return {
    DataKeyName: name,
    DataKeyVersionId: head.versionId,
    DataKeyVersionName: managedDataKeyVersionName(head),
  };
};
