// Where each setting of a call comes from: flag, then profile, then environment, as `aliyun` has it; the
// environment only fills what is empty. Every value remembers its source, for `configure explain`.
import {
  aliyunConfigPath,
  type Config,
  ConfigError,
  configPath,
  type Profile,
  readConfig,
} from "@coffer/client/profile";
import { Failure } from "./failure.ts";
import type { FlagName } from "./flags.ts";

export interface Sourced {
  readonly value: string;
  /** `--region`, `profile default`, `ALIBABA_CLOUD_REGION_ID`, `default`. */
  readonly source: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const STEMS = ["ALIBABA_CLOUD_", "ALIBABACLOUD_", "ALICLOUD_", ""] as const;
const stems = (name: string): string[] => STEMS.map((stem) => `${stem}${name}`);

interface Field {
  readonly flags: readonly FlagName[];
  /** The profile's member. */
  readonly profile: string;
  readonly environment: readonly string[];
  readonly default?: string;
}

export const FIELDS = {
  mode: { flags: ["mode"], profile: "mode", environment: [] },
  accessKeyId: {
    flags: ["access-key-id"],
    profile: "access_key_id",
    environment: stems("ACCESS_KEY_ID"),
  },
  accessKeySecret: {
    flags: ["access-key-secret"],
    profile: "access_key_secret",
    environment: stems("ACCESS_KEY_SECRET"),
  },
  securityToken: {
    flags: ["sts-token"],
    profile: "sts_token",
    environment: stems("SECURITY_TOKEN"),
  },
  region: {
    flags: ["region", "RegionId"],
    profile: "region_id",
    environment: [...stems("REGION_ID"), "REGION"],
  },
  endpoint: {
    flags: ["endpoint"],
    profile: "endpoint",
    environment: ["ALIBABA_CLOUD_ENDPOINT"],
    default: "http://127.0.0.1:8567",
  },
  caFile: { flags: ["ca-file"], profile: "ca_file", environment: ["COFFER_CA_FILE"] },
  connectTimeout: { flags: ["connect-timeout"], profile: "connect_timeout", environment: [] },
  readTimeout: { flags: ["read-timeout"], profile: "read_timeout", environment: [] },
  retryCount: { flags: ["retry-count"], profile: "retry_count", environment: [] },
  language: { flags: ["language"], profile: "language", environment: ["LC_ALL", "LANG"] },
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof FIELDS;
export type Flags = ReadonlyMap<FlagName, readonly string[]>;

/** Fields that are shown only by their last characters. */
export const SECRET_FIELDS: readonly FieldName[] = ["accessKeySecret", "securityToken"];

export interface Settings {
  readonly fields: { readonly [Name in FieldName]?: Sourced };
  readonly profile: Profile | undefined;
  /** Where the profile was read, when there is one. */
  readonly path: string | undefined;
}

interface Found {
  readonly config: Config;
  readonly path: string;
}

/** The profile file: named by flag, ours, or `aliyun`'s. @throws Failure 3 when it is broken */
export function findConfig(flags: Flags, environment: Environment): Found | undefined {
  const named = flags.get("config-path")?.[0];
  const paths =
    named === undefined ? [configPath(environment), aliyunConfigPath(environment)] : [named];
  try {
    for (const path of paths) {
      const config = readConfig(path);
      if (config !== undefined) return { config, path };
    }
  } catch (error) {
    if (error instanceof ConfigError) throw new Failure(3, error.message);
    throw error;
  }
  return undefined;
}

const PROFILE_VARIABLES = ["ALIBABACLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE"];

function firstSet(environment: Environment, names: readonly string[]): string | undefined {
  return names.find((name) => (environment[name] ?? "") !== "");
}

function chooseProfile(found: Found | undefined, flags: Flags, environment: Environment) {
  const variable = firstSet(environment, PROFILE_VARIABLES);
  const asked = flags.get("profile")?.[0] ?? (variable && environment[variable]);
  const name = asked ?? found?.config.current;
  const profile = found?.config.profiles.find((each) => each.name === name);
  if (profile === undefined && asked !== undefined) {
    throw new Failure(3, `unknown profile ${asked}, run configure to check`);
  }
  return profile;
}

function ignoresProfile(environment: Environment): boolean {
  const names = ["ALIBABA_CLOUD_IGNORE_PROFILE", "ALIBABACLOUD_IGNORE_PROFILE"];
  return names.some((name) => environment[name] === "TRUE");
}

function fieldOf(
  field: Field,
  given: { flags: Flags; profile: Profile | undefined; environment: Environment },
) {
  for (const flag of field.flags) {
    const value = given.flags.get(flag)?.[0];
    if (value !== undefined) return { value, source: `--${flag}` };
  }
  const own = given.profile?.[field.profile];
  if (own !== undefined && own !== "") {
    return { value: String(own), source: `profile ${given.profile?.name}` };
  }
  const variable = firstSet(given.environment, field.environment);
  if (variable !== undefined) return { value: given.environment[variable] ?? "", source: variable };
  return field.default === undefined ? undefined : { value: field.default, source: "default" };
}

/** @throws Failure 3 for a broken file or an unknown profile */
export function findSettings(flags: Flags, environment: Environment): Settings {
  const found = ignoresProfile(environment) ? undefined : findConfig(flags, environment);
  const profile = chooseProfile(found, flags, environment);
  const entries = Object.entries(FIELDS).flatMap(([name, field]) => {
    const sourced = fieldOf(field, { flags, profile, environment });
    return sourced === undefined ? [] : [[name, sourced]];
  });
  return { fields: Object.fromEntries(entries), profile, path: found?.path };
}

const TIP = { tip: "Configuration failed, use `coffer configure` to configure it" };

/** What a call needs. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string | undefined;
  readonly region: string;
}

/** @throws Failure 3 when something is missing */
export function credentialsOf({ fields, profile }: Settings): Credentials {
  const name = profile?.name ?? "default";
  const { region, accessKeyId, accessKeySecret, securityToken, mode } = fields;
  if (region === undefined) throw new Failure(3, "region can't be empty", TIP);
  const usable = ["", "AK", "STSTOKEN"].includes((mode?.value ?? "").toUpperCase());
  if (!usable) {
    throw new Failure(3, `mode ${mode?.value} cannot be used here: use AK or StsToken`, TIP);
  }
  if (accessKeyId === undefined || accessKeySecret === undefined) {
    const way = `run \`coffer configure --profile ${name}\` first`;
    throw new Failure(3, `profile ${name} is not configure yet, ${way}`, TIP);
  }
  return {
    accessKeyId: accessKeyId.value,
    accessKeySecret: accessKeySecret.value,
    securityToken: securityToken?.value,
    region: region.value,
  };
}

/** The server's address. A scheme in the endpoint wins; without one it is https, or http with `--insecure`. */
export function endpointOf({ fields }: Settings, flags: Flags): string {
  const given = fields.endpoint?.value ?? "";
  const bare = given.replace(/^https?:\/\//, "");
  const own = /^https?/.exec(given.includes("://") ? given : "")?.[0];
  const scheme = flags.has("secure")
    ? "https"
    : (own ?? (flags.has("insecure") ? "http" : "https"));
  const address = `${scheme}://${bare}`;
  if (bare === "" || !URL.canParse(address)) {
    throw new Failure(3, `the endpoint \`${given}\` is not an address: expected host[:port]`);
  }
  return address;
}
