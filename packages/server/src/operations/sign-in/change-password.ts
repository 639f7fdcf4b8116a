// ChangePassword: a user's own, by whoever knows the one until now.
import { ApiError } from "@coffer/contract";
import { isPasswordOf } from "@coffer/crypto";
import type { ReadContext, WriteContext } from "../../context.ts";
import { withPassword } from "../../domain/identity/passwords.ts";
import { wholeSecond } from "../../domain/times.ts";
import { findLogin } from "../../resources/identity/find-login.ts";
import { hashNewPassword } from "../../resources/identity/new-password.ts";
import type { RamPreparedHandler } from "../handler.ts";

interface Prepared {
  readonly before: string;
  readonly passwordHash: string;
}

function ownLogin(context: ReadContext | WriteContext) {
  const { caller } = context;
  if (caller.kind !== "user") throw new ApiError("NotSupport.Account");
  return findLogin(caller.userName, context);
}

export const changePassword: RamPreparedHandler<"ChangePassword", Prepared> = {
  async prepare({ OldPassword, NewPassword }, context) {
    const found = await ownLogin(context);
    const before = found.login.passwordHash;
    if (!(await isPasswordOf(OldPassword, before))) {
      throw new ApiError("InvalidParameter.OldPassword.Incorrect");
    }
    const passwordHash = await hashNewPassword(NewPassword, found, {
      ...{ context, tooWeak: "InvalidParameter.NewPassword.TooWeak" },
    });
    return { before, passwordHash };
  },
  async run(_request, context, { before, passwordHash }) {
    const { user, login } = await ownLogin(context);
    // Somebody changed it meanwhile: the old one is another now.
    if (login.passwordHash !== before) throw new ApiError("InvalidParameter.OldPassword.Incorrect");
    const changed = withPassword(login, passwordHash, wholeSecond(context.now));
    const signIn = { ...changed, passwordResetRequired: false };
    await context.store.updateIdentity("user", { ...user, login: signIn });
    return {};
  },
};
