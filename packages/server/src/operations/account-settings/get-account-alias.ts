// GetAccountAlias: empty when there is none.
import type { RamHandler } from "../handler.ts";

export const getAccountAlias: RamHandler<"GetAccountAlias"> = async (_request, context) => {
  const { store, caller } = context;
  return { AccountAlias: (await store.accountSetting(caller.accountId, "alias")) ?? "" };
};
