// DeleteVirtualMFADevice: refused while a user has it.
import { ApiError } from "@coffer/contract";
import { findMfaDevice } from "../../resources/identity/mfa-device.ts";
import type { RamHandler } from "../handler.ts";

export const deleteVirtualMfaDevice: RamHandler<"DeleteVirtualMFADevice"> = async (
  request,
  context,
) => {
  const { id, userId } = await findMfaDevice(request.SerialNumber, context);
  if (userId !== undefined) throw new ApiError("DeleteConflict.VirtualMFADevice.User");
  await context.store.deleteIdentity("mfa", id);
  return {};
};
