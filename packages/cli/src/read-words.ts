// Reads the words of a command line, as `aliyun` does where that is harmless: `--Name value`, `--Name=value`,
// `--Name:value`. A value may begin with `-`; no word is ever dropped.
import { Failure } from "./failure.ts";
import { FLAGS, type Flag, type FlagName, findFlag } from "./flags.ts";

export interface CommandLine {
  /** Words that belong to no flag: product, operation. */
  readonly positionals: readonly string[];
  /** Values of our own flags; several for those that take fields. */
  readonly flags: ReadonlyMap<FlagName, readonly string[]>;
  /** Everything else that begins with `--`: members of the operation, in their order. */
  readonly members: ReadonlyMap<string, string>;
}

class Reader {
  readonly positionals: string[] = [];
  readonly flags = new Map<FlagName, string[]>();
  readonly members = new Map<string, string>();
  readonly #words: readonly string[];
  readonly #isMember: (name: string) => boolean;
  #at = 0;

  constructor(words: readonly string[], isMember: (name: string) => boolean) {
    this.#words = words;
    this.#isMember = isMember;
  }

  read(): CommandLine {
    while (this.#at < this.#words.length) this.#word(this.#words[this.#at] ?? "");
    return this;
  }

  #word(word: string): void {
    this.#at += 1;
    if (word === "--") {
      this.positionals.push(...this.#words.slice(this.#at));
      this.#at = this.#words.length;
      return;
    }
    const [, dashes = "", name = "", separator = "", inline = ""] =
      /^(--?)([A-Za-z0-9][\w.-]*)([=:]?)(.*)$/s.exec(word) ?? [];
    if (dashes === "" || (dashes === "-" && name.length > 1)) {
      if (word.startsWith("-") && word !== "-") {
        throw new Failure(1, `\`${shown(word)}\` is not a flag: write a value as --Name=value`);
      }
      this.positionals.push(word);
      return;
    }
    const given = separator === "" ? undefined : inline;
    const flag = findFlag(name);
    if (flag !== undefined && !(dashes === "--" && this.#isMember(name))) this.#flag(flag, given);
    else this.#member(name, given);
  }

  #flag(name: FlagName, inline: string | undefined): void {
    const { kind }: Flag = FLAGS[name];
    const values = this.flags.get(name);
    if (values !== undefined && kind !== "repeated") {
      throw new Failure(1, `parse failed --${name} duplicated`);
    }
    const list = values ?? [];
    this.flags.set(name, list);
    if (kind === "none") {
      if (inline !== undefined) throw new Failure(1, `parse failed flag --${name} takes no value`);
      return;
    }
    if (inline !== undefined) list.push(inline);
    else if (kind !== "fields") list.push(this.#value(name));
    if (kind === "fields") {
      while (/^\w+=/.test(this.#words[this.#at] ?? "")) {
        list.push(this.#words[this.#at] ?? "");
        this.#at += 1;
      }
    }
  }

  #value(name: string): string {
    const next = this.#words[this.#at];
    if (next === undefined || this.#startsFlag(next)) {
      throw new Failure(1, `parse failed --${name} must be assigned with value`);
    }
    this.#at += 1;
    return next;
  }

  /** A member without a value is sent empty, as `aliyun` does. */
  #member(name: string, inline: string | undefined): void {
    if (this.members.has(name)) throw new Failure(1, `parse failed flag duplicated --${name}`);
    const next = this.#words[this.#at];
    if (inline !== undefined) this.members.set(name, inline);
    else if (next === undefined || this.#startsFlag(next)) this.members.set(name, "");
    else {
      this.#at += 1;
      this.members.set(name, next);
    }
  }

  /** Whether a word is a flag or member that is known; any other word may be a value. */
  #startsFlag(word: string): boolean {
    const name = /^--([A-Za-z0-9][\w.-]*)(?:[=:]|$)/.exec(word)?.[1];
    return name !== undefined && (findFlag(name) !== undefined || this.#isMember(name));
  }
}

/** Enough of a word to recognise it; it may hold a secret. */
function shown(word: string): string {
  return word.length > 4 ? `${word.slice(0, 4)}…` : word;
}

/** @param isMember whether a name is a member of the operation, as far as it is known */
export function readWords(
  words: readonly string[],
  isMember: (name: string) => boolean,
): CommandLine {
  return new Reader(words, isMember).read();
}
