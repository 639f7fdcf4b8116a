// Stage labels: pointers from a label to one version of a secret. Pure rules of how they move.
import { ApiError, LIMITS, PATTERNS, STAGE_CURRENT, STAGE_PREVIOUS } from "@coffer/contract";

/** Label to version id. */
export type Stages = Readonly<Record<string, string>>;

const LABEL = new RegExp(`^${PATTERNS.stage}$`);

function wrongStages(why: string): ApiError {
  const message = `The specified parameter \`VersionStages\` is not valid: ${why}.`;
  return new ApiError("InvalidParameter", message);
}

/**
 * The labels that `VersionStages` names: `["A","B"]`, or the older `{"VersionStage":["A"]}`.
 *
 * @param text JSON text, or undefined when the member is absent
 * @throws ApiError `InvalidParameter`
 */
export function parseStages(text: string | undefined): readonly string[] {
  if (text === undefined) return [STAGE_CURRENT];
  const parsed: unknown = JSON.parse(text); // the shape has checked that it is JSON
  const older = typeof parsed === "object" && parsed !== null && "VersionStage" in parsed;
  const list = older ? parsed.VersionStage : parsed;
  if (!Array.isArray(list) || list.length === 0)
    throw wrongStages("a JSON array of labels is expected");
  if (!list.every((label) => typeof label === "string" && LABEL.test(label))) {
    throw wrongStages("a label must consist of letters, digits and `_/+=.@-`, at most 64 of them");
  }
  if (new Set(list).size !== list.length) throw wrongStages("a label is given twice");
  return list;
}

/** Labels of a version, in the order in which the secret's labels came to be. */
export function stagesOf(stages: Stages, versionId: string): string[] {
  return Object.keys(stages).filter((label) => stages[label] === versionId);
}

/** @throws ApiError `Rejected.LimitExceeded` for a ninth label */
function checkCount(stages: Stages): Stages {
  if (Object.keys(stages).length <= LIMITS.stagesPerSecret) return stages;
  const message = `A secret has at most ${LIMITS.stagesPerSecret} stage labels.`;
  throw new ApiError("Rejected.LimitExceeded", message);
}

/**
 * Gives labels to a version. Each leaves the version that had it; when `ACSCurrent` moves, `ACSPrevious` goes to
 * the version that was current, unless it is itself among the labels.
 */
export function assignStages(stages: Stages, labels: readonly string[], versionId: string): Stages {
  const former = stages[STAGE_CURRENT];
  const moved: Record<string, string> = { __proto__: null as never, ...stages };
  const movesCurrent = labels.includes(STAGE_CURRENT) && former !== versionId;
  if (movesCurrent && former !== undefined) moved[STAGE_PREVIOUS] = former;
  for (const label of labels) moved[label] = versionId;
  return checkCount({ ...moved });
}

export interface StageMove {
  readonly label: string;
  readonly moveTo: string | undefined;
  readonly removeFrom: string | undefined;
}

function mismatch(message: string): ApiError {
  return new ApiError("Rejected.InvalidRequest", message);
}

/**
 * `UpdateSecretVersionStage`: moves, adds or removes one label.
 *
 * @throws ApiError `InvalidParameter`, `Rejected.InvalidRequest`, `Rejected.LimitExceeded`
 */
export function moveStage(stages: Stages, { label, moveTo, removeFrom }: StageMove): Stages {
  const holder = Object.hasOwn(stages, label) ? stages[label] : undefined;
  if (moveTo === undefined && removeFrom === undefined) {
    const message = "One of `MoveToVersion` and `RemoveFromVersion` must be given.";
    throw new ApiError("InvalidParameter", message);
  }
  if (removeFrom !== undefined && removeFrom !== holder) {
    throw mismatch(`The version \`${removeFrom}\` does not have the label \`${label}\`.`);
  }
  if (moveTo !== undefined) {
    return moveTo === holder ? stages : assignStages(stages, [label], moveTo);
  }
  if (label === STAGE_CURRENT || label === STAGE_PREVIOUS) {
    throw mismatch(`The label \`${label}\` can be moved, but not removed.`);
  }
  const { [label]: _, ...left } = stages;
  return left;
}

/**
 * Versions to delete after a write, so that at most ten remain: the oldest without a label, never the one just
 * written.
 *
 * @param versions newest first
 */
export function versionsToPrune(
  versions: readonly { readonly versionId: string }[],
  stages: Stages,
  written: string,
): string[] {
  const labelled = new Set(Object.values(stages));
  const excess = versions.length - LIMITS.versionsPerSecret;
  if (excess <= 0) return [];
  return versions
    .map(({ versionId }) => versionId)
    .filter((versionId) => versionId !== written && !labelled.has(versionId))
    .reverse()
    .slice(0, excess);
}
