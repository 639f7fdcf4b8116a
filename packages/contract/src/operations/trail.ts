// Looking events up: ActionTrail 2020-07-06.
import type { Operation } from "../operation.ts";
import { SHORT_TEXT } from "../ram-members.ts";

const TIME = {
  kind: "string",
  max: 32,
  min: 1,
  pattern: "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z",
  optional: true,
} as const;

export const trail = {
  LookupEvents: {
    summary: {
      en: "Looks events of the audit up, newest first.",
      zh: "查询审计事件，默认按时间倒序。",
    },
    area: "trail",
    action: "actiontrail:LookupEvents",
    resources: [],
    effect: "read",
    retry: "safe",
    support: { level: "full" },
    request: {
      StartTime: {
        ...TIME,
        doc: {
          en: "First moment, given together with `EndTime`; 7 days ago by default.",
          zh: "起始时间，须与 `EndTime` 同时提供，默认 7 天前。",
        },
      },
      EndTime: {
        ...TIME,
        doc: {
          en: "Last moment, given together with `StartTime`; now by default.",
          zh: "结束时间，须与 `StartTime` 同时提供，默认当前。",
        },
      },
      LookupAttribute: {
        kind: "list",
        wire: "indexed",
        max: 2,
        optional: true,
        of: {
          kind: "object",
          members: {
            Key: {
              kind: "choice",
              of: [
                ...["EventId", "EventName", "EventRW", "ServiceName", "User"],
                ...["ResourceName", "EventAccessKeyId", "RequestId"],
              ],
            },
            Value: { kind: "string", max: 256, min: 1 },
          },
        },
        doc: {
          en: "What the events must have: `LookupAttribute.1.Key=EventName`, `LookupAttribute.1.Value=GetSecretValue`; at most two.",
          zh: "查询条件：`LookupAttribute.1.Key=EventName`、`LookupAttribute.1.Value=GetSecretValue`，最多两个。",
        },
      },
      Direction: {
        kind: "choice",
        of: ["FORWARD", "BACKWARD"],
        default: "BACKWARD",
        optional: true,
        doc: { en: "Oldest or newest first.", zh: "`FORWARD` 正序，`BACKWARD` 倒序。" },
      },
      MaxResults: {
        kind: "integer",
        as: "string",
        min: 1,
        max: 50,
        default: 20,
        optional: true,
        doc: { en: "Events in a page.", zh: "每页条数。" },
      },
      NextToken: {
        kind: "string",
        max: 64,
        min: 1,
        optional: true,
        doc: { en: "Where the page begins.", zh: "分页标记。" },
      },
    },
    response: {
      Events: { kind: "list", max: 50, of: { kind: "json", max: 65_536, as: "map" } },
      StartTime: SHORT_TEXT,
      EndTime: SHORT_TEXT,
      NextToken: { kind: "string", max: 64, optional: true },
    },
    errors: [],
  },
} as const satisfies Record<string, Operation>;
