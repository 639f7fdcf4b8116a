// What a command needs of the world: where it prints, what surrounds it. Tests put their own here.
import { isatty } from "node:tty";
import type { Environment } from "./settings.ts";

export interface Terminal {
  readonly environment: Environment;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  print(text: string): void;
  error(text: string): void;
  sleep(milliseconds: number): Promise<void>;
}

export function processTerminal(): Terminal {
  return {
    environment: process.env,
    stdoutIsTerminal: isatty(1),
    stderrIsTerminal: isatty(2),
    print: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  };
}
