// `coffer audit`: its row.
import type { Command } from "../command.ts";

export const auditCommand: Command = {
  name: "audit",
  doc: {
    en: "The audit log: look on, verify, export, prove.",
    zh: "审计日志：查看、校验、导出、证明。",
  },
  usage: [
    "audit tail [--number 20] [--follow] [--user app] [--name GetSecretValue] [--resource prod/db]",
    "audit verify [<folder>] [--checkpoint kept.txt] [--key kept.key]",
    "audit verify --proof event.proof --event event.json --key kept.key",
    "audit export <folder> [--key kept.key]",
    "audit checkpoint [--to kept.txt]",
    "audit proof <event id> [--to event.proof]",
  ],
  words: ["tail", "verify", "export", "checkpoint", "proof"],
  options: {
    checkpoint: {
      en: "File of a checkpoint kept elsewhere, which the log must agree with; several are separated by commas.",
      zh: "另存的检查点文件，日志须与之一致；多个以逗号分隔。",
    },
    key: {
      en: "Verifier key, or a file of it; by default the one that the server or the folder tells.",
      zh: "验证公钥或其文件；缺省使用服务端或目录提供的公钥。",
    },
    proof: { en: "File of a proof to verify.", zh: "要校验的证明文件。" },
    event: { en: "File of the event that the proof is about.", zh: "证明所针对的事件文件。" },
    to: { en: "File to write to.", zh: "写入的文件。" },
    number: { en: "How many events; 20 by default.", zh: "事件条数，默认 20。" },
    follow: { en: "Go on with what comes.", zh: "持续输出新事件。" },
    user: { en: "Only of this user.", zh: "仅指定用户。" },
    name: { en: "Only of this operation.", zh: "仅指定操作。" },
    resource: { en: "Only about this resource, by its name.", zh: "仅指定资源名称。" },
    format: { en: "text, or json: one event a line.", zh: "text，或 json（每行一个事件）。" },
  },
  load: async () => (await import("./audit.ts")).audit,
};
