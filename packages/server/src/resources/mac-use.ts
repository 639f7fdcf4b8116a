// The key that GenerateMac and VerifyMac name, ready.
import { ApiError } from "@coffer/contract";
import type { MacKey } from "@coffer/crypto";
import type { KeyRecord } from "@coffer/store";
import type { ReadContext } from "../context.ts";
import { requireAlgorithm } from "./pair-use.ts";
import { findMacKey } from "./use-key.ts";

/** The returned key is used at once, before anything else is awaited. */
export async function macKeyFor(
  { KeyId, Algorithm }: { readonly KeyId: string; readonly Algorithm: string },
  context: ReadContext,
): Promise<{ readonly key: KeyRecord; readonly macKey: MacKey }> {
  const { key, algorithm } = await findMacKey(KeyId, context);
  requireAlgorithm([algorithm.name], Algorithm, key);
  const { keyId, spec, primaryVersionId: versionId } = key;
  if (versionId === undefined) throw new ApiError("Rejected.PendingImport");
  const macKey = await context.keyring.macKey(context.store, { keyId, versionId, spec });
  return { key, macKey };
}
