// Virtual MFA devices: found by their serial numbers; their seeds are sealed under the service's own key, as security
// tokens are, bound to the device.
import { ApiError } from "@coffer/contract";
import { readCiphertextPlace, type SecretBytes, serviceContext } from "@coffer/crypto";
import type { MfaDeviceRecord } from "@coffer/store";
import type { ReadContext, WriteContext } from "../../context.ts";
import { DEFAULT_KEY_SPEC, defaultKey } from "../../keyring/default-key.ts";

type Context = ReadContext | WriteContext;

export const serialNumberOf = (accountId: string, name: string): string =>
  `acs:ram::${accountId}:mfa/${name}`;

/** A device of the caller's account. @throws ApiError `EntityNotExist.VirtualMFADevice` */
export async function findMfaDevice(
  serialNumber: string,
  { store, caller }: Context,
): Promise<MfaDeviceRecord> {
  const prefix = serialNumberOf(caller.accountId, "");
  const name = serialNumber.startsWith(prefix) ? serialNumber.slice(prefix.length) : "";
  const found = name === "" ? undefined : await store.identity("mfa", caller.accountId, name);
  if (found === undefined) throw new ApiError("EntityNotExist.VirtualMFADevice");
  return found;
}

const bindingOf = (id: string, { accountId, region }: Context): Uint8Array =>
  serviceContext("mfa-seed", [accountId, region, id]);

export async function sealSeed(seed: Uint8Array, id: string, context: Context): Promise<string> {
  const { store, keyring } = context;
  const { keyId, primaryVersionId: versionId = "", spec } = await defaultKey(store);
  const key = await keyring.customerKey(store, { keyId, versionId, spec });
  return Buffer.from(key.encrypt(seed, bindingOf(id, context))).toString("base64");
}

/** The seed, to be wiped by the caller. @throws DecryptionError for another device's */
export async function openSeed(
  { id, sealedSeed }: MfaDeviceRecord,
  context: Context,
): Promise<SecretBytes> {
  const { store, keyring } = context;
  const sealed = Buffer.from(sealedSeed, "base64");
  const place = { ...readCiphertextPlace(sealed), spec: DEFAULT_KEY_SPEC };
  const key = await keyring.customerKey(store, place);
  return key.decrypt(sealed, bindingOf(id, context));
}
