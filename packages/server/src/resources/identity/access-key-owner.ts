// Whose AccessKeys a request is about: a user's, or the caller's own.
import { ApiError } from "@coffer/contract";
import type { AccessKeyRecord } from "@coffer/store";
import type { ReadContext, WriteContext } from "../../context.ts";
import { findUser } from "./find-identity.ts";

type Context = ReadContext | WriteContext;

export interface AccessKeyOwner {
  readonly accountId: string;
  /** `root`, or the id of a user. */
  readonly principal: string;
}

/** @throws ApiError `EntityNotExist.User`; `NotSupport.Account` for a session, which has no AccessKeys */
export async function accessKeyOwner(
  userName: string | undefined,
  context: Context,
): Promise<AccessKeyOwner> {
  const { caller } = context;
  const { accountId } = caller;
  if (userName !== undefined) {
    return { accountId, principal: (await findUser(userName, context)).id };
  }
  if (caller.kind === "root") return { accountId, principal: "root" };
  if (caller.kind === "user") return { accountId, principal: caller.userId };
  throw new ApiError("NotSupport.Account", "A session has no AccessKeys: name a user.");
}

/** An AccessKey of that owner. @throws ApiError `EntityNotExist.User.AccessKey` */
export async function ownAccessKey(
  id: string,
  owner: AccessKeyOwner,
  { store }: Context,
): Promise<AccessKeyRecord> {
  const record = await store.accessKey(id);
  if (record?.accountId !== owner.accountId || record.principal !== owner.principal) {
    throw new ApiError("EntityNotExist.User.AccessKey");
  }
  return record;
}

/**
 * Keeps the account from losing its last way in: there is no other door.
 * @throws ApiError `NotSupport.Account`
 */
export async function checkNotLastOfRoot(
  id: string,
  { accountId, principal }: AccessKeyOwner,
  { store }: Context,
): Promise<void> {
  if (principal !== "root") return;
  const keys = await store.accessKeysOf(accountId, principal);
  if (keys.some((key) => key.id !== id && key.status === "Active")) return;
  const message = "The account's last active AccessKey cannot be taken away: create another first.";
  throw new ApiError("NotSupport.Account", message);
}
