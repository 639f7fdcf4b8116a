// A key as CreateKey and DescribeKey show it.
import { formatArn } from "@coffer/contract";
import { findAlgorithm } from "@coffer/crypto";
import type { KeyRecord } from "@coffer/store";
import { nextRotationAt } from "./key-due.ts";
import type { Place } from "./names.ts";
import { wireTime } from "./times.ts";

/** What is shown of automatic rotation: suspended while the key is not Enabled. */
function rotation(key: KeyRecord) {
  const next = nextRotationAt(key);
  if (key.rotationIntervalSeconds === undefined) return { AutomaticRotation: "Disabled" };
  return {
    AutomaticRotation: key.state === "Enabled" ? "Enabled" : "Suspended",
    RotationInterval: `${key.rotationIntervalSeconds}s`,
    ...(next === undefined ? {} : { NextRotationDate: wireTime(next) }),
  };
}

/** Fields that are not set follow upstream's samples: two are empty text, the others are left out. */
export function keyMetadata(
  key: KeyRecord,
  { accountId, region, now }: Place & { readonly now: number },
) {
  const { deleteAt, materialExpiresAt: end, lastRotatedAt } = key;
  // Of symmetric keys only, as upstream shows it.
  const isSymmetric = findAlgorithm(key.spec)?.kind === "symmetric";
  const primaryVersionId = isSymmetric ? key.primaryVersionId : undefined;
  return {
    KeyId: key.keyId,
    Arn: formatArn({ region, accountId, kind: "key", name: key.keyId }),
    Creator: key.creator,
    CreationDate: wireTime(key.createdAt),
    Description: key.description,
    KeySpec: key.spec,
    KeyUsage: key.usage,
    KeyState: key.state,
    Origin: key.origin,
    ProtectionLevel: key.protectionLevel,
    ...rotation(key),
    ...(primaryVersionId === undefined ? {} : { PrimaryKeyVersion: primaryVersionId }),
    ...(lastRotatedAt === undefined ? {} : { LastRotationDate: wireTime(lastRotatedAt) }),
    DeleteDate: deleteAt === undefined ? "" : wireTime(deleteAt),
    // Material that has expired is gone, also where the job that removes it is late.
    MaterialExpireTime: end === undefined || end <= now ? "" : wireTime(end),
  };
}
