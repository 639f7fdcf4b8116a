// After ScheduleKeyDeletion: which secrets the key protects, on standard error. Only our server tells them.
import type { Client, RawCall } from "@coffer/client";
import type { OPERATIONS, ResponseOf } from "@coffer/contract";
import { type Language, languageOf } from "../language.ts";
import type { CommandLine } from "../read-words.ts";
import type { Terminal } from "../terminal.ts";

type Key = ResponseOf<(typeof OPERATIONS)["DescribeKey"]>;

function sentence(key: Key, language: Language): string | undefined {
  const { ProtectedSecrets: secrets, KeyMetadata: metadata } = key;
  if (secrets === undefined || secrets.TotalCount === 0) return undefined;
  const { SecretName: names, TotalCount: total } = secrets;
  const listed = names.map((name) => `\`${name}\``).join(language === "zh" ? "、" : ", ");
  const more = total > names.length ? " …" : "";
  const back = `coffer kms CancelKeyDeletion --KeyId ${metadata.KeyId}`;
  return language === "zh"
    ? `警告：该密钥保护着 ${total} 个凭据：${listed}${more}。它们现在无法读取，${metadata.DeleteDate} 之后将永久丢失。撤销：${back}`
    : `warning: the key protects ${total} secret${total === 1 ? "" : "s"}: ${listed}${more}. ` +
        `Nothing of that can be read now, and all of it is lost after ${metadata.DeleteDate}. To take it back: ${back}`;
}

export async function warnOfDeletion(
  { call, client }: { readonly call: RawCall; readonly client: Client },
  { flags }: CommandLine,
  terminal: Terminal,
): Promise<void> {
  const { KeyId } = call.parameters;
  const described = {
    ...call,
    action: "DescribeKey",
    parameters: KeyId === undefined ? {} : { KeyId },
  };
  try {
    const { text } = await client.raw({ ...described, repeatable: true });
    const language = languageOf(flags, terminal.environment);
    const warning = sentence(JSON.parse(text) as Key, language); // by the server, from the same row
    if (warning !== undefined) terminal.error(`${warning}\n`);
  } catch {
    // Who may schedule the deletion need not be allowed to describe the key; the deletion itself is done.
  }
}
