// ImportKeyMaterial: the first import binds the material to the key for ever; only the same may come again.
import { ApiError } from "@coffer/contract";
import type { SecretBytes } from "@coffer/crypto";
import type { KeyRecord, KeyVersionRecord } from "@coffer/store";
import type { WriteContext } from "../../context.ts";
import { withDue } from "../../domain/key-due.ts";
import { checkState } from "../../domain/key-state.ts";
import { wholeSecond } from "../../domain/times.ts";
import { insertVersion, replaceVersion } from "../../keyring/store-version.ts";
import { findKeyById } from "../../resources/find-key.ts";
import { checkExternal, openImport } from "../../resources/import-token.ts";
import type { PreparedHandler } from "../handler.ts";

/** @throws ApiError `InvalidParameter` for a time that has passed */
function expiryOf(unixSeconds: number, now: number): { readonly materialExpiresAt?: number } {
  if (unixSeconds === 0) return {};
  const materialExpiresAt = unixSeconds * 1000;
  if (materialExpiresAt > now) return { materialExpiresAt };
  const message =
    "The specified parameter `KeyMaterialExpireUnix` is not valid: expected a time to come, or 0.";
  throw new ApiError("InvalidParameter", message);
}

/** The key's one version with this material in it: made by the first import, kept by each later one. */
async function storeMaterial(
  { store, keyring, random, now }: WriteContext,
  key: KeyRecord,
  material: SecretBytes,
): Promise<KeyVersionRecord> {
  const { keyId, spec, primaryVersionId } = key;
  const existing =
    primaryVersionId === undefined ? undefined : await store.keyVersion(keyId, primaryVersionId);
  if (existing === undefined) {
    const place = { keyId, versionId: random.uuid(), spec, now };
    const version = keyring.importedVersion(place, material);
    await insertVersion(store, keyring, version);
    return version;
  }
  if (!(await keyring.isSameMaterial(store, existing, material))) {
    const message = "The key material is not the one that the key was made with.";
    throw new ApiError("InvalidKeyMaterial", message);
  }
  const place = { keyId, versionId: existing.versionId, spec, now: existing.createdAt };
  await replaceVersion(store, keyring, keyring.importedVersion(place, material));
  return existing;
}

export const importKeyMaterial: PreparedHandler<"ImportKeyMaterial", SecretBytes> = {
  async prepare(request, context) {
    const key = await findKeyById(request.KeyId, context);
    checkExternal(key);
    checkState(key, "import material");
    expiryOf(request.KeyMaterialExpireUnix, context.now);
    return openImport(key, request, context);
  },
  async run(request, context, material) {
    const { store, now } = context;
    const { materialExpiresAt: _, ...key } = await findKeyById(request.KeyId, context);
    checkExternal(key);
    checkState(key, "import material");
    const { versionId, createdAt } = await storeMaterial(context, key, material);
    const imported: KeyRecord = {
      ...key,
      ...expiryOf(request.KeyMaterialExpireUnix, now),
      state: key.state === "Disabled" ? "Disabled" : "Enabled",
      primaryVersionId: versionId,
      lastRotatedAt: key.lastRotatedAt ?? wholeSecond(createdAt),
    };
    await store.updateKey(withDue(imported));
    return {};
  },
  release: (material) => material.wipe(),
};
