// ListUsersForGroup: in the order of their ids.
import { wireTime } from "../../domain/times.ts";
import { findGroup } from "../../resources/identity/find-identity.ts";
import { readPage } from "../../resources/identity/identity-page.ts";
import type { RamHandler } from "../handler.ts";

export const listUsersForGroup: RamHandler<"ListUsersForGroup"> = async (request, context) => {
  const { store } = context;
  const { id: to } = await findGroup(request.GroupName, context);
  const { rows, end } = await readPage(
    request,
    (page) => store.links("membership", { to }, page),
    ({ from }) => from,
  );
  const users: { UserName: string; DisplayName: string; JoinDate: string }[] = [];
  for (const { from, createdAt } of rows) {
    const user = await store.identityById("user", from);
    if (user === undefined) continue;
    const { name: UserName, displayName: DisplayName } = user;
    users.push({ UserName, DisplayName, JoinDate: wireTime(createdAt) });
  }
  return { Users: { User: users }, ...end };
};
