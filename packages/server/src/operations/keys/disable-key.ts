// DisableKey: nothing can be encrypted or decrypted until the key is enabled again.
import { withDue } from "../../domain/key-due.ts";
import { checkState } from "../../domain/key-state.ts";
import { findOwnKey } from "../../resources/find-key.ts";
import type { Handler } from "../handler.ts";

export const disableKey: Handler<"DisableKey"> = async ({ KeyId }, context) => {
  const key = await findOwnKey(KeyId, context);
  checkState(key, "enable or disable");
  await context.store.updateKey(withDue({ ...key, state: "Disabled" }));
  return {};
};
