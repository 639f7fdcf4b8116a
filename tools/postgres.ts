// A PostgreSQL server for tests: its own cluster in a temporary folder, a free port of the loopback address,
// gone at the end. `initdb` refuses to run as root, so that as root everything runs as the user `postgres`.
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

export interface PostgresServer {
  readonly connectionString: string;
  stop(): void;
}

/** The folder of PostgreSQL's programs, newest version first, or undefined. */
export function findPostgres(): string | undefined {
  const base = "/usr/lib/postgresql";
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(base, version, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  return folders.find((folder) => existsSync(join(folder, "initdb")));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null
          ? resolve(address.port)
          : reject(new Error("no port")),
      );
    });
  });
}

/** Runs a program, as `postgres` when this is root. */
function run(program: string, words: readonly string[]): void {
  const asUser = process.getuid?.() === 0 ? ["runuser", "-u", "postgres", "--"] : [];
  const [first = program, ...rest] = [...asUser, program, ...words];
  execFileSync(first, rest, { stdio: ["ignore", "ignore", "pipe"], cwd: "/" });
}

/** Starts a server, or returns undefined when PostgreSQL is not installed. */
export async function startPostgres(): Promise<PostgresServer | undefined> {
  const programs = findPostgres();
  if (programs === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "coffer-postgres-"));
  if (process.getuid?.() === 0) spawnSync("chown", ["postgres", folder]);
  else chmodSync(folder, 0o700);
  const port = await freePort();
  const data = join(folder, "data");
  const words = ["-D", data, "-U", "coffer", "--auth=trust", "--no-sync", "-E", "UTF8"];
  run(join(programs, "initdb"), [...words, "--locale=C"]);
  const settings = [
    `-p ${port}`,
    "-c listen_addresses=127.0.0.1",
    `-c unix_socket_directories=${folder}`,
    "-c fsync=off",
  ].join(" ");
  const control = join(programs, "pg_ctl");
  run(control, ["-D", data, "-w", "-l", join(folder, "log"), "-o", settings, "start"]);
  const stop = (): void => {
    process.off("exit", stop);
    run(control, ["-D", data, "-w", "-m", "immediate", "stop"]);
    rmSync(folder, { recursive: true, force: true });
  };
  // A test that dies early must not leave a server behind.
  process.on("exit", stop);
  return { connectionString: `postgres://coffer@127.0.0.1:${port}/postgres`, stop };
}
