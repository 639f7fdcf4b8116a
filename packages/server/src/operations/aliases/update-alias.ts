// UpdateAlias: points an alias at another key, whose state counts; the old key's does not.
import { ApiError } from "@coffer/contract";
import { checkState } from "../../domain/key-state.ts";
import { findAlias } from "../../resources/find-alias.ts";
import { findOwnKey } from "../../resources/find-key.ts";
import type { Handler } from "../handler.ts";

export const updateAlias: Handler<"UpdateAlias"> = async (request, context) => {
  const { store } = context;
  const alias = await findAlias(request.AliasName, context);
  if (alias === undefined) throw new ApiError("Forbidden.AliasNotFound");
  const key = await findOwnKey(request.KeyId, context);
  checkState(key, "change");
  await store.updateAlias(alias.name, key.keyId);
  return {};
};
