// `coffer whoami`: who the server takes the caller for, and which settings led there.
import { STS_OPERATIONS } from "@coffer/contract";
import { clientOf } from "../calls/client.ts";
import { languageOf } from "../language.ts";
import { endpointOf, findSettings } from "../settings.ts";
import type { RunCommand } from "./command.ts";

const WORDS = {
  account: { en: "Account", zh: "账号" },
  accessKey: { en: "AccessKey", zh: "AccessKey" },
  server: { en: "Server", zh: "服务端" },
  from: { en: "from {source}", zh: "来自 {source}" },
} as const;

export const whoami: RunCommand = async ({ flags }, terminal) => {
  const settings = findSettings(flags, terminal.environment);
  const client = clientOf(settings, flags);
  const identity = await client.callOf(STS_OPERATIONS, "GetCallerIdentity", {});
  const language = languageOf(flags, terminal.environment);
  const { accessKeyId, endpoint } = settings.fields;
  const from = (source = ""): string => `(${WORDS.from[language].replace("{source}", source)})`;
  const rows: readonly (readonly [keyof typeof WORDS, string])[] = [
    ["account", identity.AccountId],
    ["accessKey", `${accessKeyId?.value} ${from(accessKeyId?.source)}`],
    ["server", `${endpointOf(settings, flags)} ${from(endpoint?.source)}`],
  ];
  const lines = rows.map(([name, text]) => `${WORDS[name][language].padEnd(10)} ${text}\n`);
  terminal.print(`${identity.Arn}\n${lines.join("")}`);
  return 0;
};
