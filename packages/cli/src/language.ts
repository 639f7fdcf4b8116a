// English or Chinese.
import type { Text } from "@coffer/contract";
import type { Environment, Flags } from "./settings.ts";

export type Language = "en" | "zh";

/** From `--language`, else the environment. */
export function languageOf(flags: Flags, environment: Environment): Language {
  const asked = flags.get("language")?.[0] ?? environment.LC_ALL ?? environment.LANG ?? "";
  return asked.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export function inLanguage(text: Text, language: Language): string {
  return text[language];
}
