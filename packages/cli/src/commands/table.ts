// Every command besides the products.
import { VERSION } from "../version.ts";
import { appCommand } from "./app-command.ts";
import { auditCommand } from "./audit/audit-command.ts";
import type { Command, RunCommand } from "./command.ts";
import { policyCommand } from "./policy-command.ts";

type Runs = (...given: Parameters<RunCommand>) => void | Promise<void>;

/** For commands that fail by throwing only. */
function succeeding(run: Runs): RunCommand {
  return async (line, terminal) => {
    await run(line, terminal);
    return 0;
  };
}

/** In the order of the help page. */
export const COMMANDS: readonly Command[] = [
  {
    name: "configure",
    doc: {
      en: "Profiles: list, get, set, switch, delete, explain.",
      zh: "管理配置：list、get、set、switch、delete、explain。",
    },
    words: ["list", "get", "set", "switch", "delete", "explain"],
    load: async () => succeeding((await import("./configure.ts")).configure),
  },
  {
    name: "whoami",
    doc: {
      en: "Who the server takes the caller for, and where the credentials come from.",
      zh: "查看服务端识别的调用者身份，以及凭证来源。",
    },
    load: async () => (await import("./whoami.ts")).whoami,
  },
  appCommand,
  policyCommand,
  auditCommand,
  {
    name: "completion",
    doc: {
      en: "Print the completion script of bash, zsh or fish.",
      zh: "输出 bash、zsh 或 fish 的补全脚本。",
    },
    words: ["bash", "zsh", "fish"],
    load: async () => {
      const { completionScript } = await import("../completion.ts");
      return succeeding(({ positionals }, terminal) =>
        terminal.print(completionScript(positionals[1])),
      );
    },
  },
  { name: "server", doc: { en: "Start the server.", zh: "启动服务端。" } },
  {
    name: "dev",
    doc: {
      en: "Start a server that keeps everything in memory.",
      zh: "启动仅在内存中运行的服务端。",
    },
  },
  { name: "operations", doc: { en: "Print the table of operations.", zh: "输出接口列表。" } },
  {
    name: "root-key",
    doc: {
      en: "The server's root key: rotate, status.",
      zh: "管理服务端根密钥：rotate、status。",
    },
    words: ["rotate", "status"],
    load: async () => succeeding((await import("./root-key.ts")).rootKey),
  },
  {
    name: "version",
    doc: { en: "Print the version.", zh: "输出版本。" },
    load: async () => succeeding((_, terminal) => terminal.print(`${VERSION}\n`)),
  },
  { name: "help", doc: { en: "Help.", zh: "帮助。" } },
];

export function commandNamed(name: string | undefined): Command | undefined {
  return COMMANDS.find((command) => command.name === name);
}
