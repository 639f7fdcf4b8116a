// CreateAlias: a name of a key, unique in the account and region.
import { ApiError } from "@coffer/contract";
import { checkNewAlias } from "../../domain/aliases.ts";
import { checkState } from "../../domain/key-state.ts";
import { findAlias } from "../../resources/find-alias.ts";
import { findOwnKey } from "../../resources/find-key.ts";
import type { Handler } from "../handler.ts";

export const createAlias: Handler<"CreateAlias"> = async (request, context) => {
  const { AliasName: name } = request;
  checkNewAlias(name);
  const { store, now: createdAt } = context;
  const key = await findOwnKey(request.KeyId, context);
  checkState(key, "create alias");
  if ((await findAlias(name, context)) !== undefined) throw new ApiError("AliasAlreadyExists");
  await store.deleteAlias(name);
  await store.insertAlias({ name, keyId: key.keyId, createdAt });
  return {};
};
