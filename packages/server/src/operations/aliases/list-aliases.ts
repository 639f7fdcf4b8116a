// ListAliases: all of them, by name.
import { wireAlias } from "../../domain/aliases.ts";
import { pagingOf } from "../../domain/paging.ts";
import type { Handler } from "../handler.ts";

export const listAliases: Handler<"ListAliases"> = async (request, context) => {
  const page = await context.store.aliases(pagingOf(request, 10));
  const Alias = page.rows.map((alias) => wireAlias(alias, context));
  const { PageNumber, PageSize } = request;
  return { Aliases: { Alias }, PageNumber, PageSize, TotalCount: page.total };
};
