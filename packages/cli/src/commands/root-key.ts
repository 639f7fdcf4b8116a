// `coffer root-key rotate|status`: the rotation of the server's root key, watched until its end.
import type { Client } from "@coffer/client";
import { ADMIN_OPERATIONS } from "@coffer/contract";
import { clientOf } from "../calls/client.ts";
import { Failure } from "../failure.ts";
import { type Language, languageOf } from "../language.ts";
import { printJson } from "../output/json.ts";
import type { CommandLine } from "../read-words.ts";
import { findSettings } from "../settings.ts";
import { suggest } from "../suggest.ts";
import type { Terminal } from "../terminal.ts";

const POLL_MILLISECONDS = 250;

const WORDS = {
  begun: {
    en: "The root key {from} is being replaced by {to}. Stopping this command does not stop that.",
    zh: "根密钥 {from} 正在轮转为 {to}。中断本命令不影响轮转。",
  },
  done: {
    en: "Done: everything is wrapped under {to}. Backups made until now need the old root key: where it is in a file, the server keeps that as `<file>.{from}`.",
    zh: "完成：全部密钥材料已使用 {to} 加密。此前的备份需要旧根密钥；如使用密钥文件，旧文件保留为 `<file>.{from}`。",
  },
} as const;

const status = (client: Client) => client.callOf(ADMIN_OPERATIONS, "GetRootKeyStatus", {});

async function rotate(client: Client, terminal: Terminal, language: Language): Promise<void> {
  const { FromFingerprint: from, ToFingerprint: to } = await client.callOf(
    ADMIN_OPERATIONS,
    "RotateRootKey",
    {},
  );
  const say = (words: keyof typeof WORDS): void =>
    terminal.print(`${WORDS[words][language].replaceAll("{from}", from).replaceAll("{to}", to)}\n`);
  say("begun");
  for (;;) {
    const { Rotation: rotation } = await status(client);
    // Another one that began meanwhile: this one has ended.
    if (rotation?.ToFingerprint !== to || rotation.EndTime !== undefined) return say("done");
    await terminal.sleep(POLL_MILLISECONDS);
  }
}

export async function rootKey({ positionals, flags }: CommandLine, terminal: Terminal) {
  const [, action = ""] = positionals;
  if (positionals.length > 2 || (action !== "rotate" && action !== "status")) {
    const suggestions = suggest(action, ["rotate", "status"]);
    throw new Failure(2, "usage: coffer root-key rotate|status", { suggestions });
  }
  const client = clientOf(findSettings(flags, terminal.environment), flags);
  if (action === "rotate") {
    return rotate(client, terminal, languageOf(flags, terminal.environment));
  }
  terminal.print(`${printJson(await status(client))}\n`);
}
