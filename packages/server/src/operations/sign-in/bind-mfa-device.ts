// BindMFADevice: two codes in a row prove that whoever binds the device has it, and that its clock is right.
import { ApiError } from "@coffer/contract";
import { oneTimeCode, timeStep } from "@coffer/crypto";
import { wholeSecond } from "../../domain/times.ts";
import { findUser } from "../../resources/identity/find-identity.ts";
import { findMfaDevice, openSeed } from "../../resources/identity/mfa-device.ts";
import type { RamHandler } from "../handler.ts";

/** Steps of 30 seconds that a device's clock may be off, and that typing takes. */
const TOLERANCE = [-2, -1, 0, 1];

export const bindMfaDevice: RamHandler<"BindMFADevice"> = async (request, context) => {
  const { store, now } = context;
  const user = await findUser(request.UserName, context);
  const device = await findMfaDevice(request.SerialNumber, context);
  if (user.mfaDeviceId !== undefined) throw new ApiError("EntityAlreadyExists.User.MFADevice");
  if (device.userId !== undefined) throw new ApiError("EntityAlreadyExists.VirtualMFADevice.User");
  using seed = await openSeed(device, context);
  const step = TOLERANCE.map((off) => timeStep(now) + off).find(
    (each) =>
      each > device.lastStep &&
      oneTimeCode(seed.reveal(), each) === request.AuthenticationCode1 &&
      oneTimeCode(seed.reveal(), each + 1) === request.AuthenticationCode2,
  );
  if (step === undefined) throw new ApiError("CheckAuthenticationCodeFail");
  const bound = { userId: user.id, activatedAt: wholeSecond(now), lastStep: step + 1 };
  await store.updateIdentity("mfa", { ...device, ...bound });
  await store.updateIdentity("user", { ...user, mfaDeviceId: device.id });
  return {};
};
