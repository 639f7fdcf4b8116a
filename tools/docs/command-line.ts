// docs/reference/command-line.md: every flag of the command line.

import { COMMANDS } from "../../packages/cli/src/commands/table.ts";
import { FLAGS, type Flag } from "../../packages/cli/src/flags.ts";
import { type Page, page, table } from "./page.ts";

export function commandLinePage(): Page {
  const flags = Object.entries(FLAGS).map(([name, row]) => {
    const { kind, short, doc }: Flag = row;
    const forms = [`\`--${name}\``, ...(short === undefined ? [] : [`\`-${short}\``])];
    return [forms.join(", "), kind === "none" ? "" : kind, doc.en];
  });
  const commands = COMMANDS.map(({ name, doc }) => [`\`coffer ${name}\``, doc.en]);
  return page("docs/reference/command-line.md", "The command line", [
    "`coffer kms <Operation> --Member value …` calls an operation; its members are in the",
    "[reference of operations](coverage.md). Besides:",
    "",
    ...table(["command", "what it does"], commands),
    "## Flags",
    "",
    ...table(["flag", "value", "meaning"], flags),
  ]);
}
