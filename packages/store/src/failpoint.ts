// Named places where a test can end the process or make a step fail, to prove what survives. Off unless the
// environment variable COFFER_FAILPOINTS names them: `sqlite.before-commit=kill@7,purge.after=error@1` kills the
// process (SIGKILL) at the seventh passage of the first and throws at the first passage of the second; `exit`
// in their place ends the process with the status 70.

/** The failpoints of this package. */
export const FAILPOINTS = [
  "sqlite.before-begin",
  "sqlite.before-commit",
  "sqlite.after-commit",
  "sqlite.before-sync",
] as const;

interface Armed {
  readonly action: string;
  readonly passage: number;
  passed: number;
}

function readArmed(text: string): Map<string, Armed> {
  const found = new Map<string, Armed>();
  for (const part of text.split(",").filter((word) => word !== "")) {
    const [, name, action, passage] = /^([\w.-]+)=(kill|error|exit)@(\d+)$/.exec(part) ?? [];
    if (name === undefined || action === undefined) {
      throw new Error(
        `COFFER_FAILPOINTS: \`${part}\` is not name=kill@n, name=error@n or name=exit@n`,
      );
    }
    found.set(name, { action, passage: Number(passage), passed: 0 });
  }
  return found;
}

const given = process.env.COFFER_FAILPOINTS;
const armed = given === undefined ? undefined : readArmed(given);

/** Passes a failpoint: does nothing unless it is armed and its turn has come. */
export function failpoint(name: string): void {
  const found = armed?.get(name);
  if (found === undefined) return;
  found.passed += 1;
  if (found.passed !== found.passage) return;
  if (found.action === "kill") process.kill(process.pid, "SIGKILL");
  if (found.action === "exit") process.exit(70);
  throw new Error(`failpoint ${name}`);
}
