// `coffer server`: opens or makes the installation, listens, and stops gracefully.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { systemRandom } from "@coffer/crypto";
import { openSqliteStore, type Store } from "@coffer/store";
import { type Assembled, assemble } from "../assemble.ts";
import { openSinks } from "../audit/sinks/open-sinks.ts";
import { readRateLimits } from "../config/rate-limits.ts";
import { readSettings, SettingsError } from "../config/read-settings.ts";
import type { Settings } from "../config/settings.ts";
import { readTrustedProxies } from "../config/trusted-proxies.ts";
import { createOriginOf } from "../http/client-address.ts";
import { type Listener, listen } from "../http/listen.ts";
import { statusRoutes } from "../http/status-routes.ts";
import {
  checkInstallation,
  type Installation,
  install,
  readInstallation,
} from "../installation/installation.ts";
import { InstallationError } from "../installation/installation-error.ts";
import { storeProfile } from "../installation/profile.ts";
import { openRootKeys } from "../installation/root-key.ts";
import type { AuditSink } from "../jobs/audit-sink.ts";
import { startScheduler } from "../jobs/scheduler.ts";
import type { AccessKeyPair } from "../keyring/access-key-secret.ts";
import type { RootKeys } from "../keyring/root-keys.ts";
import { createLog, flushLog, type Log } from "../observe/log.ts";
import { describe } from "../observe/problem.ts";
import { settingsHelp } from "./settings-help.ts";
import { VERSION } from "./version.ts";

interface Opened {
  readonly store: Store;
  readonly rootKeys: RootKeys;
  readonly installation: Installation;
  /** Only at the first start. */
  readonly accessKey: AccessKeyPair | undefined;
}

/** Undefined when another process was faster. */
async function firstStart(
  settings: Settings,
  store: Store,
): Promise<Pick<Opened, "rootKeys" | "accessKey"> | undefined> {
  const rootKeys = await openRootKeys(settings, store, undefined);
  const now = Date.now();
  const accessKey = await install({ store, settings, rootKeys, random: systemRandom, now });
  return accessKey && { rootKeys, accessKey };
}

async function openInstallation(settings: Settings): Promise<Opened> {
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
  const store = await openSqliteStore({ path: join(settings.dataDir, "coffer.db") });
  try {
    const existing = await readInstallation(store);
    const made = existing === undefined ? await firstStart(settings, store) : undefined;
    const installation = existing ?? (await readInstallation(store));
    if (installation === undefined) throw new InstallationError("the first start left nothing");
    const rootKeys = made?.rootKeys ?? (await openRootKeys(settings, store, installation));
    checkInstallation(installation, settings);
    return { store, rootKeys, installation, accessKey: made?.accessKey };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function readTls(settings: Settings): { cert: Buffer; key: Buffer } | undefined {
  const { tlsCert, tlsKey } = settings;
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  return { cert: readFileSync(tlsCert), key: readFileSync(tlsKey) };
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Where events go to standard output, nothing else does. */
function tellBeside({ auditStdout }: Settings, line: string): void {
  if (auditStdout) process.stderr.write(`${line}\n`);
  else tell(line);
}

/** Written in one piece, so that whoever waits for it sees all of it. */
function welcome(settings: Settings, opened: Opened, listener: Listener): void {
  const { installation, accessKey, rootKeys } = opened;
  const lines = [
    `Coffer ${VERSION} listens on ${listener.url}`,
    `  account ${installation.accountId}, region ${installation.region}`,
    `  data    ${settings.dataDir}`,
  ];
  if (accessKey !== undefined) {
    lines.push(
      "",
      "First start. This AccessKey may do everything; its secret is shown only now:",
      `  AccessKey ID      ${accessKey.id}`,
      `  AccessKey secret  ${accessKey.secret}`,
      ...storedProfile(settings, accessKey, { region: installation.region, url: listener.url }),
      "",
      `Keep a copy of the root key apart from the data: without ${rootKeys.source.name}`,
      "nobody can read what this server stores.",
      "",
      "In another terminal:  npx coffer kms ListSecrets",
    );
  }
  tellBeside(settings, lines.join("\n"));
}

function storedProfile(
  settings: Settings,
  accessKey: AccessKeyPair,
  { region, url: endpoint }: { readonly region: string; readonly url: string },
): string[] {
  if (!settings.profile) return [];
  const { name, path } = storeProfile({ accessKey, region, endpoint });
  return [`Stored for the command line as profile \`${name}\` in ${path}`];
}

/** Sinks of the audit each run by themselves: none waits for another. */
function startJobs(
  { work, alarm, clock, deliveries, deliveryAlarm }: Assembled,
  log: Log,
): { stop(): Promise<void> } {
  const onFailure = (failure: unknown) => log.error({ problem: describe(failure) }, "a job failed");
  const schedulers = [
    startScheduler({ work, clock, alarm, onFailure }),
    ...deliveries.map((each) =>
      startScheduler({ work: [each], clock, alarm: deliveryAlarm, onFailure }),
    ),
  ];
  return {
    async stop() {
      await Promise.all(schedulers.map((each) => each.stop()));
    },
  };
}

/** Resolves when everything has ended, once a signal asked for it. */
function untilStopped(parts: {
  readonly listener: Listener;
  readonly settings: Settings;
  readonly log: Log;
}): Promise<void> {
  const { listener, settings, log } = parts;
  const { promise, resolve } = Promise.withResolvers<void>();
  process.on("SIGHUP", () => {
    const tls = readTls(settings);
    if (tls === undefined) return;
    listener.reloadTls(tls);
    log.info("certificate read again");
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      log.info({ signal }, "stopping");
      resolve();
    });
  }
  return promise;
}

async function stop(parts: {
  readonly listener: Listener;
  readonly assembled: Assembled;
  readonly jobs: { stop(): Promise<void> };
  readonly sinks: readonly AuditSink[];
  readonly opened: Opened;
  readonly settings: Settings;
  readonly log: Log;
}): Promise<void> {
  const { listener, assembled, jobs, sinks, opened, settings, log } = parts;
  await listener.close(settings.stopTimeout * 1000);
  await jobs.stop();
  for (const sink of sinks) await sink.close();
  const noted = assembled.keyUses.run(assembled.clock());
  await noted.catch((failure) => log.error({ problem: describe(failure) }, "a job failed"));
  await assembled.pairs.close();
  await opened.store.close();
  assembled.keyring.close();
  opened.rootKeys.wipe();
  log.info("stopped");
  await flushLog(log);
}

export async function runServer(argv: readonly string[]): Promise<void> {
  if (argv.includes("--help") || argv.includes("-h")) {
    tell(settingsHelp());
    return;
  }
  const settings = readSettings(argv, process.env);
  const tls = readTls(settings);
  const log = createLog(settings.logLevel);
  const opened = await openInstallation(settings);
  const { store, rootKeys, installation } = opened;
  const rateLimits = readRateLimits(settings.rateLimits);
  const proxies = readTrustedProxies(settings.trustedProxies);
  // Text that cannot be read was refused with the settings.
  if (typeof rateLimits === "string") throw new SettingsError([rateLimits]);
  if (typeof proxies === "string") throw new SettingsError([proxies]);
  const sinks = openSinks(settings);
  const { auditSpool: bound, auditWhenFull: whenFull, auditRetentionDays: days } = settings;
  const audit = { sinks, bound, whenFull, days };
  const assembled = assemble({ store, rootKeys, installation, log, rateLimits, audit });
  await assembled.ready();
  const metrics = settings.metrics ? assembled.metrics : undefined;
  const listener = await listen({
    pipeline: assembled.pipeline,
    host: settings.host,
    port: settings.port,
    originOf: createOriginOf(proxies),
    ...(tls === undefined ? {} : { tls }),
    routes: statusRoutes({ store, metrics, version: VERSION }),
  });
  const jobs = startJobs(assembled, log);
  const parts = { listener, settings, log };
  // Before anybody is told: whoever reads that the server listens may stop it at once.
  const stopped = untilStopped(parts);
  welcome(settings, opened, listener);
  await stopped;
  await stop({ ...parts, assembled, jobs, sinks, opened });
}
