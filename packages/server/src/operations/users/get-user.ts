// GetUser: what is known of a user.
import { userView } from "../../domain/identity/identity-views.ts";
import { wireTime } from "../../domain/times.ts";
import { findUser } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const getUser: RamHandler<"GetUser"> = async (request, context) => {
  const user = await findUser(request.UserName, context);
  // Nobody signs in at a page yet.
  return { User: { ...userView(user), UpdateDate: wireTime(user.updatedAt), LastLoginDate: "" } };
};
