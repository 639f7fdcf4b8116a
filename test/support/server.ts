// Starts the real `coffer server` as a process over a data folder, as a user would, for tests of the whole
// product. Nothing here reaches into the server.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");
export const COMMAND = join(ROOT, "packages/coffer/bin/coffer.js");
export const TLS = join(ROOT, "test/fixtures/tls");

export const ACCESS_KEY = {
  accessKeyId: "LTAI5tTestTestTestTest01",
  accessKeySecret: "TestSecret0123456789abcdefABCD",
} as const;

/** A folder that is gone when the test ends. */
export function temporaryFolder(t: { after(fn: () => void): void }): string {
  const path = mkdtempSync(join(tmpdir(), "coffer-test-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

export interface Running {
  readonly child: ChildProcess;
  /** `127.0.0.1:port`, without a scheme. */
  readonly host: string;
  readonly endpoint: string;
  /** Everything it wrote so far. */
  output(): string;
  /** Asks it to stop and waits; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Resolves when the process is gone, with the signal that ended it. */
  readonly gone: Promise<NodeJS.Signals | null>;
}

export interface Start {
  readonly dataDir: string;
  readonly flags?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  readonly tls?: boolean;
}

/** Resolves when the server says that it listens; rejects with its output when it ends before. */
export async function startServer(start: Start): Promise<Running> {
  const port = await freePort();
  const scheme = start.tls ? "https" : "http";
  const tls = ["--tls-cert", join(TLS, "server.crt"), "--tls-key", join(TLS, "server.key")];
  const words = ["server", "--port", String(port), "--data-dir", start.dataDir];
  const flags = [...(start.tls ? tls : []), ...(start.flags ?? ["--no-profile"])];
  const child = spawn(process.execPath, [COMMAND, ...words, ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      COFFER_ROOT_ACCESS_KEY_ID: ACCESS_KEY.accessKeyId,
      COFFER_ROOT_ACCESS_KEY_SECRET: ACCESS_KEY.accessKeySecret,
      ...start.environment,
    },
  });
  let written = "";
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  const hear = (bytes: Buffer): void => {
    written += bytes.toString();
    if (written.includes("listens on")) resolve();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const gone = once(child, "close").then(([, signal]) => signal as NodeJS.Signals | null);
  gone.then(() => reject(new Error(`the server ended before it listened: ${written}`)));
  await ready;
  const host = `127.0.0.1:${port}`;
  return {
    child,
    host,
    endpoint: `${scheme}://${host}`,
    output: () => written,
    gone,
    async stop() {
      child.kill("SIGTERM");
      await gone;
      return child.exitCode;
    },
  };
}
