// A key as CreateKey and DescribeKey show it.
import { formatArn } from "@coffer/contract";
import type { KeyRecord } from "@coffer/store";
import type { Place } from "./names.ts";
import { wireTime } from "./times.ts";

/** Fields that are not set follow upstream's samples: two are empty text, the others are left out. */
export function keyMetadata(key: KeyRecord, { accountId, region }: Place) {
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
    AutomaticRotation: "Disabled",
    ...(key.primaryVersionId === undefined ? {} : { PrimaryKeyVersion: key.primaryVersionId }),
    ...(key.lastRotatedAt === undefined ? {} : { LastRotationDate: wireTime(key.lastRotatedAt) }),
    DeleteDate: key.deleteAt === undefined ? "" : wireTime(key.deleteAt),
    MaterialExpireTime: "",
  };
}
