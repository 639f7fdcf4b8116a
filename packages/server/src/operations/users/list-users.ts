// ListUsers: in the order of their names.
import { userView } from "../../domain/identity/identity-views.ts";
import { wireTime } from "../../domain/times.ts";
import { readPage } from "../../resources/identity/identity-page.ts";
import type { RamHandler } from "../handler.ts";

export const listUsers: RamHandler<"ListUsers"> = async (request, context) => {
  const { store, caller } = context;
  const { rows, end } = await readPage(
    request,
    (page) => store.identities("user", caller.accountId, page),
    ({ name }) => name,
  );
  const views = rows.map((user) => ({
    ...userView(user),
    UpdateDate: wireTime(user.updatedAt),
  }));
  return { Users: { User: views }, ...end };
};
