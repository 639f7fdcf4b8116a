// CreateAccessKey: both halves; the secret is told this once.
import { ApiError, RAM_LIMITS } from "@coffer/contract";
import { accessKeyView } from "../../domain/identity/identity-views.ts";
import { wholeSecond } from "../../domain/times.ts";
import { drawAccessKey, wrapAccessKeySecret } from "../../keyring/access-key-secret.ts";
import { accessKeyOwner } from "../../resources/identity/access-key-owner.ts";
import type { RamHandler } from "../handler.ts";

export const createAccessKey: RamHandler<"CreateAccessKey"> = async (request, context) => {
  const { store, rootKeys, random, now } = context;
  const owner = await accessKeyOwner(request.UserName, context);
  const { accountId, principal } = owner;
  const count = (await store.accessKeysOf(accountId, principal)).length;
  if (count >= RAM_LIMITS.accessKeysPerUser) throw new ApiError("LimitExceeded.User.AccessKey");
  const pair = drawAccessKey(random);
  const rootKey = await rootKeys.wrapping(store);
  const record = {
    ...({ id: pair.id, accountId, principal, status: "Active" } as const),
    wrappedSecret: wrapAccessKeySecret(rootKey, { ...pair, accountId }),
    createdAt: wholeSecond(now),
  };
  await store.insertAccessKey(record);
  return { AccessKey: { ...accessKeyView(record), AccessKeySecret: pair.secret } };
};
