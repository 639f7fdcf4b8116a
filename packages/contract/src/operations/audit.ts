// The audit log as a transparency log: what a verifier needs, in the published formats. Our own.
import type { Operation } from "../operation.ts";
import { SHORT_TEXT } from "../ram-members.ts";

const SIZE = { kind: "integer", min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const TEXT = { kind: "string", max: 65_536 } as const;

export const audit = {
  GetAuditCheckpoint: {
    summary: {
      en: "Reads the newest checkpoint of the audit log (C2SP tlog-checkpoint) and the key that verifies it.",
      zh: "获取审计日志最新检查点（C2SP tlog-checkpoint）及其验证公钥。",
    },
    area: "admin",
    action: "coffer:GetAuditCheckpoint",
    resources: [],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {},
    response: {
      Checkpoint: TEXT,
      KeptFrom: { ...TEXT, optional: true },
      VerifierKey: SHORT_TEXT,
      Size: SIZE,
      WaitingEvents: SIZE,
    },
    errors: ["EntityNotExist.AuditLog"],
  },
  GetAuditTile: {
    summary: {
      en: "Reads a tile of hashes or events of the audit log (C2SP tlog-tiles).",
      zh: "获取审计日志的哈希或事件分片（C2SP tlog-tiles）。",
    },
    area: "admin",
    action: "coffer:GetAuditTile",
    resources: [],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {
      Level: {
        kind: "string",
        min: 1,
        max: 8,
        pattern: "[0-9]|entries",
        doc: { en: "Level of hashes, or `entries`.", zh: "哈希层级，或 `entries`。" },
      },
      Index: {
        kind: "integer",
        min: 0,
        max: 999_999_999_999,
        doc: { en: "Number of the tile.", zh: "分片序号。" },
      },
    },
    response: {
      Tile: { kind: "string", max: 32_000_000, recorded: false },
      Width: SIZE,
    },
    errors: ["EntityNotExist.AuditTile"],
  },
  GetAuditProof: {
    summary: {
      en: "Proves that an event is in the audit log (C2SP tlog-proof).",
      zh: "获取事件存在于审计日志中的证明（C2SP tlog-proof）。",
    },
    area: "admin",
    action: "coffer:GetAuditProof",
    resources: [],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {
      EventId: {
        kind: "string",
        min: 1,
        max: 64,
        doc: {
          en: "Id of the event, which is that of its request.",
          zh: "事件 ID，即请求 ID。",
        },
      },
    },
    response: {
      Event: { ...TEXT, recorded: false },
      Proof: { ...TEXT, recorded: false },
      VerifierKey: SHORT_TEXT,
    },
    errors: ["EntityNotExist.AuditEvent"],
  },
  GetAuditStatus: {
    summary: {
      en: "Tells how far the audit log and each of its sinks is.",
      zh: "查询审计日志及各输出的进度。",
    },
    area: "admin",
    action: "coffer:GetAuditStatus",
    resources: [],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {},
    response: {
      Size: SIZE,
      WaitingEvents: SIZE,
      Sinks: {
        kind: "list",
        max: 16,
        of: {
          kind: "object",
          members: { Name: SHORT_TEXT, Delivered: SIZE, Lag: SIZE, Dropped: SIZE },
        },
      },
    },
    errors: [],
  },
} as const satisfies Record<string, Operation>;
