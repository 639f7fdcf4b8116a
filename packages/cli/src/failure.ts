// A command that cannot go on: what to say, the tip below it, and the exit code (1 plain, 2 a word that is not
// known, 3 something to set or add first).

export class Failure extends Error {
  readonly exitCode: 1 | 2 | 3;
  /** Said below the message. */
  readonly tip: string | undefined;
  /** Words that may have been meant. */
  readonly suggestions: readonly string[];

  constructor(
    exitCode: 1 | 2 | 3,
    message: string,
    more: { readonly tip?: string; readonly suggestions?: readonly string[] } = {},
  ) {
    super(message);
    this.name = "Failure";
    this.exitCode = exitCode;
    this.tip = more.tip;
    this.suggestions = more.suggestions ?? [];
  }
}
