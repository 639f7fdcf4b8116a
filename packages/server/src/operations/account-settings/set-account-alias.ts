// SetAccountAlias: replaces the one before.
import type { RamHandler } from "../handler.ts";

export const setAccountAlias: RamHandler<"SetAccountAlias"> = async (request, context) => {
  const { store, caller } = context;
  await store.putAccountSetting(caller.accountId, "alias", request.AccountAlias);
  return {};
};
