// `coffer audit proof`: one event, with what proves to anybody that it is in the log.
import { ADMIN_OPERATIONS } from "@coffer/contract";
import { Failure } from "../../failure.ts";
import { languageOf } from "../../language.ts";
import type { AuditTask } from "./audit-task.ts";
import { writeFile } from "./kept-files.ts";

const WORDS = {
  en: "{path} proves that the event in {path}.json is in the log. The verifier key is {key}.",
  zh: "{path} 证明 {path}.json 中的事件存在于日志中。验证公钥为 {key}。",
} as const;

export async function printProof({ line, terminal, client }: AuditTask): Promise<number> {
  const EventId = line.positionals[2];
  if (EventId === undefined) throw new Failure(2, "usage: coffer audit proof <event id>");
  const request = { EventId };
  const answer = await client.callOf(ADMIN_OPERATIONS, "GetAuditProof", request);
  const path = line.members.get("to");
  if (path === undefined) {
    terminal.print(answer.Proof);
    return 0;
  }
  // The bytes that were hashed, to the last one: no line break behind them.
  writeFile(`${path}.json`, answer.Event);
  writeFile(path, answer.Proof);
  const said = WORDS[languageOf(line.flags, terminal.environment)].replaceAll("{path}", path);
  terminal.print(`${said.replace("{key}", answer.VerifierKey)}\n`);
  return 0;
}
