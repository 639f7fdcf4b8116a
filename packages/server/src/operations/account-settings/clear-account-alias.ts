// ClearAccountAlias: none afterwards, whether there was one or not.
import type { RamHandler } from "../handler.ts";

export const clearAccountAlias: RamHandler<"ClearAccountAlias"> = async (_request, context) => {
  const { store, caller } = context;
  await store.putAccountSetting(caller.accountId, "alias", undefined);
  return {};
};
