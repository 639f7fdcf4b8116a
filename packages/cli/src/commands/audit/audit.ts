// `coffer audit …`: which of its words does what.
import { clientOf } from "../../calls/client.ts";
import { Failure } from "../../failure.ts";
import type { CommandLine } from "../../read-words.ts";
import { findSettings } from "../../settings.ts";
import { suggest } from "../../suggest.ts";
import type { Terminal } from "../../terminal.ts";
import type { RunCommand } from "../command.ts";
import { exportLog } from "./export-log.ts";
import { printCheckpoint } from "./print-checkpoint.ts";
import { printProof } from "./print-proof.ts";
import { tail } from "./tail.ts";
import { verify } from "./verify.ts";

const WORDS: Readonly<Record<string, RunCommand>> = {
  tail: (line, terminal) => tail({ line, terminal, client: client(line, terminal) }),
  verify: (line, terminal) => verify({ line, terminal, connect: () => client(line, terminal) }),
  export: (line, terminal) => exportLog({ line, terminal, client: client(line, terminal) }),
  checkpoint: (line, terminal) =>
    printCheckpoint({ line, terminal, client: client(line, terminal) }),
  proof: (line, terminal) => printProof({ line, terminal, client: client(line, terminal) }),
};

function client(line: CommandLine, terminal: Terminal) {
  return clientOf(findSettings(line.flags, terminal.environment), line.flags);
}

/** `verify` and `export` exit with 1 when the log is not what was signed. */
export const audit: RunCommand = async (line, terminal) => {
  const [, word = "", , ...rest] = line.positionals;
  const run = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (run !== undefined && rest.length === 0) return run(line, terminal);
  const suggestions = run === undefined ? suggest(word, Object.keys(WORDS)) : [];
  const usage = `usage: coffer audit ${Object.keys(WORDS).join("|")}`;
  throw new Failure(2, usage, { suggestions });
};
