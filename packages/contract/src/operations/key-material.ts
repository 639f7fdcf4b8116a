// Import of key material from outside.
import { IMPORT_ALGORITHM, WRAPPING_KEY_SPEC } from "../crypto-members.ts";
import { LIMITS } from "../limits.ts";
import { KEY_ID_WITHOUT_ALIAS } from "../members.ts";
import type { Operation } from "../operation.ts";

export const keyMaterial = {
  GetParametersForImport: {
    summary: {
      en: "Gives the public key and token for importing key material.",
      zh: "获取导入密钥材料的参数。",
    },
    area: "key-material",
    action: "kms:GetParametersForImport",
    resources: [{ kind: "key", from: "KeyId" }],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {
      KeyId: KEY_ID_WITHOUT_ALIAS,
      WrappingAlgorithm: IMPORT_ALGORITHM,
      WrappingKeySpec: WRAPPING_KEY_SPEC,
    },
    response: {
      ImportToken: {
        kind: "string",
        max: LIMITS.ciphertextCharacters,
        recorded: false,
        secret: true,
      },
      KeyId: { kind: "string", max: LIMITS.idCharacters },
      PublicKey: { kind: "string", max: LIMITS.ciphertextCharacters, recorded: false },
      TokenExpireTime: { kind: "string", max: LIMITS.idCharacters },
    },
    errors: ["Forbidden.KeyNotFound", "Unsupported.Alias", "Unsupported.Origin"],
  },
  ImportKeyMaterial: {
    summary: { en: "Imports key material.", zh: "导入密钥材料。" },
    area: "key-material",
    action: "kms:ImportKeyMaterial",
    resources: [{ kind: "key", from: "KeyId" }],
    effect: "write",
    retry: "unsafe",
    support: { level: "full" },
    request: {
      EncryptedKeyMaterial: {
        kind: "string",
        max: LIMITS.ciphertextCharacters,
        recorded: false,
        min: 1,
        secret: true,
        doc: { en: "Wrapped key material, Base64.", zh: "已加密的密钥材料，Base64 编码。" },
      },
      ImportToken: {
        kind: "string",
        max: LIMITS.ciphertextCharacters,
        recorded: false,
        min: 1,
        secret: true,
        doc: {
          en: "Token from GetParametersForImport.",
          zh: "GetParametersForImport 返回的令牌。",
        },
      },
      KeyId: KEY_ID_WITHOUT_ALIAS,
      KeyMaterialExpireUnix: {
        kind: "integer",
        min: 0,
        max: LIMITS.unixSeconds,
        default: 0,
        doc: {
          en: "When the material expires, Unix seconds; 0 for never.",
          zh: "密钥材料过期时间，Unix 秒；0 表示永不过期。",
        },
        optional: true,
      },
    },
    response: {},
    errors: [
      "Forbidden.KeyNotFound",
      "Unsupported.Alias",
      "Unsupported.Origin",
      "InvalidKeyMaterial",
      "InvalidImportToken",
      "ExpiredImportToken",
      "Rejected.StateModifiedFailed",
    ],
  },
  DeleteKeyMaterial: {
    summary: { en: "Deletes imported key material.", zh: "删除密钥材料。" },
    area: "key-material",
    action: "kms:DeleteKeyMaterial",
    resources: [{ kind: "key", from: "KeyId" }],
    effect: "destroy",
    retry: "unsafe",
    support: { level: "full" },
    request: {
      KeyId: KEY_ID_WITHOUT_ALIAS,
    },
    response: {},
    errors: ["Forbidden.KeyNotFound", "Unsupported.Alias", "Unsupported.Origin"],
  },
} as const satisfies Record<string, Operation>;
