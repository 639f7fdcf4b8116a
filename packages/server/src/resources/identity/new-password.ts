// Another password for a user who has one: as the policy wants it, and none of those that it remembers.
import { ApiError, type ErrorCode } from "@coffer/contract";
import { hashPassword, isPasswordOf } from "@coffer/crypto";
import type { ReadContext } from "../../context.ts";
import { isStrongEnough, rememberedHashes } from "../../domain/identity/passwords.ts";
import { readAccountSetting } from "./account-settings.ts";
import type { FoundLogin } from "./find-login.ts";

/** @throws ApiError the given code, `InvalidParameter.NewPassword.ReusePrevention` */
export async function hashNewPassword(
  password: string,
  { user, login }: FoundLogin,
  { context, tooWeak }: { readonly context: ReadContext; readonly tooWeak: ErrorCode },
): Promise<string> {
  const policy = await readAccountSetting("password-policy", context);
  if (!isStrongEnough(password, policy, user)) throw new ApiError(tooWeak);
  for (const hash of rememberedHashes(login, policy)) {
    if (await isPasswordOf(password, hash)) {
      throw new ApiError("InvalidParameter.NewPassword.ReusePrevention");
    }
  }
  return hashPassword(password, context.random);
}
