// `coffer app`: its row.
import type { Command } from "./command.ts";

export const appCommand: Command = {
  name: "app",
  doc: {
    en: "An identity of its own for an application: create, revoke.",
    zh: "应用专属身份：create、revoke。",
  },
  usage: [
    "app create <name> --read 'prod/billing/*' [--write 'prod/billing/*'] [--key <key id>] [--format text|env|json]",
    "app revoke <name>",
  ],
  words: ["create", "revoke"],
  options: {
    read: {
      en: "Names of secrets that it may read; `*` stands for anything, several are separated by commas.",
      zh: "允许读取的凭据名称，`*` 匹配任意字符，多个以逗号分隔。",
    },
    write: {
      en: "Names of secrets that it may give new versions.",
      zh: "允许写入新版本的凭据名称。",
    },
    key: {
      en: "Id of the key that protects these secrets, where they name one of their own.",
      zh: "保护这些凭据的密钥 ID（凭据指定了专属密钥时需要）。",
    },
    format: {
      en: "How the AccessKey is printed: text, env (lines for a shell) or json.",
      zh: "AccessKey 的输出格式：text、env（shell 变量）或 json。",
    },
  },
  load: async () => (await import("./app.ts")).app,
};
