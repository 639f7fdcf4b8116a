// SetDeletionProtection: a protected key cannot be scheduled for deletion.
import { ApiError } from "@coffer/contract";
import { checkState } from "../../domain/key-state.ts";
import { aliasOf, keyIdOf } from "../../domain/names.ts";
import { findOwnKey } from "../../resources/find-key.ts";
import type { Handler } from "../handler.ts";

interface Target {
  readonly KeyId?: string;
  readonly ProtectedResourceArn?: string;
  readonly KmsInstanceId?: string;
}

/** Exactly one key, by either member. There are no instances to protect here. */
function targetOf(
  { KeyId, ProtectedResourceArn, KmsInstanceId }: Target,
  place: { readonly accountId: string; readonly region: string },
): string {
  const target = ProtectedResourceArn ?? KeyId;
  if (target === undefined) {
    if (KmsInstanceId !== undefined) throw new ApiError("Forbidden.DKMSInstanceNotFound");
    const message = "The required parameter `ProtectedResourceArn` is missing.";
    throw new ApiError("MissingParameter", message);
  }
  if (KeyId?.startsWith("alias/") || (KeyId !== undefined && aliasOf(KeyId, place) !== undefined)) {
    throw new ApiError("Unsupported.Alias");
  }
  if (KeyId !== undefined && KeyId !== target && keyIdOf(KeyId, place) !== keyIdOf(target, place)) {
    const message = "The parameters `ProtectedResourceArn` and `KeyId` name different keys.";
    throw new ApiError("InvalidParameter", message);
  }
  return target;
}

export const setDeletionProtection: Handler<"SetDeletionProtection"> = async (request, context) => {
  const key = await findOwnKey(targetOf(request, context), context);
  checkState(key, "change");
  const enabled = request.EnableDeletionProtection;
  await context.store.updateKey({
    ...key,
    deletionProtection: enabled,
    deletionProtectionDescription: enabled ? (request.DeletionProtectionDescription ?? "") : "",
  });
  return {};
};
