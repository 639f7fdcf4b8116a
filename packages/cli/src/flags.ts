// Flags of every command, in one table: reading, help and completion take them from here. The members of an
// operation are flags too; those come from the contract.
import type { Text } from "@coffer/contract";

export interface Flag {
  /** `none`: no value. `value`: one value. `fields`: following words of the form `key=value`. */
  readonly kind: "none" | "value" | "fields" | "repeated";
  readonly short?: string;
  readonly doc: Text;
  /** Completed with these. */
  readonly words?: readonly string[];
}

const flag = (
  kind: Flag["kind"],
  [en, zh]: readonly [string, string],
  more: Partial<Flag> = {},
): Flag => ({ kind, doc: { en, zh }, ...more });

export const FLAGS = {
  profile: flag("value", ["Profile to use.", "使用的配置。"], { short: "p" }),
  region: flag("value", ["Region.", "地域。"]),
  RegionId: flag("value", ["Region, as the member of that name.", "地域，同名参数。"]),
  endpoint: flag("value", ["Server: host[:port] or address.", "服务地址：host[:port] 或 URL。"], {
    short: "e",
  }),
  "access-key-id": flag("value", ["AccessKey ID.", "AccessKey ID。"]),
  "access-key-secret": flag("value", ["AccessKey secret.", "AccessKey Secret。"]),
  "sts-token": flag("value", ["Security token.", "安全令牌。"]),
  mode: flag("value", ["How to authenticate.", "认证方式。"], { words: ["AK", "StsToken"] }),
  "config-path": flag("value", ["Profile file.", "配置文件。"]),
  insecure: flag("none", [
    "Use http when the endpoint names no scheme.",
    "未指定协议时使用 http。",
  ]),
  secure: flag("none", ["Use https.", "使用 https。"]),
  "ca-file": flag("value", ["CA certificate to trust (PEM).", "信任的 CA 证书（PEM）。"]),
  "skip-secure-verify": flag("none", ["Do not check the certificate.", "不校验证书。"]),
  "connect-timeout": flag("value", ["Seconds to connect.", "连接超时（秒）。"]),
  "read-timeout": flag("value", ["Seconds for the whole call.", "调用超时（秒）。"]),
  "retry-count": flag("value", ["Repetitions after a failure.", "失败后的重试次数。"]),
  method: flag("value", ["GET or POST.", "GET 或 POST。"], { words: ["GET", "POST"] }),
  version: flag("value", ["Version of the API.", "API 版本。"]),
  force: flag("none", ["Call without checking names.", "不校验名称直接调用。"]),
  header: flag("repeated", ["Header=Value to send.", "附加请求头 Header=Value。"]),
  output: flag(
    "fields",
    ["Table: cols=A,B rows=<path> num=true.", "表格：cols=A,B rows=<路径> num=true。"],
    {
      short: "o",
    },
  ),
  "cli-query": flag("value", [
    "JMESPath expression on the answer.",
    "对结果执行 JMESPath 表达式。",
  ]),
  pager: flag("fields", ["Fetch all pages.", "获取全部分页。"]),
  waiter: flag("fields", [
    "Repeat until: expr=<path> to=<value>.",
    "轮询直到：expr=<路径> to=<值>。",
  ]),
  dryrun: flag("none", ["Print the request, do not send it.", "只打印请求，不发送。"]),
  quiet: flag("none", ["Print nothing on success.", "成功时不输出。"], { short: "q" }),
  "error-format": flag("value", ["Errors as text or JSON.", "错误输出格式。"], {
    words: ["text", "json"],
  }),
  "cli-input-json": flag("value", [
    "Members from a JSON file; - for standard input.",
    "从 JSON 文件读取参数，- 表示标准输入。",
  ]),
  language: flag("value", ["Language of help.", "帮助语言。"], { words: ["en", "zh"] }),
  help: flag("none", ["Help.", "帮助。"], { short: "h" }),
} as const satisfies Record<string, Flag>;

export type FlagName = keyof typeof FLAGS;

/** Other names of flags. */
export const ALIASES: Readonly<Record<string, FlagName>> = {
  __proto__: null as never,
  "retry-timeout": "read-timeout",
  query: "cli-query",
};

/** The flag of a name without dashes, or undefined. */
export function findFlag(name: string): FlagName | undefined {
  const known = Object.keys(FLAGS) as FlagName[]; // the keys of a literal table
  return ALIASES[name] ?? known.find((each) => each === name || shortOf(each) === name);
}

function shortOf(name: FlagName): string | undefined {
  const row: Flag = FLAGS[name];
  return row.short;
}
