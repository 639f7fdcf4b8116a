// Commands besides the operations of the API, as data: help, completion, reading and running take them from here.
import type { Text } from "@coffer/contract";
import type { CommandLine } from "../read-words.ts";
import type { Terminal } from "../terminal.ts";

/** Runs the command; returns its exit code. */
export type RunCommand = (line: CommandLine, terminal: Terminal) => Promise<number>;

export interface Command {
  readonly name: string;
  readonly doc: Text;
  /** How it is called, one line for each form, as after `coffer`. */
  readonly usage?: readonly string[];
  /** Second words. */
  readonly words?: readonly string[];
  /** Its own options, which take a value. */
  readonly options?: Readonly<Record<string, Text>>;
  /** Loaded when it is needed. Absent where another program answers: `coffer server`. */
  readonly load?: () => Promise<RunCommand>;
}
