// ListManagedDataKeyVersions: newest first.
import { ApiError } from "@coffer/contract";
import { pagingOf } from "../../domain/paging.ts";
import { managedDataKeyVersionName } from "../../resources/managed-data-key.ts";
import type { Handler } from "../handler.ts";

type Name = "ListManagedDataKeyVersions";

export const listManagedDataKeyVersions: Handler<Name> = async (request, { store }) => {
  const { DataKeyName, PageNumber, PageSize } = request;
  const page = await store.managedDataKeyVersions(DataKeyName, pagingOf(request, 10));
  if (page.total === 0) throw new ApiError("Forbidden.ResourceNotFound");
  const ManagedDataKeyVersion = page.rows.map((row) => ({
    DataKeyVersionId: row.versionId,
    DataKeyVersionName: managedDataKeyVersionName(row),
  }));
  const ManagedDataKeyVersions = { ManagedDataKeyVersion };
  return { DataKeyName, ManagedDataKeyVersions, PageNumber, PageSize, TotalCount: page.total };
};
