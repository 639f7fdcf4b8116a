// `coffer policy`: its row.
import type { Command } from "./command.ts";

export const policyCommand: Command = {
  name: "policy",
  doc: {
    en: "Try policy files without a server: explain, test.",
    zh: "离线试算策略文件：explain、test。",
  },
  usage: [
    "policy explain <file>… --action kms:GetSecretValue --resource acs:kms:…:secret/name",
    "policy test <file>… --action … --resource …",
    "policy test <file>… --cases cases.json",
  ],
  words: ["explain", "test"],
  options: {
    action: { en: "Action to ask about: `kms:GetSecretValue`.", zh: "要判断的操作。" },
    resource: {
      en: "ARN of the resource; several are separated by commas, and all must be allowed.",
      zh: "资源 ARN；多个以逗号分隔，须全部允许。",
    },
    caller: {
      en: "ARN of the caller; a user of the resource's account by default.",
      zh: "调用者 ARN；默认为资源所属账号的用户。",
    },
    context: {
      en: "Facts of the request: `acs:SourceIp=10.0.0.1,acs:SecureTransport=true`.",
      zh: "请求上下文：`acs:SourceIp=10.0.0.1,acs:SecureTransport=true`。",
    },
    session: { en: "File of the session policy.", zh: "会话策略文件。" },
    "resource-policy": {
      en: "File of the policy of the key, secret or role.",
      zh: "密钥、凭据或角色自身的策略文件。",
    },
    cases: {
      en: "JSON file of cases: a list of `{name, action, resource, caller, context, expect}`.",
      zh: "用例 JSON 文件：`{name, action, resource, caller, context, expect}` 的列表。",
    },
  },
  load: async () => (await import("./policy.ts")).policy,
};
