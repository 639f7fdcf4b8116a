// DeleteLoginProfile: the user signs in no more; AccessKeys are another matter.
import { findLogin } from "../../resources/identity/find-login.ts";
import type { RamHandler } from "../handler.ts";

export const deleteLoginProfile: RamHandler<"DeleteLoginProfile"> = async (request, context) => {
  const { login: _, ...user } = (await findLogin(request.UserName, context)).user;
  await context.store.updateIdentity("user", user);
  return {};
};
