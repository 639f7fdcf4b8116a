// Starts and stops what a bench run measures: the server, the limit program, the load generator. On Linux
// the server side and the load each get a core of their own.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Result, Task } from "./load/generator.ts";
import { type Credentials, signedParameters } from "./load/request.ts";

const ROOT = join(import.meta.dirname, "..");
export const COMMAND = join(ROOT, "packages/coffer/bin/coffer.js");

const pinning = spawnSync("taskset", ["-c", "0", "true"]).status === 0;

/** The words that start a program on one core. */
export function pinned(core: 0 | 1, words: readonly string[]): string[] {
  return pinning ? ["taskset", "-c", String(core), ...words] : [...words];
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

export const CREDENTIALS: Credentials = {
  accessKeyId: "LTAI5tBenchBenchBench001",
  accessKeySecret: "BenchSecret0123456789abcdefABCDEF",
};

export interface Server {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

interface Environment {
  readonly environment?: NodeJS.ProcessEnv;
  /** Lets it use every core, not only its own. */
  readonly allCores?: boolean;
}

function start(
  words: readonly string[],
  { environment = {}, allCores = false }: Environment = {},
): ChildProcess {
  const own = [process.execPath, ...words];
  const [program = "", ...rest] = allCores ? own : pinned(0, own);
  const env = { ...process.env, ...environment };
  return spawn(program, rest, { env, stdio: ["ignore", "pipe", "inherit"] });
}

async function said(child: ChildProcess, text: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let heard = "";
  child.stdout?.on("data", (bytes: Buffer) => {
    heard += bytes.toString();
    if (heard.includes(text)) resolve();
  });
  child.once("exit", (code) => reject(new Error(`ended with ${code} before saying ${text}`)));
  await promise;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

/** The real `coffer server` over a data folder. */
export async function startCoffer(
  dataDir: string,
  { allCores = false }: Pick<Environment, "allCores"> = {},
): Promise<Server> {
  const port = await freePort();
  const words = [COMMAND, "server", "--port", String(port), "--data-dir", dataDir, "--no-profile"];
  const environment = {
    COFFER_ROOT_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    COFFER_ROOT_ACCESS_KEY_SECRET: CREDENTIALS.accessKeySecret,
    COFFER_LOG_LEVEL: "warn",
  };
  const child = start(words, { environment, allCores });
  await said(child, "listens on");
  return { port, pid: child.pid ?? 0, stop: () => stop(child) };
}

export async function startLimit(path: string, secrets: number): Promise<Server> {
  const port = await freePort();
  const { accessKeySecret } = CREDENTIALS;
  const given = JSON.stringify({ port, path, secrets, accessKeySecret });
  const child = start([join(import.meta.dirname, "limit-server.ts"), given]);
  await said(child, "ready");
  return { port, pid: child.pid ?? 0, stop: () => stop(child) };
}

/** Runs the load to its end. Answers other than 200 are an error: they would be measured too. */
export async function load(
  task: Omit<Task, keyof Credentials> & Partial<Credentials>,
): Promise<Result> {
  const given = JSON.stringify({ ...CREDENTIALS, ...task });
  const [program = "", ...rest] = pinned(1, [
    process.execPath,
    join(import.meta.dirname, "load/generator.ts"),
    given,
  ]);
  const child = spawn(program, rest, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (bytes: Buffer) => {
    text += bytes.toString();
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`the load generator ended with ${code}`);
  const result = JSON.parse(text) as Result; // printed by generator.ts
  if (result.failures > 0) throw new Error(`${result.failures} failures, first: ${result.failure}`);
  return result;
}

/** One call, outside of what is measured. */
export async function ask(
  { port }: Server,
  parameters: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  const query = signedParameters("GET", parameters, CREDENTIALS);
  const response = await fetch(`http://127.0.0.1:${port}/?${query}`);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${parameters.Action}: ${text}`);
  return JSON.parse(text);
}

/** Runs a short program to its end and returns what it printed as JSON. */
export function runJson(words: readonly string[]): unknown {
  const [program = "", ...rest] = pinned(0, [process.execPath, ...words]);
  const { stdout, status } = spawnSync(program, rest, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${words[0]} ended with ${status}`);
  return JSON.parse(stdout);
}
