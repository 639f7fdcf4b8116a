// The command line: words in, exit code out.

import { ConfigError } from "@coffer/client/profile";
import { lookup, PRODUCTS, type Product } from "@coffer/contract";
import type { Command } from "./commands/command.ts";
import { COMMANDS, commandNamed } from "./commands/table.ts";
import { Failure } from "./failure.ts";
import { FLAGS } from "./flags.ts";
import { commandHelp, mainHelp, operationHelp, productHelp } from "./help.ts";
import { languageOf } from "./language.ts";
import { isMemberOf } from "./member-names.ts";
import { unknownOperation } from "./members.ts";
import { type CommandLine, readWords } from "./read-words.ts";
import { report } from "./report.ts";
import { suggest } from "./suggest.ts";
import { processTerminal, type Terminal } from "./terminal.ts";

function productNamed(name: string | undefined): Product | undefined {
  return PRODUCTS.find((product) => product.name === name?.toLowerCase());
}

/** Members depend on the operation, which is the second word that is no flag's value. */
function read(words: readonly string[]): CommandLine {
  const first = readWords(words, () => false);
  const product = productNamed(first.positionals[0]);
  const row = product && lookup(product, first.positionals[1] ?? "");
  const options = product === undefined ? commandNamed(first.positionals[0])?.options : undefined;
  if (options !== undefined) return readWords(words, (name) => Object.hasOwn(options, name));
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
  const command = product === undefined ? commandNamed(first) : undefined;
  if (command !== undefined) return void terminal.print(commandHelp(command, language));
  if (product === undefined) throw unknownWord(first);
  if (second === undefined) {
    terminal.print(productHelp(product, language));
    return;
  }
  if (lookup(product, second) === undefined) throw unknownOperation(product, second);
  terminal.print(operationHelp(product, second, language));
}

/** `configure` takes the keys of a profile, and tells itself which. */
function checkOptions({ name, options = {} }: Command, { members }: CommandLine): void {
  if (name === "configure") return;
  const unknown = [...members.keys()].find((member) => !Object.hasOwn(options, member));
  if (unknown === undefined) return;
  const suggestions = suggest(unknown, [...Object.keys(options), ...Object.keys(FLAGS)]);
  throw new Failure(2, `invalid flag --${unknown}. See \`coffer help ${name}\`.`, { suggestions });
}

async function runOperation(product: Product, line: CommandLine, terminal: Terminal) {
  if (line.positionals.length > 2) {
    const tip = "Use `coffer --help` to show usage";
    throw new Failure(3, "too many arguments", { tip });
  }
  const { runCall } = await import("./calls/call.ts");
  await runCall(product, line, terminal);
}

async function complete(words: readonly string[], terminal: Terminal): Promise<void> {
  const { candidatesFor } = await import("./completion.ts");
  const candidates = candidatesFor(words);
  if (candidates.length > 0) terminal.print(`${candidates.join("\n")}\n`);
}

/** Returns the exit code. */
async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  const line = words[0] === "__complete" ? undefined : read(words);
  const { positionals = [], flags } = line ?? {};
  const [first, second] = positionals;
  const product = productNamed(first);
  const command = product === undefined ? commandNamed(first) : undefined;
  // What a command is given may be called help; an operation has nothing but members.
  const askable = command === undefined ? positionals : positionals.slice(0, 2);
  const named = first === undefined || askable.includes("help");
  const wantsHelp = named || flags?.has("help") || (product !== undefined && second === undefined);
  if (line === undefined) await complete(words.slice(1), terminal);
  else if (wantsHelp) help(line, terminal);
  else if (command?.load !== undefined) {
    checkOptions(command, line);
    return (await command.load())(line, terminal);
  } else if (product === undefined) throw unknownWord(first ?? "");
  else await runOperation(product, line, terminal);
  return 0;
}

/** Runs a command; returns its exit code. */
export async function runCommand(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await run(words, terminal);
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
