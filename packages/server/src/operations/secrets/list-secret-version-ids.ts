// ListSecretVersionIds: versions, newest first; those without a label only when asked for.
import { pagingOf } from "../../domain/paging.ts";
import { stagesOf } from "../../domain/stages.ts";
import { wireTime } from "../../domain/times.ts";
import { findSecret } from "../../resources/find-secret.ts";
import type { Handler } from "../handler.ts";

export const listSecretVersionIds: Handler<"ListSecretVersionIds"> = async (request, context) => {
  const secret = await findSecret(request.SecretName, context);
  const versions = (await context.store.secretVersions(secret.id))
    .map(({ versionId, createdAt }) => ({
      VersionId: versionId,
      CreateTime: wireTime(createdAt),
      VersionStages: { VersionStage: stagesOf(secret.stages, versionId) },
    }))
    .filter((row) => request.IncludeDeprecated || row.VersionStages.VersionStage.length > 0);
  const { offset, limit } = pagingOf(request, 20);
  const { PageNumber, PageSize } = request;
  return {
    SecretName: secret.name,
    VersionIds: { VersionId: versions.slice(offset, offset + limit) },
    PageNumber,
    PageSize,
    TotalCount: versions.length,
  };
};
