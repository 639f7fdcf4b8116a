// Sessions of roles: STS 2015-04-01.

import { RAM_LIMITS } from "../limits.ts";
import type { Operation } from "../operation.ts";
import { SHORT_TEXT } from "../ram-members.ts";
import { optional } from "../shape.ts";
import { NOT_YET } from "../support-notes.ts";

/** A user's is well formed too: it names no role, which is told once the caller may know. */
const ROLE_ARN = {
  kind: "string",
  min: 1,
  max: 256,
  pattern: "acs:ram::[0-9]+:(?:role/[A-Za-z0-9.-]+|user/[A-Za-z0-9._-]+)",
  faults: { missing: "MissingParameter.RoleArn", value: "InvalidParameter.RoleArn" },
  doc: { en: "ARN of the role: `acs:ram::<account>:role/<name>`.", zh: "角色 ARN。" },
} as const;

const SESSION_NAME = {
  kind: "string",
  min: 2,
  max: 64,
  pattern: "[A-Za-z0-9.@_-]+",
  faults: {
    missing: "MissingParameter.RoleSessionName",
    value: "InvalidParameter.RoleSessionName",
  },
  doc: { en: "Name of the session, for the audit.", zh: "会话名称，用于审计。" },
} as const;

const DURATION = {
  kind: "integer",
  min: RAM_LIMITS.sessionSecondsMinimum,
  max: RAM_LIMITS.maxSessionSecondsMaximum,
  default: 3_600,
  optional: true,
  faults: { value: "InvalidParameter.DurationSeconds" },
  doc: {
    en: "Length of the session in seconds, at most the role's maximum.",
    zh: "会话时长，单位秒，不超过角色的最大会话时间。",
  },
} as const;

const SESSION_POLICY = {
  kind: "string",
  max: 8_192,
  optional: true,
  faults: { length: "InvalidParameter.PolicySize" },
  doc: {
    en: "A policy that narrows what the session may do; at most 2,048 bytes.",
    zh: "会话策略，进一步收窄会话权限，最多 2048 字节。",
  },
} as const;

const CREDENTIALS = {
  kind: "object",
  members: {
    AccessKeyId: SHORT_TEXT,
    AccessKeySecret: { kind: "string", max: 64, secret: true },
    SecurityToken: { kind: "string", max: 16_384, secret: true },
    Expiration: SHORT_TEXT,
  },
} as const;

const ASSUMED_ROLE_USER = {
  kind: "object",
  members: { Arn: SHORT_TEXT, AssumedRoleId: SHORT_TEXT },
} as const;

const POLICY_CODES = ["InvalidParameter.PolicyGrammar", "InvalidParameter.PolicySize"] as const;

export const sts = {
  AssumeRole: {
    summary: {
      en: "Lends a role: temporary credentials with the role's rights.",
      zh: "扮演角色，获取临时凭证。",
    },
    area: "sessions",
    action: "sts:AssumeRole",
    resources: [{ kind: "role", from: "RoleArn" }],
    effect: "crypto",
    retry: "safe",
    support: { level: "full" },
    request: {
      RoleArn: ROLE_ARN,
      RoleSessionName: SESSION_NAME,
      DurationSeconds: DURATION,
      Policy: SESSION_POLICY,
      ExternalId: {
        kind: "string",
        min: 2,
        max: 1_224,
        pattern: "[\\w+=,.@:/-]+",
        optional: true,
        doc: {
          en: "What the trust policy may ask for as `sts:ExternalId`.",
          zh: "外部 ID，信任策略可通过 `sts:ExternalId` 校验。",
        },
      },
      SourceIdentity: {
        kind: "string",
        min: 2,
        max: 64,
        pattern: "[A-Za-z0-9+=,.@_-]+",
        optional: true,
        doc: {
          en: "Who is behind the session; stays through later sessions.",
          zh: "源身份，在后续会话中保持不变。",
        },
      },
    },
    response: {
      AssumedRoleUser: ASSUMED_ROLE_USER,
      Credentials: CREDENTIALS,
      SourceIdentity: optional(SHORT_TEXT),
    },
    errors: ["EntityNotExist.Role", ...POLICY_CODES],
  },
  AssumeRoleWithOIDC: {
    summary: {
      en: "Lends a role to whom an identity provider vouches for; the request is not signed.",
      zh: "使用 OIDC 令牌扮演角色，请求无需签名。",
    },
    area: "sessions",
    action: "sts:AssumeRoleWithOIDC",
    resources: [{ kind: "role", from: "RoleArn" }],
    authentication: "oidc",
    effect: "crypto",
    retry: "safe",
    support: { level: "full" },
    request: {
      OIDCProviderArn: {
        kind: "string",
        min: 1,
        max: 256,
        faults: { missing: "MissingParameter.OIDCProviderArn" },
        doc: { en: "ARN of the identity provider.", zh: "身份提供商 ARN。" },
      },
      RoleArn: ROLE_ARN,
      OIDCToken: {
        kind: "string",
        min: 4,
        max: 20_000,
        secret: true,
        faults: {
          missing: "MissingParameter.OIDCToken",
          value: "AuthenticationFail.OIDCToken.Invalid",
        },
        doc: { en: "The token, as the issuer signed it.", zh: "OIDC 令牌原文。" },
      },
      RoleSessionName: SESSION_NAME,
      DurationSeconds: DURATION,
      Policy: SESSION_POLICY,
    },
    response: {
      AssumedRoleUser: ASSUMED_ROLE_USER,
      Credentials: CREDENTIALS,
      OIDCTokenInfo: {
        kind: "object",
        members: {
          Subject: SHORT_TEXT,
          Issuer: SHORT_TEXT,
          ClientIds: SHORT_TEXT,
          ExpirationTime: SHORT_TEXT,
          IssuanceTime: SHORT_TEXT,
          VerificationInfo: SHORT_TEXT,
        },
      },
    },
    errors: [
      "EntityNotExist.Role",
      "EntityNotExist.OIDCProvider",
      "AuthenticationFail.OIDCToken.Expired",
      "AuthenticationFail.OIDCToken.PublicKeyFingerprintMismatch",
      ...POLICY_CODES,
    ],
  },
  AssumeRoleWithSAML: {
    summary: {
      en: "Credentials of a role for whom a SAML identity provider vouches.",
      zh: "以 SAML 断言换取角色的临时凭证。",
    },
    area: "sessions",
    action: "sts:AssumeRole",
    resources: [{ kind: "role", from: "RoleArn" }],
    effect: "write",
    retry: "unsafe",
    support: { level: "planned", note: NOT_YET },
    request: {
      SAMLProviderArn: {
        kind: "string",
        min: 1,
        max: 512,
        doc: { en: "ARN of the identity provider.", zh: "身份提供商 ARN。" },
      },
      RoleArn: {
        kind: "string",
        min: 1,
        max: 512,
        doc: { en: "ARN of the role.", zh: "角色 ARN。" },
      },
      SAMLAssertion: {
        kind: "string",
        min: 4,
        max: 100_000,
        secret: true,
        doc: { en: "The assertion, Base64.", zh: "SAML 断言，Base64 编码。" },
      },
    },
    response: {},
    errors: [],
  },
  GetCallerIdentity: {
    summary: { en: "Tells who calls.", zh: "查询调用者身份。" },
    area: "sessions",
    action: "sts:GetCallerIdentity",
    resources: [],
    authorization: "none",
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {},
    response: {
      IdentityType: SHORT_TEXT,
      AccountId: SHORT_TEXT,
      PrincipalId: SHORT_TEXT,
      UserId: optional(SHORT_TEXT),
      RoleId: optional(SHORT_TEXT),
      Arn: SHORT_TEXT,
    },
    errors: [],
  },
} as const satisfies Record<string, Operation>;
