// Attested recipients: a feature of dedicated instances, which there are none of here.
import { ApiError } from "@coffer/contract";

/** @throws ApiError `UnsupportedOperation` */
export function refuseRecipient({ Recipient }: { readonly Recipient?: string }): void {
  if (Recipient === undefined) return;
  throw new ApiError("UnsupportedOperation", "The parameter `Recipient` is not supported.");
}
