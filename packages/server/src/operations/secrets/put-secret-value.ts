// PutSecretValue: a new version of a Generic secret, or the repetition of one that is there.
import { timingSafeEqual } from "node:crypto";
import { ApiError } from "@coffer/contract";
import type { KeyRecord, SecretRecord, SecretVersionRecord } from "@coffer/store";
import type { WriteContext } from "../../context.ts";
import { assignStages, parseStages, stagesOf, versionsToPrune } from "../../domain/stages.ts";
import { wholeSecond } from "../../domain/times.ts";
import { findLiveSecretAndKey } from "../../resources/find-secret.ts";
import { open, seal } from "../../resources/secret-value.ts";
import type { Handler } from "../handler.ts";

interface Given {
  readonly data: string;
  readonly dataType: "text" | "binary";
}

/** The same value again is ignored; another is refused: a version is written once. */
async function checkSame(
  context: WriteContext,
  found: { readonly secret: SecretRecord; readonly key: KeyRecord },
  { existing, given }: { readonly existing: SecretVersionRecord; readonly given: Given },
): Promise<void> {
  using value = await open(context, found, existing);
  const bytes = Buffer.from(given.data, "utf8");
  const same = value.length === bytes.length && timingSafeEqual(value.reveal(), bytes);
  bytes.fill(0);
  if (!same || existing.dataType !== given.dataType) throw new ApiError("Rejected.ResourceExist");
}

export const putSecretValue: Handler<"PutSecretValue"> = async (request, context) => {
  const { store } = context;
  const { VersionId: versionId, SecretData: data, SecretDataType: dataType } = request;
  const labels = parseStages(request.VersionStages);
  const found = await findLiveSecretAndKey(request.SecretName, context);
  const { secret, key } = found;
  const { id: secretId, name: SecretName } = secret;
  const answer = (stages: SecretRecord["stages"]) => ({
    SecretName,
    VersionId: versionId,
    VersionStages: { VersionStage: stagesOf(stages, versionId) },
  });
  const existing = await store.secretVersion(secretId, versionId);
  if (existing !== undefined) {
    await checkSame(context, found, { existing, given: { data, dataType } });
    return answer(secret.stages);
  }
  const stages = assignStages(secret.stages, labels, versionId);
  const sealed = await seal(context, key, { secretName: SecretName, versionId, dataType, data });
  const now = wholeSecond(context.now);
  await store.insertSecretVersion({ secretId, versionId, createdAt: now, dataType, ...sealed });
  await store.updateSecret({ ...secret, stages, updatedAt: now });
  const versions = await store.secretVersions(secretId);
  for (const oldest of versionsToPrune(versions, stages, versionId)) {
    await store.deleteSecretVersion(secretId, oldest);
  }
  return answer(stages);
};
