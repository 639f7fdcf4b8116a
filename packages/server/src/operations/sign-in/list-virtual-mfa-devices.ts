// ListVirtualMFADevices: in the order of their names, with whom they are bound to.
import { wireTime } from "../../domain/times.ts";
import { readPage } from "../../resources/identity/identity-page.ts";
import type { RamHandler } from "../handler.ts";

export const listVirtualMfaDevices: RamHandler<"ListVirtualMFADevices"> = async (
  request,
  context,
) => {
  const { store, caller } = context;
  const { rows, end } = await readPage(
    request,
    (page) => store.identities("mfa", caller.accountId, page),
    ({ name }) => name,
  );
  const views = [];
  for (const { serialNumber, userId, activatedAt } of rows) {
    const user = userId === undefined ? undefined : await store.identityById("user", userId);
    views.push({
      SerialNumber: serialNumber,
      ActivateDate: activatedAt === undefined ? "" : wireTime(activatedAt),
      User: {
        ...{ UserId: user?.id ?? "", UserName: user?.name ?? "" },
        DisplayName: user?.displayName ?? "",
      },
    });
  }
  return { VirtualMFADevices: { VirtualMFADevice: views }, ...end };
};
