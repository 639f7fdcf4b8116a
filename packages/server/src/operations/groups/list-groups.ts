// ListGroups: in the order of their names.
import { datedGroupView } from "../../domain/identity/identity-views.ts";
import { readPage } from "../../resources/identity/identity-page.ts";
import type { RamHandler } from "../handler.ts";

export const listGroups: RamHandler<"ListGroups"> = async (request, context) => {
  const { store, caller } = context;
  const { rows, end } = await readPage(
    request,
    (page) => store.identities("group", caller.accountId, page),
    ({ name }) => name,
  );
  return { Groups: { Group: rows.map(datedGroupView) }, ...end };
};
