// One reading of a secret's value: finds the version, opens it, and answers as GetSecretValue does.
import { ApiError, STAGE_CURRENT } from "@coffer/contract";
import type { SecretRecord, SecretVersionRecord } from "@coffer/store";
import type { ReadContext } from "../context.ts";
import { stagesOf } from "../domain/stages.ts";
import { wireTime } from "../domain/times.ts";
import { findLiveSecretAndKey } from "./find-secret.ts";
import { open } from "./secret-value.ts";

export interface Wanted {
  readonly SecretName: string;
  readonly VersionId?: string;
  readonly VersionStage?: string;
}

/** The version that id and label name. With both, it must exist and carry the label. */
async function findVersion(
  { store }: ReadContext,
  secret: SecretRecord,
  { VersionId, VersionStage }: Wanted,
): Promise<SecretVersionRecord> {
  const label = VersionStage ?? (VersionId === undefined ? STAGE_CURRENT : undefined);
  const labelled =
    label !== undefined && Object.hasOwn(secret.stages, label) ? secret.stages[label] : undefined;
  const fits =
    label === undefined || (labelled !== undefined && labelled === (VersionId ?? labelled));
  const versionId = VersionId ?? labelled;
  const found =
    fits && versionId !== undefined ? await store.secretVersion(secret.id, versionId) : undefined;
  if (found === undefined) throw new ApiError("Forbidden.ResourceNotFound");
  return found;
}

/** @throws ApiError as the state table of secrets has it */
export async function readSecretValue(context: ReadContext, wanted: Wanted) {
  const found = await findLiveSecretAndKey(wanted.SecretName, context);
  const { secret } = found;
  const version = await findVersion(context, secret, wanted);
  const value = await open(context, found, version);
  const SecretData = value.spend((bytes) => bytes.toString("utf8"));
  return {
    SecretName: secret.name,
    SecretType: secret.type,
    SecretData,
    SecretDataType: version.dataType,
    VersionId: version.versionId,
    VersionStages: { VersionStage: stagesOf(secret.stages, version.versionId) },
    CreateTime: wireTime(secret.createdAt),
  };
}
