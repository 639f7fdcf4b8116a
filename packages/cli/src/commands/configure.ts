// `coffer configure …`: profiles, and where a setting comes from.
import { createInterface } from "node:readline/promises";
import {
  type Config,
  configPath,
  type Profile,
  readConfig,
  withProfile,
  writeConfig,
} from "@coffer/client/profile";
import { Failure } from "../failure.ts";
import type { FlagName } from "../flags.ts";
import { printJson } from "../output/json.ts";
import type { CommandLine } from "../read-words.ts";
import {
  FIELDS,
  type FieldName,
  type Flags,
  findConfig,
  findSettings,
  SECRET_FIELDS,
} from "../settings.ts";
import { suggest } from "../suggest.ts";
import type { Terminal } from "../terminal.ts";

type Run = (line: CommandLine, terminal: Terminal) => void | Promise<void>;

const EMPTY: Config = { current: "default", profiles: [] };

function masked(text: string): string {
  return text === "" ? "" : `***${text.slice(-3)}`;
}

/** The file that changes go to, and what it holds. */
function own(flags: Flags, { environment }: Terminal): { path: string; config: Config } {
  const path = flags.get("config-path")?.[0] ?? configPath(environment);
  return { path, config: readConfig(path) ?? EMPTY };
}

function chosen(config: Config, flags: Flags): Profile {
  const name = flags.get("profile")?.[0] ?? config.current;
  const profile = config.profiles.find((each) => each.name === name);
  if (profile === undefined) throw new Failure(1, `the profile \`${name}\` is inexist`);
  return profile;
}

const list: Run = ({ flags }, terminal) => {
  const found = findConfig(flags, terminal.environment);
  if (found === undefined) throw new Failure(1, "load configure failed: there is no profile file");
  const rows = found.config.profiles.map((profile) => {
    const mark = profile.name === found.config.current ? " *" : "";
    const secret = profile.mode === "StsToken" ? profile.sts_token : profile.access_key_id;
    const credential = `${profile.mode}:${masked(secret ?? "")}`;
    const valid = profile.access_key_id && profile.access_key_secret ? "Valid" : "Invalid";
    return [
      `${profile.name}${mark}`,
      credential,
      valid,
      profile.region_id ?? "",
      profile.endpoint ?? "",
    ];
  });
  const lines = [["Profile", "Credential", "Valid", "Region", "Endpoint"], ...rows];
  const widths = [0, 1, 2, 3, 4].map((at) =>
    Math.max(...lines.map((line) => line[at]?.length ?? 0)),
  );
  const text = lines.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join(" | ")
      .trimEnd(),
  );
  const dashes = widths.map((width) => "-".repeat(width)).join(" | ");
  terminal.print(`${[text[0], dashes, ...text.slice(1)].join("\n")}\n`);
};

/** Names on the command line to members of a profile. */
const KEYS = new Map(
  Object.values(FIELDS).flatMap(({ flags, profile }) =>
    flags.map((flag): [string, string] => [flag, profile]),
  ),
);

const HIDDEN = ["access_key_id", "access_key_secret", "sts_token"];

const get: Run = ({ flags, positionals }, terminal) => {
  const found = findConfig(flags, terminal.environment);
  const profile = chosen(found?.config ?? EMPTY, flags);
  const keys = positionals.slice(2);
  const hidden = Object.entries(profile).map(([name, value]) => [
    name,
    HIDDEN.includes(name) ? masked(String(value)) : value,
  ]);
  if (keys.length === 0) {
    terminal.print(`${printJson(Object.fromEntries(hidden))}\n`);
    return;
  }
  const members = Object.fromEntries(hidden);
  for (const key of keys) {
    const value = members[KEYS.get(key) ?? key];
    if (value !== undefined) terminal.print(key === "region" ? `${value}\n` : `${key}=${value}\n`);
  }
};

function changesOf(flags: Flags): Record<string, string> {
  const entries = [...KEYS].flatMap(([flag, member]): [string, string][] => {
    const value = flags.get(flag as FlagName)?.[0]; // a key of the flag table
    return value === undefined ? [] : [[member, value]];
  });
  return Object.fromEntries(entries);
}

function save(path: string, config: Config, profile: Profile): void {
  if (!profile.access_key_id || !profile.access_key_secret) {
    throw new Failure(1, "fail to set configuration: access key id and secret are needed");
  }
  if (!profile.region_id) throw new Failure(1, "fail to set configuration: region can't be empty");
  writeConfig(path, withProfile(config, profile));
}

const set: Run = ({ flags }, terminal) => {
  const { path, config } = own(flags, terminal);
  const name = flags.get("profile")?.[0] ?? (config.current || "default");
  const before = config.profiles.find((each) => each.name === name);
  const standard = { mode: "AK", output_format: "json", language: "en" };
  save(path, config, { ...standard, ...before, ...changesOf(flags), name });
};

const switchTo: Run = ({ flags }, terminal) => {
  const { path, config } = own(flags, terminal);
  if (!flags.has("profile"))
    throw new Failure(1, "usage: coffer configure switch --profile <name>");
  const { name } = chosen(config, flags);
  writeConfig(path, { ...config, current: name });
  terminal.print(`The default profile is \`${name}\` now.\n`);
};

const remove: Run = ({ flags }, terminal) => {
  const { path, config } = own(flags, terminal);
  const name = flags.get("profile")?.[0];
  if (name === undefined) throw new Failure(1, "usage: coffer configure delete --profile <name>");
  const profiles = config.profiles.filter((each) => each.name !== name);
  if (profiles.length === config.profiles.length) {
    throw new Failure(1, `error: configuration profile \`${name}\` not found`);
  }
  const current = config.current === name ? (profiles[0]?.name ?? "default") : config.current;
  writeConfig(path, { ...config, current, profiles });
};

const explain: Run = ({ flags }, terminal) => {
  const settings = findSettings(flags, terminal.environment);
  const { profile, path, fields } = settings;
  terminal.print(`profile: ${profile === undefined ? "none" : `${profile.name}, from ${path}`}\n`);
  for (const name of Object.keys(FIELDS) as FieldName[]) {
    const found = fields[name];
    const value = found && (SECRET_FIELDS.includes(name) ? masked(found.value) : found.value);
    const text = found === undefined ? "not set" : `${value}  (${found.source})`;
    terminal.print(`${name}: ${text}\n`);
  }
};

/** Questions and answers; answers may be piped in, one a line. */
const interactive: Run = async ({ flags }, terminal) => {
  const { path, config } = own(flags, terminal);
  const name = flags.get("profile")?.[0] ?? (config.current || "default");
  const before = config.profiles.find((each) => each.name === name);
  terminal.print(`Configuring profile '${name}' in 'AK' authenticate mode...\n`);
  const reader = createInterface({ input: process.stdin });
  const lines = reader[Symbol.asyncIterator]();
  const ask = async (question: string, member: string, shown: string): Promise<string> => {
    terminal.print(`${question} [${shown}]: `);
    const { value, done } = await lines.next();
    const answer = done ? "" : String(value).trim();
    return answer === "" ? String(before?.[member] ?? "") : answer;
  };
  const id = await ask("Access Key Id", "access_key_id", masked(before?.access_key_id ?? ""));
  const hidden = masked(before?.access_key_secret ?? "");
  const secret = await ask("Access Key Secret", "access_key_secret", hidden);
  const region = await ask("Default Region Id", "region_id", before?.region_id ?? "");
  const endpoint = await ask("Endpoint", "endpoint", before?.endpoint ?? "");
  reader.close();
  terminal.print(`\nSaving profile[${name}] ...`);
  const answers = { access_key_id: id, access_key_secret: secret, region_id: region };
  const more = endpoint === "" ? {} : { endpoint };
  save(path, config, {
    output_format: "json",
    language: "en",
    ...before,
    ...answers,
    ...more,
    name,
    mode: "AK",
  });
  terminal.print("Done.\n");
};

const COMMANDS: Readonly<Record<string, Run>> = {
  __proto__: null as never,
  list,
  get,
  set,
  switch: switchTo,
  delete: remove,
  explain,
};

export async function configure(line: CommandLine, terminal: Terminal): Promise<void> {
  const word = line.positionals[1];
  const unknown = [...line.members.keys()][0];
  if (unknown !== undefined) {
    const suggestions = suggest(unknown, [...KEYS.keys()]);
    throw new Failure(2, `invalid flag --${unknown}`, { suggestions });
  }
  if (word === undefined) return interactive(line, terminal);
  const run = COMMANDS[word];
  if (run === undefined) {
    const suggestions = suggest(word, Object.keys(COMMANDS));
    throw new Failure(2, `'${word}' is not a valid command`, { suggestions });
  }
  return run(line, terminal);
}
