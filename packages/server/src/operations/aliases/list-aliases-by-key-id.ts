// ListAliasesByKeyId: those of one key, by name, in every state of the key.
import { wireAlias } from "../../domain/aliases.ts";
import { pagingOf } from "../../domain/paging.ts";
import { findKeyById } from "../../resources/find-key.ts";
import type { Handler } from "../handler.ts";

export const listAliasesByKeyId: Handler<"ListAliasesByKeyId"> = async (request, context) => {
  const { keyId } = await findKeyById(request.KeyId, context);
  const page = await context.store.aliases({ ...pagingOf(request, 10), keyId });
  const Alias = page.rows.map((alias) => wireAlias(alias, context));
  const { PageNumber, PageSize } = request;
  return { Aliases: { Alias }, PageNumber, PageSize, TotalCount: page.total };
};
