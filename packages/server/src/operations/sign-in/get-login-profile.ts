// GetLoginProfile: nothing of the password.
import { loginProfileView } from "../../domain/identity/identity-views.ts";
import { findLogin } from "../../resources/identity/find-login.ts";
import type { RamHandler } from "../handler.ts";

export const getLoginProfile: RamHandler<"GetLoginProfile"> = async (request, context) => {
  const { user, login } = await findLogin(request.UserName, context);
  return { LoginProfile: loginProfileView(user, login) };
};
