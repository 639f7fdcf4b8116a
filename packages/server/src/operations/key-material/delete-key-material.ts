// DeleteKeyMaterial: the key stays and waits for the same material.
import { withoutMaterial } from "../../domain/key-due.ts";
import { findKeyById } from "../../resources/find-key.ts";
import { checkExternal } from "../../resources/import-token.ts";
import { dropMaterial } from "../../resources/imported-material.ts";
import type { Handler } from "../handler.ts";

export const deleteKeyMaterial: Handler<"DeleteKeyMaterial"> = async ({ KeyId }, context) => {
  const key = await findKeyById(KeyId, context);
  checkExternal(key);
  await dropMaterial(context, key);
  await context.store.updateKey(withoutMaterial(key));
  context.keyring.forget(key.keyId);
  return {};
};
