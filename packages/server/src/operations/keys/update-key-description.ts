// UpdateKeyDescription: an empty text removes it.
import { checkState } from "../../domain/key-state.ts";
import { findOwnKey } from "../../resources/find-key.ts";
import type { Handler } from "../handler.ts";

export const updateKeyDescription: Handler<"UpdateKeyDescription"> = async (request, context) => {
  const key = await findOwnKey(request.KeyId, context);
  checkState(key, "change");
  await context.store.updateKey({ ...key, description: request.Description });
  return {};
};
