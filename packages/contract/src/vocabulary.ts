// Closed lists of words, and the patterns of names. Values are case-sensitive.

export const KEY_SPECS = [
  "Aliyun_AES_256",
  "Aliyun_AES_192",
  "Aliyun_AES_128",
  "Aliyun_SM4",
  "RSA_2048",
  "RSA_3072",
  "RSA_4096",
  "EC_P256",
  "EC_P256K",
  "EC_SM2",
  "HMAC_SHA_224",
  "HMAC_SHA_256",
  "HMAC_SHA_384",
  "HMAC_SHA_512",
  "HMAC_SM3",
  /** Ours: FIPS 204. */
  "ML_DSA_65",
] as const;
/** With a public key, also where it wraps a data key. */
export const ENCRYPTION_ALGORITHMS = ["RSAES_OAEP_SHA_256", "RSAES_OAEP_SHA_1", "SM2PKE"] as const;
export const SIGNING_ALGORITHMS = [
  "RSA_PSS_SHA_256",
  "RSA_PKCS1_SHA_256",
  "ECDSA_SHA_256",
  "SM2DSA",
  /** Ours: FIPS 204, over the message itself. */
  "ML_DSA_65",
] as const;
export const MAC_ALGORITHMS = [
  "HMAC_SM3",
  "HMAC_SHA_224",
  "HMAC_SHA_256",
  "HMAC_SHA_384",
  "HMAC_SHA_512",
] as const;
/** Of key material on its way in. */
export const IMPORT_ALGORITHMS = [
  "RSAES_OAEP_SHA_256",
  "RSAES_OAEP_SHA_1",
  "RSAES_PKCS1_V1_5",
  "SM2PKE",
] as const;
export const WRAPPING_KEY_SPECS = ["RSA_2048", "EC_SM2"] as const;
export const DATA_KEY_SPECS = ["AES_256", "AES_128"] as const;
export const KEY_USAGES = ["ENCRYPT/DECRYPT", "SIGN/VERIFY", "GENERATE/VERIFY_MAC"] as const;
export const KEY_ORIGINS = ["Aliyun_KMS", "EXTERNAL"] as const;
export const KEY_STATES = ["Enabled", "Disabled", "PendingDeletion", "PendingImport"] as const;
export const PROTECTION_LEVELS = ["SOFTWARE", "HSM"] as const;
export const SECRET_TYPES = [
  "Generic",
  "Rds",
  "Redis",
  "RAMCredentials",
  "ECS",
  "PolarDB",
] as const;
export const SECRET_DATA_TYPES = ["text", "binary"] as const;
/** Stage labels with a meaning of their own; all others are custom. */
export const STAGE_CURRENT = "ACSCurrent";
export const STAGE_PREVIOUS = "ACSPrevious";

/** Whole-value patterns, as source text. Versions and labels: not documented upstream, as secret names. */
export const PATTERNS = {
  secretName: "[A-Za-z0-9_/+=.@-]{1,192}",
  versionId: "[A-Za-z0-9_/+=.@-]{1,64}",
  stage: "[A-Za-z0-9_/+=.@-]{1,64}",
  /** Of RAM: users and groups. */
  userName: "[A-Za-z0-9._-]+",
  roleName: "[A-Za-z0-9.-]+",
  policyName: "[A-Za-z0-9-]+",
  policyVersion: "v[1-9][0-9]{0,8}",
} as const;
