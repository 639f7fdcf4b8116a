// Administration of Coffer itself: our own product with its own version, so that upstream's stay as they are.
import { DATA_KEY_NAME } from "../crypto-members.ts";
import { LIMITS } from "../limits.ts";
import type { Operation } from "../operation.ts";
import { ROLE_NAME } from "../ram-members.ts";
import { accounts } from "./accounts.ts";
import { audit } from "./audit.ts";

export const admin = {
  ...accounts,
  ...audit,
  RotateRootKey: {
    summary: {
      en: "Makes a new root key and wraps everything anew with it, while the server runs.",
      zh: "生成新的根密钥并在线重新加密全部密钥材料。",
    },
    area: "admin",
    action: "coffer:RotateRootKey",
    resources: [],
    effect: "write",
    retry: "safe",
    support: { level: "full" },
    request: {},
    response: {
      FromFingerprint: { kind: "string", max: LIMITS.idCharacters },
      ToFingerprint: { kind: "string", max: LIMITS.idCharacters },
    },
    errors: ["UnsupportedOperation"],
  },
  GetRootKeyStatus: {
    summary: {
      en: "Tells the root key's fingerprint, and how far its rotation is.",
      zh: "查询根密钥指纹及轮转进度。",
    },
    area: "admin",
    action: "coffer:GetRootKeyStatus",
    resources: [],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {},
    response: {
      Fingerprint: { kind: "string", max: LIMITS.idCharacters },
      Rotation: {
        kind: "object",
        optional: true,
        members: {
          FromFingerprint: { kind: "string", max: LIMITS.idCharacters },
          ToFingerprint: { kind: "string", max: LIMITS.idCharacters },
          StartTime: { kind: "string", max: LIMITS.idCharacters },
          /** Absent while it goes on. */
          EndTime: { kind: "string", max: LIMITS.idCharacters, optional: true },
        },
      },
    },
    errors: [],
  },
  RevokeRoleSessions: {
    summary: {
      en: "Ends every session of a role that was issued until now.",
      zh: "终止角色此前颁发的全部会话。",
    },
    area: "admin",
    action: "coffer:RevokeRoleSessions",
    resources: [{ kind: "role", from: "RoleName" }],
    effect: "write",
    takesAway: true,
    retry: "safe",
    support: { level: "full" },
    request: { RoleName: ROLE_NAME },
    response: {},
    errors: ["EntityNotExist.Role"],
  },
  CreateManagedDataKey: {
    summary: {
      en: "Makes a managed data key, or a new version of it.",
      zh: "创建托管数据密钥或其新版本。",
    },
    area: "admin",
    action: "coffer:CreateManagedDataKey",
    resources: [],
    effect: "write",
    retry: "unsafe",
    support: { level: "full" },
    request: {
      DataKeyName: DATA_KEY_NAME,
      NumberOfBytes: {
        kind: "integer",
        min: 1,
        max: LIMITS.dataKeyBytes,
        default: 32,
        optional: true,
        doc: { en: "Length of the data key in bytes.", zh: "数据密钥长度，单位字节。" },
      },
    },
    response: {
      DataKeyName: { kind: "string", max: LIMITS.idCharacters },
      DataKeyVersionId: { kind: "string", max: LIMITS.idCharacters },
      DataKeyVersionName: { kind: "string", max: LIMITS.idCharacters },
    },
    errors: [],
  },
} as const satisfies Record<string, Operation>;
