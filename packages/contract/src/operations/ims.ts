// Identity providers: Ims 2019-08-15, as far as STS needs it.
import { RAM_LIMITS } from "../limits.ts";
import type { Operation } from "../operation.ts";
import { DESCRIPTION, MARKER, MAX_ITEMS, PAGE_END, SHORT_TEXT } from "../ram-members.ts";
import { optional } from "../shape.ts";

const PROVIDER_NAME = {
  kind: "string",
  min: 1,
  max: 128,
  pattern: "[A-Za-z0-9._-]+",
  faults: {
    length: "InvalidParameter.OIDCProviderName.Length",
    pattern: "InvalidParameter.OIDCProviderName.InvalidChars",
  },
  doc: { en: "Name of the identity provider.", zh: "身份提供商名称。" },
} as const;

const ISSUER = {
  kind: "string",
  min: 1,
  max: 255,
  pattern: "https://[^\\s?#@]+",
  doc: {
    en: "Address of the issuer, as its tokens have it in `iss`; https only.",
    zh: "颁发者 URL，与令牌的 `iss` 完全一致，仅支持 https。",
  },
} as const;

const CLIENT_IDS = {
  kind: "string",
  min: 1,
  max: 8_192,
  doc: {
    en: "Audiences (`aud`) that are taken, separated by commas; at most 50.",
    zh: "允许的客户端 ID（`aud`），以逗号分隔，最多 50 个。",
  },
} as const;

const FINGERPRINTS = {
  kind: "string",
  max: 512,
  pattern: "[0-9A-Fa-f:,]*",
  doc: {
    en: "SHA-1 fingerprints of certificates of the issuer's host, separated by commas; at most 5. None: any certificate that is trusted.",
    zh: "颁发者站点证书的 SHA-1 指纹，以逗号分隔，最多 5 个；为空则仅校验证书链。",
  },
} as const;

const HOURS = {
  kind: "integer",
  min: 1,
  max: 168,
  doc: { en: "Hours after its issuance that a token is taken.", zh: "令牌颁发后可使用的小时数。" },
} as const;

const AUTHORITIES = {
  kind: "string",
  max: 65_536,
  ours: true,
  doc: {
    en: "Certificates (PEM) of the authorities that the issuer's host is trusted by, instead of the system's.",
    zh: "颁发者站点的 CA 证书（PEM），代替系统信任的 CA。",
  },
} as const;

const PROVIDER = {
  kind: "object",
  members: {
    Arn: SHORT_TEXT,
    OIDCProviderName: SHORT_TEXT,
    IssuerUrl: SHORT_TEXT,
    ClientIds: { kind: "string", max: 8_192 },
    Fingerprints: SHORT_TEXT,
    IssuanceLimitTime: { kind: "integer", min: 0, max: 168 },
    Description: SHORT_TEXT,
    CreateDate: SHORT_TEXT,
    UpdateDate: SHORT_TEXT,
    GmtCreate: SHORT_TEXT,
    GmtModified: SHORT_TEXT,
  },
} as const;

const ONE = [{ kind: "oidc-provider", from: "OIDCProviderName" }] as const;
const ALL = [{ kind: "oidc-provider", from: "*" }] as const;
const BY_NAME = { OIDCProviderName: PROVIDER_NAME } as const;
const ABSENT = ["EntityNotExist.OIDCProvider"] as const;

export const ims = {
  CreateOIDCProvider: {
    summary: {
      en: "Registers an identity provider whose tokens may assume roles.",
      zh: "创建 OIDC 身份提供商。",
    },
    area: "identity-providers",
    action: "ims:CreateOIDCProvider",
    resources: ALL,
    effect: "write",
    retry: "unsafe",
    support: { level: "full" },
    request: {
      ...BY_NAME,
      IssuerUrl: ISSUER,
      ClientIds: CLIENT_IDS,
      Fingerprints: optional(FINGERPRINTS),
      IssuanceLimitTime: { ...HOURS, default: 12, optional: true },
      Description: optional(DESCRIPTION),
      CertificateAuthorities: optional(AUTHORITIES),
    },
    response: { OIDCProvider: PROVIDER },
    errors: ["EntityAlreadyExists.OIDCProvider", "LimitExceeded.OIDCProvider"],
  },
  GetOIDCProvider: {
    summary: { en: "Describes an identity provider.", zh: "查询 OIDC 身份提供商。" },
    area: "identity-providers",
    action: "ims:GetOIDCProvider",
    resources: ONE,
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: BY_NAME,
    response: { OIDCProvider: PROVIDER },
    errors: ABSENT,
  },
  UpdateOIDCProvider: {
    summary: {
      en: "Changes the audiences, the longest age of tokens, the certificates and the description.",
      zh: "修改 OIDC 身份提供商。",
    },
    area: "identity-providers",
    action: "ims:UpdateOIDCProvider",
    resources: ONE,
    effect: "write",
    retry: "safe",
    support: { level: "full" },
    request: {
      ...BY_NAME,
      ClientIds: optional(CLIENT_IDS),
      IssuanceLimitTime: optional(HOURS),
      NewDescription: optional({
        ...DESCRIPTION,
        faults: { length: "InvalidParameter.NewDescription.Length" },
      }),
      Fingerprints: optional({ ...FINGERPRINTS, ours: true }),
      CertificateAuthorities: optional(AUTHORITIES),
    },
    response: { OIDCProvider: PROVIDER },
    errors: ABSENT,
  },
  DeleteOIDCProvider: {
    summary: {
      en: "Removes an identity provider: its tokens are refused from the next request on.",
      zh: "删除 OIDC 身份提供商，立即生效。",
    },
    area: "identity-providers",
    action: "ims:DeleteOIDCProvider",
    resources: ONE,
    effect: "destroy",
    takesAway: true,
    retry: "unsafe",
    support: { level: "full" },
    request: BY_NAME,
    response: {},
    errors: ABSENT,
  },
  ListOIDCProviders: {
    summary: { en: "Lists identity providers.", zh: "查询 OIDC 身份提供商列表。" },
    area: "identity-providers",
    action: "ims:ListOIDCProviders",
    resources: ALL,
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {
      Marker: optional(MARKER),
      MaxItems: optional({ ...MAX_ITEMS, max: RAM_LIMITS.oidcProvidersPerAccount }),
    },
    response: {
      OIDCProviders: {
        kind: "object",
        members: { OIDCProvider: { kind: "list", max: 1_000, of: PROVIDER } },
      },
      ...PAGE_END,
    },
    errors: [],
  },
} as const satisfies Record<string, Operation>;
