// CreateLoginProfile: the password is hashed beside the event loop, before the transaction.
import { ApiError } from "@coffer/contract";
import { hashPassword } from "@coffer/crypto";
import { loginProfileView } from "../../domain/identity/identity-views.ts";
import { isStrongEnough } from "../../domain/identity/passwords.ts";
import { wholeSecond } from "../../domain/times.ts";
import { readAccountSetting } from "../../resources/identity/account-settings.ts";
import { findUser } from "../../resources/identity/find-identity.ts";
import type { RamPreparedHandler } from "../handler.ts";

export const createLoginProfile: RamPreparedHandler<"CreateLoginProfile", string> = {
  async prepare({ UserName, Password }, context) {
    const user = await findUser(UserName, context);
    if (user.login !== undefined) throw new ApiError("EntityAlreadyExists.User.LoginProfile");
    const policy = await readAccountSetting("password-policy", context);
    if (!isStrongEnough(Password, policy, user)) {
      throw new ApiError("InvalidParameter.Password.TooWeak");
    }
    return hashPassword(Password, context.random);
  },
  async run(request, context, passwordHash) {
    const { store } = context;
    const user = await findUser(request.UserName, context);
    if (user.login !== undefined) throw new ApiError("EntityAlreadyExists.User.LoginProfile");
    const now = wholeSecond(context.now);
    const login = {
      ...{ passwordHash, formerHashes: [], passwordSetAt: now, createdAt: now },
      passwordResetRequired: request.PasswordResetRequired,
      mfaBindRequired: request.MFABindRequired,
    };
    await store.updateIdentity("user", { ...user, login });
    return { LoginProfile: loginProfileView(user, login) };
  },
};
