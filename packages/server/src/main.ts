// The server's commands: `coffer server`, `coffer dev`, `coffer operations`. Words in, exit code out.
import { RootKeyError } from "@coffer/crypto";
import { StoreError } from "@coffer/store";
import { SettingsError } from "./config/read-settings.ts";
import { InstallationError } from "./installation/installation-error.ts";
import { runDev } from "./main/dev.ts";
import { printOperationTable } from "./main/operations.ts";
import { runServer } from "./main/server.ts";

const COMMANDS: Readonly<Record<string, (argv: readonly string[]) => Promise<void>>> = {
  __proto__: null as never, // names of the prototype are not commands
  server: runServer,
  dev: runDev,
  operations: printOperationTable,
};

/** Failures that the person at the terminal can mend: a sentence, no stack. */
function isExplained(error: unknown): error is Error {
  return (
    error instanceof SettingsError ||
    error instanceof InstallationError ||
    error instanceof RootKeyError ||
    error instanceof StoreError ||
    (error instanceof Error && "syscall" in error)
  );
}

/** @param argv the words after `coffer` */
export async function main(argv: readonly string[]): Promise<void> {
  const [name = "", ...words] = argv;
  try {
    const command = COMMANDS[name];
    if (command === undefined) throw new SettingsError([`\`${name}\` is not a command`]);
    await command(words);
  } catch (error) {
    if (!isExplained(error)) throw error;
    for (const line of error.message.split("\n")) console.error(`coffer: ${line}`);
    process.exitCode = 1;
  }
}
