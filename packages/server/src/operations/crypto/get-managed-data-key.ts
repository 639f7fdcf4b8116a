// GetManagedDataKey: a data key that Coffer keeps, by version; without one the first, or with UseLatest the newest.
import { ApiError } from "@coffer/contract";
import { managedDataKeyVersionName, openManagedDataKey } from "../../resources/managed-data-key.ts";
import type { Handler } from "../handler.ts";

export const getManagedDataKey: Handler<"GetManagedDataKey"> = async (request, context) => {
  const { DataKeyName: name, DataKeyVersionId, UseLatest } = request;
  const { store } = context;
  const newest = await store.managedDataKeyVersions(name, { offset: 0, limit: 1 });
  const offset = UseLatest ? 0 : Math.max(0, newest.total - 1);
  const [wanted] = (await store.managedDataKeyVersions(name, { offset, limit: 1 })).rows;
  const versionId = DataKeyVersionId ?? wanted?.versionId ?? "";
  const record = await store.managedDataKey(name, versionId);
  if (record === undefined) throw new ApiError("Forbidden.ResourceNotFound");
  using value = await openManagedDataKey(record, context);
  return {
    DataKeyName: name,
    DataKeyVersionId: versionId,
    DataKeyVersionName: managedDataKeyVersionName(record),
    Plaintext: value.reveal().toString("base64"),
  };
};
