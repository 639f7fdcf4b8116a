// DeleteAlias: the key is untouched.
import { ApiError } from "@coffer/contract";
import type { Handler } from "../handler.ts";

export const deleteAlias: Handler<"DeleteAlias"> = async ({ AliasName }, { store }) => {
  if (!(await store.deleteAlias(AliasName))) throw new ApiError("Forbidden.AliasNotFound");
  return {};
};
