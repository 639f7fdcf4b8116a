// What every word of `coffer audit` is given.
import type { Client } from "@coffer/client";
import type { CommandLine } from "../../read-words.ts";
import type { Terminal } from "../../terminal.ts";

export interface AuditTask {
  readonly line: CommandLine;
  readonly terminal: Terminal;
  readonly client: Client;
}
