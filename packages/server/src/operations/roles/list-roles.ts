// ListRoles: in the order of their names.
import { hasTags, tagsView } from "../../domain/identity/identity-tags.ts";
import { roleView } from "../../domain/identity/identity-views.ts";
import { wireTime } from "../../domain/times.ts";
import { readPage } from "../../resources/identity/identity-page.ts";
import type { RamHandler } from "../handler.ts";

type RoleView = ReturnType<typeof roleView> & ReturnType<typeof tagsView> & { UpdateDate: string };

export const listRoles: RamHandler<"ListRoles"> = async (request, context) => {
  const { store, caller } = context;
  const { rows, end } = await readPage(
    request,
    (page) => store.identities("role", caller.accountId, page),
    ({ name }) => name,
  );
  const roles: RoleView[] = [];
  for (const role of rows) {
    const tags = await store.tagsOf("role", role.id);
    if (!hasTags(tags, request.Tag)) continue;
    roles.push({ ...roleView(role), UpdateDate: wireTime(role.updatedAt), ...tagsView(tags) });
  }
  return { Roles: { Role: roles }, ...end };
};
