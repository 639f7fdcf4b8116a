// Managed data keys: data keys that Coffer keeps, sealed as values of secrets are, under the service's own key.
import { openValue, readCiphertextPlace, type SecretBytes, sealValue } from "@coffer/crypto";
import type { ManagedDataKeyHead, ManagedDataKeyRecord } from "@coffer/store";
import type { ReadContext, WriteContext } from "../context.ts";
import { DEFAULT_KEY_SPEC, defaultKey } from "../keyring/default-key.ts";

/** Upstream's name of a version; no secret that a caller names can have it. */
export function managedDataKeyVersionName({ name, versionId }: ManagedDataKeyHead): string {
  return `kms-datakeyversion!${name}!${versionId}`;
}

function placeOf({ accountId, region }: ReadContext | WriteContext, head: ManagedDataKeyHead) {
  const secretName = managedDataKeyVersionName(head);
  const { versionId } = head;
  return { accountId, region, secretName, versionId, dataType: "binary" } as const;
}

export async function sealManagedDataKey(
  head: ManagedDataKeyHead,
  value: SecretBytes,
  context: WriteContext,
): Promise<ManagedDataKeyRecord> {
  const { store, keyring } = context;
  const { keyId, primaryVersionId: versionId = "", spec } = await defaultKey(store);
  const key = await keyring.customerKey(store, { keyId, versionId, spec });
  return { ...head, keyId, ...sealValue(key, value.reveal(), placeOf(context, head)) };
}

/** Wiped by the caller. */
export async function openManagedDataKey(
  record: ManagedDataKeyRecord,
  context: ReadContext,
): Promise<SecretBytes> {
  const place = { ...readCiphertextPlace(record.dataKey), spec: DEFAULT_KEY_SPEC };
  const key = await context.keyring.customerKey(context.store, place);
  return openValue(key, record, placeOf(context, record));
}
