// `coffer dev --memory`: a server for tests. Everything is in memory and gone at exit; the port is free;
// when it is ready it prints one line of JSON that says how to reach it.
import { systemRandom } from "@coffer/crypto";
import { MemoryStore } from "@coffer/store";
import { assemble } from "../assemble.ts";
import { readSettings, SettingsError } from "../config/read-settings.ts";
import { listen } from "../http/listen.ts";
import { statusRoutes } from "../http/status-routes.ts";
import { install, readInstallation } from "../installation/installation.ts";
import { memorySource } from "../installation/root-key-sources.ts";
import { startScheduler } from "../jobs/scheduler.ts";
import { RootKeys } from "../keyring/root-keys.ts";
import { createLog } from "../observe/log.ts";
import { describe } from "../observe/problem.ts";
import { VERSION } from "./version.ts";

const USAGE = `Usage: coffer dev --memory [flags of \`coffer server\`]

Starts a server that keeps everything in memory, on a free port of the loopback address.
When ready it prints one line of JSON: endpoint, accessKeyId, accessKeySecret, region, accountId.
It ends with SIGTERM, SIGINT, or when its standard input closes (with \`--until-stdin-closes\`).`;

/** What `coffer dev` prints. */
export interface DevLine {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly region: string;
  readonly accountId: string;
}

export async function runDev(argv: readonly string[]): Promise<void> {
  if (argv.includes("--help") || argv.includes("-h")) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  if (!argv.includes("--memory")) throw new SettingsError(["`coffer dev` needs `--memory`"]);
  const own = ["--memory", "--until-stdin-closes"];
  const words = argv.filter((word) => !own.includes(word));
  const quiet = { COFFER_PORT: "0", COFFER_LOG_LEVEL: "warn", ...process.env };
  const settings = readSettings(words, quiet);
  const store = new MemoryStore();
  const source = memorySource();
  const rootKeys = new RootKeys(source, source.first());
  const now = Date.now();
  const accessKey = await install({ store, settings, rootKeys, random: systemRandom, now });
  const installation = await readInstallation(store);
  if (accessKey === undefined || installation === undefined) throw new SettingsError(["no store"]);
  const log = createLog(settings.logLevel);
  const { pipeline, pairs, metrics, clock, work, alarm } = assemble({
    store,
    rootKeys,
    installation,
    log,
    // What is in memory must not grow for as long as it runs.
    audit: { events: 10_000 },
  });
  const routes = statusRoutes({ store, metrics, version: VERSION });
  const { host, port } = settings;
  const listener = await listen({ pipeline, host, port, routes });
  const jobs = startScheduler({
    work,
    clock,
    alarm,
    onFailure: (failure) => log.error({ problem: describe(failure) }, "a job failed"),
  });
  const line: DevLine = {
    endpoint: listener.url,
    accessKeyId: accessKey.id,
    accessKeySecret: accessKey.secret,
    region: installation.region,
    accountId: installation.accountId,
  };
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
  if (argv.includes("--until-stdin-closes")) process.stdin.resume().once("close", () => resolve());
  process.stdout.write(`${JSON.stringify(line)}\n`);
  await asked;
  await listener.close(settings.stopTimeout * 1000);
  await jobs.stop();
  await pairs.close();
}
