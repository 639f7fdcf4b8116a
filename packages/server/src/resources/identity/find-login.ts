// A user's sign-in.
import { ApiError } from "@coffer/contract";
import type { UserRecord } from "@coffer/store";
import type { ReadContext, WriteContext } from "../../context.ts";
import { findUser } from "./find-identity.ts";

export interface FoundLogin {
  readonly user: UserRecord;
  readonly login: NonNullable<UserRecord["login"]>;
}

/** @throws ApiError `EntityNotExist.User`, `EntityNotExist.User.LoginProfile` */
export async function findLogin(
  name: string,
  context: ReadContext | WriteContext,
): Promise<FoundLogin> {
  const user = await findUser(name, context);
  if (user.login === undefined) throw new ApiError("EntityNotExist.User.LoginProfile");
  return { user, login: user.login };
}
