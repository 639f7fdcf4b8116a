// What the checks of `tools/tidy.ts` receive and return.

export interface SourceFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface Finding {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  /** One sentence: what is wrong and the way out. */
  readonly message: string;
}

export type Check = (files: readonly SourceFile[]) => Finding[];

/** Code that people write: not data, not test input. */
export function isCode(path: string): boolean {
  return /\.(ts|tsx|js|mjs)$/.test(path) && !/(^|\/)(fixtures|vectors|generated)\//.test(path);
}

export function isTest(path: string): boolean {
  return /\.(test|fuzz|contract)\.ts$|(^|\/)test\//.test(path);
}

/** The line number of a position in a text. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
