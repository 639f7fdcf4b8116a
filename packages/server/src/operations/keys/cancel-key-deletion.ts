// CancelKeyDeletion: the key is Enabled again, or waits for its material where that is gone.
import { withDue } from "../../domain/key-due.ts";
import { checkState } from "../../domain/key-state.ts";
import { findOwnKey } from "../../resources/find-key.ts";
import type { Handler } from "../handler.ts";

export const cancelKeyDeletion: Handler<"CancelKeyDeletion"> = async ({ KeyId }, context) => {
  const { store, now } = context;
  const { deleteAt: _, ...key } = await findOwnKey(KeyId, context);
  checkState(key, "cancel deletion");
  const { keyId, origin, primaryVersionId = "", materialExpiresAt } = key;
  const expired = materialExpiresAt !== undefined && materialExpiresAt <= now;
  const imported =
    origin === "EXTERNAL" ? await store.keyVersion(keyId, primaryVersionId) : undefined;
  const waits = origin === "EXTERNAL" && (expired || imported?.wrappedMaterial === undefined);
  await store.updateKey(withDue({ ...key, state: waits ? "PendingImport" : "Enabled" }));
  return {};
};
