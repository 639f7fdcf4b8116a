// GetUserMFAInfo: which device the user has.
import { ApiError } from "@coffer/contract";
import { findUser } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const getUserMfaInfo: RamHandler<"GetUserMFAInfo"> = async (request, context) => {
  const { mfaDeviceId } = await findUser(request.UserName, context);
  const device = mfaDeviceId && (await context.store.identityById("mfa", mfaDeviceId));
  if (!device) throw new ApiError("EntityNotExist.User.MFADevice");
  return { MFADevice: { SerialNumber: device.serialNumber, Type: "VMFA" } };
};
