// `coffer audit …`: which of its words does what.
import { clientOf } from "../../calls/client.ts";
import { Failure } from "../../failure.ts";
import { findSettings } from "../../settings.ts";
import { suggest } from "../../suggest.ts";
import type { RunCommand } from "../command.ts";
import type { AuditTask } from "./audit-task.ts";
import { exportLog } from "./export-log.ts";
import { printCheckpoint } from "./print-checkpoint.ts";
import { printProof } from "./print-proof.ts";
import { tail } from "./tail.ts";
import { verify } from "./verify.ts";

function client({ line, terminal }: Omit<AuditTask, "client">) {
  return clientOf(findSettings(line.flags, terminal.environment), line.flags);
}

/** For words that always ask the server. */
const asking =
  (run: (task: AuditTask) => Promise<number>): RunCommand =>
  (line, terminal) =>
    run({ line, terminal, client: client({ line, terminal }) });

const WORDS: Readonly<Record<string, RunCommand>> = {
  tail: asking(tail),
  verify: (line, terminal) => verify({ line, terminal, connect: () => client({ line, terminal }) }),
  export: asking(exportLog),
  checkpoint: asking(printCheckpoint),
  proof: asking(printProof),
};

/** `verify` and `export` exit with 1 when the log is not what was signed. */
export const audit: RunCommand = async (line, terminal) => {
  const [, word = "", , ...rest] = line.positionals;
  const run = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (run !== undefined && rest.length === 0) return run(line, terminal);
  const suggestions = run === undefined ? suggest(word, Object.keys(WORDS)) : [];
  const usage = `usage: coffer audit ${Object.keys(WORDS).join("|")}`;
  throw new Failure(2, usage, { suggestions });
};
