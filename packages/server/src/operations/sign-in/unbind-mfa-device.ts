// UnbindMFADevice: the device stays, bound to nobody.
import { ApiError } from "@coffer/contract";
import { findUser } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const unbindMfaDevice: RamHandler<"UnbindMFADevice"> = async (request, context) => {
  const { store } = context;
  const { mfaDeviceId, ...user } = await findUser(request.UserName, context);
  const device = mfaDeviceId && (await store.identityById("mfa", mfaDeviceId));
  if (!device) throw new ApiError("EntityNotExist.User.MFADevice");
  const { userId: _, activatedAt: __, ...unbound } = device;
  await store.updateIdentity("mfa", unbound);
  await store.updateIdentity("user", user);
  return { MFADevice: { SerialNumber: device.serialNumber } };
};
