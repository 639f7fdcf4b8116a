// JSON with nothing forgiven: a name given twice is an error and not "the last one wins" (two readers of one
// document must not see two policies), half a surrogate pair is an error, and nesting has an end.
import { PolicyFinding } from "./policy-error.ts";

export type Json = string | number | boolean | null | readonly Json[] | ReadonlyMap<string, Json>;

/** A policy needs six levels: document, Statement, statement, Condition, operator, values. */
export const MOST_LEVELS = 8;

const SPACE = /[ \t\n\r]*/y;
// Where a string ends; what it may hold is left to `JSON.parse`.
const STRING = /"(?:[^"\\]|\\.)*"/sy;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;
const WORDS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** `$.Condition["acs:SourceIp"]`: names that are no plain words stand in brackets. */
export function memberPath(path: string, name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
    ? `${path}.${name}`
    : `${path}[${JSON.stringify(name)}]`;
}

class Reader {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Json {
    const value = this.#value("$", 0);
    this.#take(SPACE);
    if (this.#at < this.#text.length) throw this.#fault("$");
    return value;
  }

  #fault(path: string): PolicyFinding {
    const detail = `The policy document is no JSON: unexpected text at character ${this.#at + 1}.`;
    return new PolicyFinding("NotJson", path, detail);
  }

  /** The token at this place, or nothing; steps behind it. */
  #take(token: RegExp): string | undefined {
    token.lastIndex = this.#at;
    const found = token.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  /** Whether this sign comes next; steps behind it. */
  #sign(sign: string): boolean {
    this.#take(SPACE);
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #value(path: string, levels: number): Json {
    if (this.#sign("{")) return this.#members(path, levels + 1);
    if (this.#sign("[")) return this.#items(path, levels + 1);
    if (this.#text[this.#at] === '"') return this.#string(path);
    const number = this.#take(NUMBER);
    if (number !== undefined) return Number(number);
    const word = WORDS.get(this.#take(WORD) ?? "");
    if (word === undefined) throw this.#fault(path);
    return word;
  }

  #string(path: string): string {
    const token = this.#take(STRING);
    if (token === undefined) throw this.#fault(path);
    let text: string;
    try {
      text = JSON.parse(token);
    } catch {
      throw this.#fault(path);
    }
    if (text.isWellFormed()) return text;
    const detail = "The policy document is no JSON: a string holds half of a surrogate pair.";
    throw new PolicyFinding("NotJson", path, detail);
  }

  #enter(path: string, levels: number): void {
    if (levels <= MOST_LEVELS) return;
    const detail = `The policy document is nested deeper than ${MOST_LEVELS} levels.`;
    throw new PolicyFinding("TooDeep", path, detail);
  }

  #items(path: string, levels: number): Json {
    this.#enter(path, levels);
    const items: Json[] = [];
    if (this.#sign("]")) return items;
    do items.push(this.#value(`${path}[${items.length}]`, levels));
    while (this.#sign(","));
    if (!this.#sign("]")) throw this.#fault(path);
    return items;
  }

  #members(path: string, levels: number): Json {
    this.#enter(path, levels);
    const members = new Map<string, Json>();
    if (this.#sign("}")) return members;
    do {
      this.#take(SPACE);
      const name = this.#string(path);
      const here = memberPath(path, name);
      if (members.has(name)) {
        const detail = `The policy document gives the member \`${name}\` twice.`;
        throw new PolicyFinding("DuplicateMember", here, detail);
      }
      if (!this.#sign(":")) throw this.#fault(here);
      members.set(name, this.#value(here, levels));
    } while (this.#sign(","));
    if (!this.#sign("}")) throw this.#fault(path);
    return members;
  }
}

/**
 * The tree of a JSON text; objects are maps, so that no name is special.
 * @throws PolicyFinding for anything else than one well-formed JSON value
 */
export function readJson(text: string): Json {
  return new Reader(text).document();
}
