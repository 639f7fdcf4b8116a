// DeleteKeyMaterial: the key stays and waits for the same material.
import { withoutMaterial } from "../../domain/key-due.ts";
import { findKeyById } from "../../resources/find-key.ts";
import { checkExternal } from "../../resources/import-token.ts";
import { dropMaterial } from "../../resources/imported-material.ts";
import type { PreparedHandler } from "../handler.ts";

export const deleteKeyMaterial: PreparedHandler<"DeleteKeyMaterial", () => void> = {
  async prepare({ KeyId }, context) {
    const { keyId } = await findKeyById(KeyId, context);
    return () => context.keyring.forget(keyId);
  },
  async run({ KeyId }, context) {
    const key = await findKeyById(KeyId, context);
    checkExternal(key);
    await dropMaterial(context, key);
    await context.store.updateKey(withoutMaterial(key));
    return {};
  },
  release: (forget) => forget(),
};
