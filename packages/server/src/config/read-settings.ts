// Reads the settings from flags, environment, file and defaults, in this order, and explains every fault at
// once. Nothing is guessed: an unknown flag or name in the file is a fault.
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { parse } from "yaml";
import { readRateLimits } from "./rate-limits.ts";
import {
  environmentName,
  flagName,
  SETTINGS,
  type SettingName,
  type SettingRow,
  type Settings,
} from "./settings.ts";
import { readTrustedProxies } from "./trusted-proxies.ts";

/** Everything wrong with the settings, one sentence each. */
export class SettingsError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
    this.name = "SettingsError";
    this.faults = faults;
  }
}

interface Given {
  readonly text: string;
  /** Where it stands, for messages. */
  readonly where: string;
}

type Faults = string[];
const NAMES = Object.keys(SETTINGS) as SettingName[]; // the keys of a literal table
const row = (name: SettingName): SettingRow => SETTINGS[name];

function fromFlags(argv: readonly string[], faults: Faults): Map<string, Given> {
  const found = new Map<string, Given>();
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? "";
    const [flag = "", inline] = word.split(/=(.*)/s, 2);
    const negated = flag.startsWith("--no-");
    const wanted = negated ? flag.slice(5) : flag.slice(2);
    const name = flag === "--config" ? "config" : NAMES.find((known) => flagName(known) === wanted);
    if (!flag.startsWith("--") || name === undefined) {
      faults.push(`\`${word}\` is not a flag of this command: see \`coffer server --help\``);
    } else if (name !== "config" && row(name).secret) {
      faults.push(`\`${flag}\` cannot be a flag: use the environment (${environmentName(name)})`);
    } else if (found.has(name)) {
      faults.push(`\`${flag}\` is given twice`);
    } else if (name !== "config" && row(name).kind === "switch" && inline === undefined) {
      found.set(name, { text: negated ? "false" : "true", where: flag });
    } else {
      if (inline === undefined) index += 1;
      const text = inline ?? argv[index];
      if (text === undefined) faults.push(`\`${flag}\` needs a value`);
      else found.set(name, { text, where: flag });
    }
  }
  return found;
}

function fromEnvironment(environment: NodeJS.ProcessEnv): Map<string, Given> {
  return new Map(
    NAMES.flatMap((name): [string, Given][] => {
      const text = environment[environmentName(name)];
      return text === undefined || text === ""
        ? []
        : [[name, { text, where: environmentName(name) }]];
    }),
  );
}

function fromFile(path: string, faults: Faults): Map<string, Given> {
  const found = new Map<string, Given>();
  let content: unknown;
  try {
    content = parse(readFileSync(path, "utf8")) ?? {};
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0] : "";
    faults.push(`the settings file \`${path}\` cannot be read: ${why}`);
    return found;
  }
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    faults.push(`the settings file \`${path}\` must hold names with values`);
    return found;
  }
  for (const [key, value] of Object.entries(content)) {
    const name = NAMES.find((known) => flagName(known) === key);
    if (name === undefined) faults.push(`\`${key}\` in \`${path}\` is not a setting`);
    else if (value === null || typeof value === "object") {
      faults.push(`\`${key}\` in \`${path}\` must be a single value`);
    } else found.set(name, { text: String(value), where: `\`${key}\` in \`${path}\`` });
  }
  return found;
}

function decoded(name: SettingName, given: Given, faults: Faults): unknown {
  const setting = row(name);
  const { text, where } = given;
  if (setting.kind === "switch") {
    if (/^(true|yes|on|1)$/i.test(text)) return true;
    if (/^(false|no|off|0)$/i.test(text)) return false;
    faults.push(`${where} must be \`true\` or \`false\``);
  } else if (setting.kind === "integer") {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= setting.min && value <= setting.max) return value;
    faults.push(`${where} must be a whole number from ${setting.min} to ${setting.max}`);
  } else if (setting.kind === "choice") {
    if (setting.of.includes(text)) return text;
    faults.push(`${where} must be one of ${setting.of.join(", ")}`);
  } else return text;
  return undefined;
}

function asPath(text: string): string {
  return resolve(text.startsWith("~/") ? homedir() + text.slice(1) : text);
}

function auditFaults(settings: Settings): string[] {
  const { auditWebhook: address, auditWebhookTokenFile, auditWebhookCa } = settings;
  if (address === undefined) {
    const alone = auditWebhookTokenFile !== undefined || auditWebhookCa !== undefined;
    return alone ? ["`audit-webhook-token-file` and `audit-webhook-ca` need `audit-webhook`"] : [];
  }
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isLoopback = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/.test(url?.hostname ?? "");
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback)) return [];
  return ["`audit-webhook` must be an address of https, or of http on a loopback address"];
}

function contradictions(settings: Settings): string[] {
  const faults: string[] = [];
  if ((settings.tlsCert === undefined) !== (settings.tlsKey === undefined)) {
    faults.push("`tls-cert` and `tls-key` belong together: give both or none");
  }
  if (settings.accountId !== undefined && !/^\d{16}$/.test(settings.accountId)) {
    faults.push("`account-id` must be 16 digits");
  }
  if (settings.region !== undefined && !/^[a-z0-9-]{1,32}$/.test(settings.region)) {
    faults.push("`region` must be lower-case letters, digits and `-`, such as `cn-hangzhou`");
  }
  const keyId = settings.rootAccessKeyId;
  if (keyId !== undefined && !/^[A-Za-z0-9._-]{8,64}$/.test(keyId)) {
    faults.push("`root-access-key-id` must be 8 to 64 letters, digits, `.`, `_` and `-`");
  }
  const keySecret = settings.rootAccessKeySecret;
  if (keySecret !== undefined && !/^[\x21-\x7e]{16,128}$/.test(keySecret)) {
    faults.push("`root-access-key-secret` must be 16 to 128 visible ASCII characters");
  }
  const sources = [settings.rootKeyFile, settings.rootPassphraseFile, settings.rootPassphrase];
  if (sources.filter((source) => source !== undefined).length > 1) {
    const names = "`root-key-file`, `root-passphrase-file` and `root-passphrase`";
    faults.push(`of ${names} only one may be given`);
  }
  const limits = readRateLimits(settings.rateLimits);
  if (typeof limits === "string") faults.push(`\`rate-limits\`: ${limits}`);
  const proxies = readTrustedProxies(settings.trustedProxies);
  if (typeof proxies === "string") faults.push(`\`trusted-proxies\`: ${proxies}`);
  faults.push(...auditFaults(settings));
  const loopback = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(settings.host);
  if (!loopback && settings.tlsCert === undefined && !settings.allowPlainHttp) {
    const way = "give `tls-cert` and `tls-key`, or ask for it with `allow-plain-http`";
    faults.push(`plain http on \`${settings.host}\` is refused: ${way}`);
  }
  return faults;
}

/**
 * The settings of a server.
 *
 * @param argv words after the command, e.g. `["--port", "9000", "--no-metrics"]`
 * @param environment usually `process.env`
 * @throws SettingsError with every fault
 */
export function readSettings(argv: readonly string[], environment: NodeJS.ProcessEnv): Settings {
  const faults: Faults = [];
  const flags = fromFlags(argv, faults);
  const variables = fromEnvironment(environment);
  const named = flags.get("config")?.text ?? environment.COFFER_CONFIG;
  const path = named ?? (existsSync("coffer.yaml") ? "coffer.yaml" : undefined);
  const file = path === undefined ? new Map<string, Given>() : fromFile(path, faults);
  const values: Record<string, unknown> = {};
  for (const name of NAMES) {
    const setting = row(name);
    const given = flags.get(name) ?? variables.get(name) ?? file.get(name);
    const value = given === undefined ? setting.default : decoded(name, given, faults);
    if (value === undefined) continue;
    values[name] = setting.kind === "path" ? asPath(String(value)) : value;
  }
  if (faults.length > 0) throw new SettingsError(faults);
  const settings = values as Settings; // every name was read by its own row
  const contradicting = contradictions(settings);
  if (contradicting.length > 0) throw new SettingsError(contradicting);
  return settings;
}
