// An application's AccessKey as `coffer app create` prints it: the only time that the secret is seen.
import { Failure } from "../failure.ts";
import type { Language } from "../language.ts";
import { printJson } from "../output/json.ts";
import type { Terminal } from "../terminal.ts";
import type { AppRights } from "./app-policy.ts";

export interface AppKey {
  readonly AccessKeyId: string;
  readonly AccessKeySecret: string;
}

const FORMATS = ["text", "env", "json"] as const;
export type AppFormat = (typeof FORMATS)[number];

/** @throws Failure 1 */
export function appFormat(text = "text"): AppFormat {
  const found = FORMATS.find((format) => format === text);
  if (found === undefined) throw new Failure(1, `--format must be one of ${FORMATS.join(", ")}`);
  return found;
}

const WORDS = {
  read: { en: "may read", zh: "可读取" },
  write: { en: "may write", zh: "可写入" },
  once: {
    en: "The secret is shown only now. Whoever has it can do what is listed above; `coffer app revoke {name}` ends that at once.",
    zh: "AccessKey Secret 仅显示这一次。持有者可执行上述操作；`coffer app revoke {name}` 立即收回。",
  },
} as const;

export function printAppKey(
  made: { name: string; key: AppKey; rights: AppRights; format: AppFormat },
  terminal: Terminal,
  language: Language,
): void {
  const { name, key, rights, format } = made;
  const { AccessKeyId: id, AccessKeySecret: secret } = key;
  if (format === "json") {
    terminal.print(`${printJson({ UserName: name, AccessKeyId: id, AccessKeySecret: secret })}\n`);
    return;
  }
  if (format === "env") {
    const lines = [
      `ALIBABA_CLOUD_ACCESS_KEY_ID=${id}`,
      `ALIBABA_CLOUD_ACCESS_KEY_SECRET=${secret}`,
    ];
    terminal.print(`${lines.join("\n")}\n`);
    return;
  }
  const right = (word: "read" | "write"): string[] =>
    rights[word].length === 0
      ? []
      : [`${name} ${WORDS[word][language]} ${rights[word].join(", ")}`];
  const lines = [
    ...right("read"),
    ...right("write"),
    `AccessKeyId      ${id}`,
    `AccessKeySecret  ${secret}`,
    WORDS.once[language].replace("{name}", name),
  ];
  terminal.print(`${lines.join("\n")}\n`);
}
