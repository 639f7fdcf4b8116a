// UpdateLoginProfile: what is not given stays.
import { withPassword } from "../../domain/identity/passwords.ts";
import { wholeSecond } from "../../domain/times.ts";
import { findLogin } from "../../resources/identity/find-login.ts";
import { hashNewPassword } from "../../resources/identity/new-password.ts";
import type { RamPreparedHandler } from "../handler.ts";

export const updateLoginProfile: RamPreparedHandler<"UpdateLoginProfile", string | undefined> = {
  async prepare({ UserName, Password }, context) {
    const found = await findLogin(UserName, context);
    if (Password === undefined) return undefined;
    return hashNewPassword(Password, found, {
      ...{ context, tooWeak: "InvalidParameter.Password.TooWeak" },
    });
  },
  async run(request, context, passwordHash) {
    const { user, login } = await findLogin(request.UserName, context);
    const now = wholeSecond(context.now);
    const changed = {
      ...(passwordHash === undefined ? login : withPassword(login, passwordHash, now)),
      passwordResetRequired: request.PasswordResetRequired ?? login.passwordResetRequired,
      mfaBindRequired: request.MFABindRequired ?? login.mfaBindRequired,
    };
    await context.store.updateIdentity("user", { ...user, login: changed });
    return {};
  },
};
