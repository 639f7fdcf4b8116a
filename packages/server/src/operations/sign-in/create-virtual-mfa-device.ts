// CreateVirtualMFADevice: its seed is told this once, as text and as a picture.
import { ApiError, RAM_LIMITS } from "@coffer/contract";
import { SecretBytes } from "@coffer/crypto";
import { newMfaId } from "../../domain/identity/identity-ids.ts";
import { wholeSecond } from "../../domain/times.ts";
import { sealSeed, serialNumberOf } from "../../resources/identity/mfa-device.ts";
import { base32, seedPicture } from "../../resources/identity/seed-picture.ts";
import type { RamHandler } from "../handler.ts";

/** As long as the hash in its codes: RFC 4226 asks for that. */
const SEED_BYTES = 20;

export const createVirtualMfaDevice: RamHandler<"CreateVirtualMFADevice"> = async (
  request,
  context,
) => {
  const { store, caller, random } = context;
  const { accountId } = caller;
  const { VirtualMFADeviceName: name } = request;
  if ((await store.identity("mfa", accountId, name)) !== undefined) {
    throw new ApiError("EntityAlreadyExists.VirtualMFADevice");
  }
  if ((await store.countIdentities("mfa", accountId)) >= RAM_LIMITS.mfaDevicesPerAccount) {
    throw new ApiError("LimitExceeded.VirtualMFADevice");
  }
  using seed = SecretBytes.own(random.bytes(SEED_BYTES));
  const id = newMfaId(random);
  const serialNumber = serialNumberOf(accountId, name);
  const now = wholeSecond(context.now);
  await store.insertIdentity("mfa", {
    ...{ accountId, id, name, serialNumber, createdAt: now, updatedAt: now, lastStep: 0 },
    sealedSeed: await sealSeed(seed.reveal(), id, context),
  });
  return {
    VirtualMFADevice: {
      SerialNumber: serialNumber,
      Base32StringSeed: base32(seed.reveal()),
      QRCodePNG: seedPicture(seed.reveal(), `${name}@${accountId}`),
    },
  };
};
