// `coffer server --help`: printed from the settings table.
import { environmentName, flagName, SETTINGS, type SettingRow } from "../config/settings.ts";

function describe(name: string, setting: SettingRow): string {
  const sign =
    setting.kind === "switch"
      ? `--[no-]${flagName(name)}`
      : setting.secret
        ? `(environment only) ${flagName(name)}`
        : `--${flagName(name)} <${setting.kind === "choice" ? setting.of.join("|") : setting.kind}>`;
  const standard = setting.default === undefined ? "" : ` [${setting.default}]`;
  return `  ${sign}${standard}\n      ${setting.doc}\n      environment: ${environmentName(name)}\n`;
}

export function settingsHelp(): string {
  const rows = Object.entries(SETTINGS).map(([name, setting]) => describe(name, setting));
  return [
    "Usage: coffer server [flags]",
    "",
    "Starts Coffer. Every setting can be a flag, an environment variable, or a line `name: value` in",
    "coffer.yaml (`--config FILE` names another file); the first of these that has it wins.",
    "",
    ...rows,
  ].join("\n");
}
