// DeleteAlias: the key is untouched.
import { ApiError } from "@coffer/contract";
import { findAlias } from "../../resources/find-alias.ts";
import type { Handler } from "../handler.ts";

export const deleteAlias: Handler<"DeleteAlias"> = async ({ AliasName }, context) => {
  const alias = await findAlias(AliasName, context);
  if (alias === undefined) throw new ApiError("Forbidden.AliasNotFound");
  await context.store.deleteAlias(alias.name);
  return {};
};
