// Completion for bash, zsh and fish: a small script for each, which asks `coffer __complete` for the words.
import { lookup, type Member, operationNames, PRODUCTS } from "@coffer/contract";
import type { Command } from "./commands/command.ts";
import { COMMANDS, commandNamed } from "./commands/table.ts";
import { Failure } from "./failure.ts";
import { FLAGS, type Flag, findFlag } from "./flags.ts";
import { memberNames } from "./member-names.ts";

const SCRIPTS: Readonly<Record<string, string>> = {
  __proto__: null as never,
  bash: `# bash completion of coffer: source <(coffer completion bash)
_coffer() {
  local IFS=$'\\n'
  COMPREPLY=($(coffer __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _coffer coffer
`,
  zsh: `#compdef coffer
# zsh completion of coffer: source <(coffer completion zsh)
_coffer() {
  local -a candidates
  candidates=("\${(@f)$(coffer __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a candidates
}
compdef _coffer coffer
`,
  fish: `# fish completion of coffer: coffer completion fish | source
complete -c coffer -f -a '(coffer __complete (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'
`,
};

/** @throws Failure 2 */
export function completionScript(shell: string | undefined): string {
  const script = shell === undefined ? undefined : SCRIPTS[shell];
  if (script === undefined) throw new Failure(2, "usage: coffer completion bash|zsh|fish");
  return script;
}

function valuesOf(member: Member | undefined): readonly string[] {
  if (member?.kind === "choice") return member.of;
  return member?.kind === "boolean" ? ["true", "false"] : [];
}

function afterFlag(words: readonly string[]): readonly string[] | undefined {
  const previous = /^--?([\w.-]+)$/.exec(words.at(-2) ?? "")?.[1];
  if (previous === undefined) return undefined;
  const [product, operation] = targetOf(words);
  const row = product && operation ? lookup(product, operation) : undefined;
  const member = row && Object.hasOwn(row.request, previous) ? row.request[previous] : undefined;
  if (member !== undefined) return valuesOf(member);
  const flag = findFlag(previous);
  const found: Flag | undefined = flag && FLAGS[flag];
  return found === undefined || found.kind === "none" ? undefined : (found.words ?? []);
}

function targetOf(words: readonly string[]) {
  const [first = "", second] = words.filter((word) => !word.startsWith("-"));
  const product = PRODUCTS.find(({ name }) => name === first.toLowerCase());
  return [product, second] as const;
}

function wordsOf({ words = [] }: Command, startsWith: (word: string) => boolean): string[] {
  return words.filter(startsWith);
}

/** Candidates for the last of the words, which may be empty. */
export function candidatesFor(words: readonly string[]): string[] {
  const last = words.at(-1) ?? "";
  const startsWith = (each: string): boolean => each.toLowerCase().startsWith(last.toLowerCase());
  const values = afterFlag(words);
  if (values !== undefined && !last.startsWith("-")) return values.filter(startsWith);
  const before = words.slice(0, -1);
  const [product, operation] = targetOf(before);
  const row = product && operation ? lookup(product, operation) : undefined;
  const names = row
    ? memberNames(row.request).map(({ name }) => `--${name.replace(".n", ".1")}`)
    : [];
  const flags = Object.keys(FLAGS).map((name) => `--${name}`);
  if (row !== undefined)
    return [...names, ...(last.startsWith("--") ? flags : [])].filter(startsWith);
  const command = product === undefined ? commandNamed(before[0]) : undefined;
  if (last.startsWith("-")) {
    const own = Object.keys(command?.options ?? {}).map((name) => `--${name}`);
    return [...own, ...flags].filter(startsWith);
  }
  if (command !== undefined) return before.length === 1 ? wordsOf(command, startsWith) : [];
  if (product !== undefined) return operationNames(product).filter(startsWith);
  const first = [...PRODUCTS.map(({ name }) => name), ...COMMANDS.map(({ name }) => name)];
  return before.length === 0 ? first.filter(startsWith) : [];
}
