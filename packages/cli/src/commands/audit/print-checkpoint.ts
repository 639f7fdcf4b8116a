// `coffer audit checkpoint`: what to keep elsewhere, so that the log cannot be made anew unnoticed.
import { ADMIN_OPERATIONS } from "@coffer/contract";
import { languageOf } from "../../language.ts";
import type { AuditTask } from "./audit-task.ts";
import { writeFile } from "./kept-files.ts";

const WORDS = {
  key: {
    en: "The verifier key is {key}. Keep it apart from the server, as the checkpoint.",
    zh: "验证公钥为 {key}。请与检查点一起保存在服务端以外的地方。",
  },
  written: {
    en: "{path}: the checkpoint after {size} events.",
    zh: "{path}：{size} 个事件之后的检查点。",
  },
} as const;

export async function printCheckpoint({ line, terminal, client }: AuditTask): Promise<number> {
  const language = languageOf(line.flags, terminal.environment);
  const { Checkpoint, VerifierKey, Size } = await client.callOf(
    ADMIN_OPERATIONS,
    "GetAuditCheckpoint",
    {},
  );
  const path = line.members.get("to");
  if (path === undefined) terminal.print(Checkpoint);
  else {
    writeFile(path, Checkpoint);
    const written = WORDS.written[language].replace("{path}", path);
    terminal.print(`${written.replace("{size}", String(Size))}\n`);
  }
  terminal.error(`${WORDS.key[language].replace("{key}", VerifierKey)}\n`);
  return 0;
}
