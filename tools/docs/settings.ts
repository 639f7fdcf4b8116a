// docs/reference/settings.md: every setting of the server.
import {
  environmentName,
  flagName,
  SETTINGS,
  type SettingRow,
} from "../../packages/server/src/config/settings.ts";
import { type Page, page, table } from "./page.ts";

export function settingsPage(): Page {
  const rows = Object.entries(SETTINGS).map(([name, row]) => {
    const setting: SettingRow = row;
    const flag = setting.secret ? "" : `\`--${flagName(name)}\``;
    const standard = setting.default === undefined ? "" : `\`${setting.default}\``;
    return [`\`${flagName(name)}\``, flag, `\`${environmentName(name)}\``, standard, setting.doc];
  });
  return page("docs/reference/settings.md", "Settings of the server", [
    "A flag wins over the environment, the environment over the file (`coffer.yaml` in the working folder, or the one that",
    "`--config` or `COFFER_CONFIG` names), the file over the default. Secrets have no flag.",
    "",
    ...table(["name in the file", "flag", "environment", "default", "meaning"], rows),
  ]);
}
