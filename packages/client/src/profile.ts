// The profile file of the command line: the same shape as `aliyun`'s, so that a file can be carried over.
// Written atomically, mode 0600: it holds secrets in clear.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** One profile. Members that we do not know are kept as they are. */
export interface Profile {
  readonly name: string;
  /** `AK` or `StsToken`; other modes of `aliyun` cannot be used here. */
  readonly mode: string;
  readonly access_key_id?: string;
  readonly access_key_secret?: string;
  readonly sts_token?: string;
  readonly region_id?: string;
  readonly output_format?: string;
  readonly language?: string;
  /** `host[:port]`, with or without a scheme. */
  readonly endpoint?: string;
  /** PEM file of a private CA. */
  readonly ca_file?: string;
  readonly read_timeout?: number;
  readonly connect_timeout?: number;
  readonly retry_count?: number;
  readonly [other: string]: unknown;
}

export interface Config {
  /** Name of the profile in use. */
  readonly current: string;
  readonly profiles: readonly Profile[];
  readonly [other: string]: unknown;
}

/** A profile file that cannot be used, in a sentence. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ConfigError";
  }
}

/** `~/.coffer/config.json`, or where COFFER_CONFIG_DIR says. */
export function configPath(environment: NodeJS.ProcessEnv): string {
  const folder = environment.COFFER_CONFIG_DIR ?? join(environment.HOME ?? homedir(), ".coffer");
  return join(folder, "config.json");
}

/** `~/.aliyun/config.json`: read when there is no file of ours. */
export function aliyunConfigPath(environment: NodeJS.ProcessEnv): string {
  return join(environment.HOME ?? homedir(), ".aliyun", "config.json");
}

function isConfig(value: unknown): value is Config {
  if (typeof value !== "object" || value === null || !("profiles" in value)) return false;
  const { profiles } = value;
  return (
    Array.isArray(profiles) &&
    profiles.every(
      (each) => typeof each === "object" && each !== null && typeof each.name === "string",
    )
  );
}

/** The file's content, or undefined when there is none. @throws ConfigError when it is no profile file */
export function readConfig(path: string): Config | undefined {
  if (!existsSync(path)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    throw new ConfigError(`the profile file \`${path}\` is not valid JSON: mend or remove it`);
  }
  if (!isConfig(value)) {
    throw new ConfigError(`the profile file \`${path}\` holds no profiles: mend or remove it`);
  }
  return value;
}

/** The configuration with a profile added or replaced by name, and made the current one. */
export function withProfile(config: Config, profile: Profile): Config {
  const others = config.profiles.filter(({ name }) => name !== profile.name);
  return { ...config, current: profile.name, profiles: [...others, profile] };
}

/** Replaces the file in one step, so that nobody ever sees half of it. */
export function writeConfig(path: string, config: Config): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, JSON.stringify(config, null, "\t"), { mode: 0o600, flag: "w" });
    chmodSync(temporary, 0o600);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}
