// The command line: words in, exit code out.

import { ConfigError } from "@coffer/client/profile";
import { lookup, PRODUCTS, type Product } from "@coffer/contract";
import { Failure } from "./failure.ts";
import { COMMANDS, mainHelp, operationHelp, productHelp } from "./help.ts";
import { languageOf } from "./language.ts";
import { isMemberOf } from "./member-names.ts";
import { unknownOperation } from "./members.ts";
import { type CommandLine, readWords } from "./read-words.ts";
import { report } from "./report.ts";
import { suggest } from "./suggest.ts";
import { processTerminal, type Terminal } from "./terminal.ts";
import { VERSION } from "./version.ts";

function productNamed(name: string | undefined): Product | undefined {
  return PRODUCTS.find((product) => product.name === name?.toLowerCase());
}

/** Members depend on the operation, which is the second word that is no flag's value. */
function read(words: readonly string[]): CommandLine {
  const first = readWords(words, () => false);
  const product = productNamed(first.positionals[0]);
  const row = product && lookup(product, first.positionals[1] ?? "");
  if (row === undefined) return first;
  return readWords(words, (name) => isMemberOf(row.request, name.replace(/-FILE$/, "")));
}

function unknownWord(word: string): Failure {
  const known = [...PRODUCTS.map(({ name }) => name), ...COMMANDS.map(({ name }) => name)];
  const message = `'${word}' is not a valid command or product. See \`coffer help\`.`;
  return new Failure(2, message, { suggestions: suggest(word, known) });
}

function help(line: CommandLine, terminal: Terminal): void {
  const language = languageOf(line.flags, terminal.environment);
  const [first, second, third] = line.positionals.filter((word) => word !== "help");
  if (third !== undefined) throw new Failure(1, `too many arguments: ${line.positionals.length}`);
  if (first === undefined) {
    terminal.print(mainHelp(language));
    return;
  }
  const product = productNamed(first);
  if (product === undefined) throw unknownWord(first);
  if (second === undefined) {
    terminal.print(productHelp(product, language));
    return;
  }
  if (lookup(product, second) === undefined) throw unknownOperation(product, second);
  terminal.print(operationHelp(product, second, language));
}

async function run(words: readonly string[], terminal: Terminal): Promise<void> {
  if (words[0] === "__complete") {
    const { complete } = await import("./completion.ts");
    const candidates = complete(words.slice(1));
    if (candidates.length > 0) terminal.print(`${candidates.join("\n")}\n`);
    return;
  }
  const line = read(words);
  const { positionals, flags } = line;
  const [first, second] = positionals;
  const product = productNamed(first);
  const wantsHelp = flags.has("help") || first === undefined || positionals.includes("help");
  if (wantsHelp || (product !== undefined && second === undefined)) return help(line, terminal);
  if (first === "version") return void terminal.print(`${VERSION}\n`);
  if (first === "completion") {
    const { completionScript } = await import("./completion.ts");
    return void terminal.print(completionScript(second));
  }
  if (first === "configure") {
    const { configure } = await import("./configure.ts");
    return configure(line, terminal);
  }
  if (first === "root-key") {
    const { rootKey } = await import("./root-key.ts");
    return rootKey(line, terminal);
  }
  if (product === undefined) throw unknownWord(first);
  if (positionals.length > 2) {
    const tip = "Use `coffer --help` to show usage";
    throw new Failure(3, "too many arguments", { tip });
  }
  const { runCall } = await import("./calls/call.ts");
  return runCall(product, line, terminal);
}

/** Runs a command; returns its exit code. */
export async function runCommand(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await run(words, terminal);
    return 0;
  } catch (error) {
    const at = words.indexOf("--error-format");
    const format = at === -1 ? undefined : words[at + 1];
    const known = error instanceof ConfigError ? new Failure(3, error.message) : error;
    return report(known, terminal, format);
  }
}

/** @param argv the words after `coffer` */
export async function main(argv: readonly string[]): Promise<void> {
  process.exitCode = await runCommand(argv, processTerminal());
}
