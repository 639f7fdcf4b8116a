// Members of the operations that use keys or wrap key material. As members.ts: described once, rows refer to them.
import { LIMITS } from "./limits.ts";
import type { Member } from "./shape.ts";
import {
  ENCRYPTION_ALGORITHMS,
  IMPORT_ALGORITHMS,
  MAC_ALGORITHMS,
  SIGNING_ALGORITHMS,
  WRAPPING_KEY_SPECS,
} from "./vocabulary.ts";

export const CIPHERTEXT_BLOB = {
  kind: "string",
  max: LIMITS.ciphertextCharacters,
  recorded: false,
  min: 1,
  doc: { en: "Ciphertext, Base64.", zh: "密文，Base64 编码。" },
} as const satisfies Member;

export const DATA_KEY_NAME = {
  kind: "string",
  max: LIMITS.nameCharacters,
  min: 1,
  doc: { en: "Name of the managed data key.", zh: "托管数据密钥名称。" },
} as const satisfies Member;

export const DIGEST = {
  kind: "string",
  max: LIMITS.ciphertextCharacters,
  recorded: false,
  min: 1,
  doc: { en: "Digest of the message, Base64.", zh: "消息摘要，Base64 编码。" },
} as const satisfies Member;

export const ENCRYPTION_ALGORITHM = {
  kind: "choice",
  of: ENCRYPTION_ALGORITHMS,
  doc: {
    en: "Algorithm of encryption; it must fit the specification of the key.",
    zh: "加密算法，须与密钥规格匹配。",
  },
} as const satisfies Member;

export const ENCRYPTION_CONTEXT = {
  kind: "map",
  max: LIMITS.contextPairs,
  doc: {
    en: "Encryption context, as a JSON object of texts; needed again to decrypt.",
    zh: "加密上下文，值为字符串的 JSON 对象；解密时须一致。",
  },
} as const satisfies Member;

export const EXPORT_ALGORITHM = {
  kind: "choice",
  of: ENCRYPTION_ALGORITHMS,
  doc: {
    en: "Algorithm that wraps the data key; it must fit the public key.",
    zh: "加密数据密钥的算法，须与公钥匹配。",
  },
} as const satisfies Member;

export const IMPORT_ALGORITHM = {
  kind: "choice",
  of: IMPORT_ALGORITHMS,
  doc: {
    en: "Algorithm that wraps the key material.",
    zh: "加密密钥材料的算法。",
  },
} as const satisfies Member;

export const KEY_VERSION_ID = {
  kind: "string",
  max: LIMITS.idCharacters,
  min: 1,
  doc: { en: "Version of the key.", zh: "密钥版本。" },
} as const satisfies Member;

export const MAC_ALGORITHM = {
  kind: "choice",
  of: MAC_ALGORITHMS,
  doc: {
    en: "Algorithm of the code; it must fit the specification of the key.",
    zh: "消息认证码算法，须与密钥规格匹配。",
  },
} as const satisfies Member;

export const MESSAGE = {
  kind: "string",
  max: LIMITS.ciphertextCharacters,
  recorded: false,
  min: 1,
  secret: true,
  doc: { en: "Message, Base64.", zh: "消息，Base64 编码。" },
} as const satisfies Member;

export const NUMBER_OF_BYTES = {
  kind: "integer",
  min: 0,
  max: LIMITS.dataKeyBytes,
  doc: { en: "Length of the data key in bytes.", zh: "数据密钥长度，单位字节。" },
} as const satisfies Member;

export const PLAINTEXT = {
  kind: "string",
  max: LIMITS.ciphertextCharacters,
  recorded: false,
  min: 1,
  secret: true,
  doc: {
    en: "What to encrypt, Base64; other text comes back as it is.",
    zh: "待加密的数据，Base64 编码；其他文本按原样加密。",
  },
} as const satisfies Member;

export const PUBLIC_KEY_BLOB = {
  kind: "string",
  max: LIMITS.ciphertextCharacters,
  recorded: false,
  min: 1,
  doc: { en: "Public key (DER), Base64.", zh: "公钥（DER），Base64 编码。" },
} as const satisfies Member;

export const RECIPIENT = {
  kind: "json",
  max: LIMITS.policyBytes,
  doc: {
    en: "Attestation of a trusted execution environment, JSON.",
    zh: "可信执行环境的证明，JSON 格式。",
  },
} as const satisfies Member;

export const SIGNING_ALGORITHM = {
  kind: "choice",
  of: SIGNING_ALGORITHMS,
  doc: {
    en: "Algorithm of the signature; it must fit the specification of the key.",
    zh: "签名算法，须与密钥规格匹配。",
  },
} as const satisfies Member;

export const WRAPPING_KEY_SPEC = {
  kind: "choice",
  of: WRAPPING_KEY_SPECS,
  doc: {
    en: "Specification of the wrapping key.",
    zh: "加密密钥所用的公钥规格。",
  },
} as const satisfies Member;
