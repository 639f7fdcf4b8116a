// ListGroupsForUser: at most five.
import { groupView } from "../../domain/identity/identity-views.ts";
import { wireTime } from "../../domain/times.ts";
import { findUser } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

export const listGroupsForUser: RamHandler<"ListGroupsForUser"> = async (request, context) => {
  const { store } = context;
  const { id: from } = await findUser(request.UserName, context);
  const groups: (ReturnType<typeof groupView> & { JoinDate: string })[] = [];
  for (const { to, createdAt } of await store.links("membership", { from })) {
    const group = await store.identityById("group", to);
    if (group === undefined) continue;
    groups.push({ ...groupView(group), JoinDate: wireTime(createdAt) });
  }
  return { Groups: { Group: groups } };
};
