// CreateAccount: with a root AccessKey of its own, told this once.
import { ApiError } from "@coffer/contract";
import { newAccountId } from "../../domain/identity/identity-ids.ts";
import { accountView } from "../../domain/identity/identity-views.ts";
import { wholeSecond } from "../../domain/times.ts";
import { drawAccessKey, wrapAccessKeySecret } from "../../keyring/access-key-secret.ts";
import type { AdminHandler } from "../handler.ts";

export const createAccount: AdminHandler<"CreateAccount"> = async (request, context) => {
  const { store, rootKeys, random, accountId } = context;
  const { AccountName: name, Description: description = "" } = request;
  if ((await store.identity("account", accountId, name)) !== undefined) {
    throw new ApiError("EntityAlreadyExists.Account");
  }
  const now = wholeSecond(context.now);
  const account = {
    ...{ accountId, id: newAccountId(random), name, description },
    ...{ createdAt: now, updatedAt: now },
  };
  await store.insertIdentity("account", account);
  const pair = drawAccessKey(random);
  const rootKey = await rootKeys.wrapping(store);
  await store.insertAccessKey({
    ...{ id: pair.id, accountId: account.id, principal: "root", status: "Active", createdAt: now },
    wrappedSecret: wrapAccessKeySecret(rootKey, { ...pair, accountId: account.id }),
  });
  return {
    Account: accountView(account),
    AccessKey: { AccessKeyId: pair.id, AccessKeySecret: pair.secret },
  };
};
