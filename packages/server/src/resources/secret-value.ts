// Values of secrets: sealed when a version is written, opened when it is read.
import { ApiError } from "@coffer/contract";
import {
  openValue,
  readCiphertextPlace,
  type SecretBytes,
  sealValue,
  type ValuePlace,
} from "@coffer/crypto";
import type { KeyRecord, SecretRecord, SecretVersionRecord } from "@coffer/store";
import type { ReadContext, WriteContext } from "../context.ts";
import { checkUsable } from "../domain/key-state.ts";

type Context = ReadContext | WriteContext;

interface Version {
  readonly secretName: string;
  readonly versionId: string;
  readonly dataType: "text" | "binary";
}

function placeOf({ accountId, region }: Context, version: Version): ValuePlace {
  const { secretName, versionId, dataType } = version;
  return { accountId, region, secretName, versionId, dataType };
}

/** Seals a value under the primary version of a key. @throws ApiError when the key is not Enabled */
export async function seal(
  context: Context,
  key: KeyRecord,
  version: Version & { readonly data: string },
): Promise<{ readonly dataKey: Uint8Array; readonly value: Uint8Array }> {
  checkUsable(key);
  const { keyId, primaryVersionId } = key;
  if (primaryVersionId === undefined) throw new ApiError("Rejected.PendingImport");
  const place = { keyId, versionId: primaryVersionId, spec: key.spec };
  const customerKey = await context.keyring.customerKey(context.store, place);
  const { data, ...where } = version;
  const bytes = Buffer.from(data, "utf8");
  try {
    return sealValue(customerKey, bytes, placeOf(context, where));
  } finally {
    bytes.fill(0);
  }
}

/** Opens a version's value. The caller wipes it. @throws ApiError when the key is not Enabled */
export async function open(
  context: Context,
  { secret, key }: { readonly secret: SecretRecord; readonly key: KeyRecord },
  version: SecretVersionRecord,
): Promise<SecretBytes> {
  checkUsable(key);
  const { keyId, versionId } = readCiphertextPlace(version.dataKey);
  const customerKey = await context.keyring.customerKey(context.store, {
    keyId,
    versionId,
    spec: key.spec,
  });
  const { dataType } = version;
  const place = { secretName: secret.name, versionId: version.versionId, dataType };
  return openValue(customerKey, version, placeOf(context, place));
}
