// Runs `coffer …` against a running server, in this process.
import { runCommand } from "../../packages/cli/src/main.ts";
import { ACCESS_KEY, type Running } from "./server.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Credentials {
  readonly id: string;
  readonly secret: string;
}

/** By the root where nobody else is named. `sleep` may end a command that would go on, by throwing. */
export async function coffer(
  running: Pick<Running, "endpoint">,
  words: readonly string[],
  more: { readonly by?: Credentials; readonly sleep?: () => Promise<void> } = {},
): Promise<Ran> {
  let [out, err] = ["", ""];
  const { accessKeyId, accessKeySecret } = ACCESS_KEY;
  const { id, secret } = more.by ?? { id: accessKeyId, secret: accessKeySecret };
  const code = await runCommand(words, {
    environment: {
      HOME: "/nowhere",
      ALIBABA_CLOUD_ACCESS_KEY_ID: id,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret,
      ALIBABA_CLOUD_REGION_ID: "cn-hangzhou",
      ALIBABA_CLOUD_ENDPOINT: running.endpoint,
    },
    ...{ stdoutIsTerminal: false, stderrIsTerminal: false },
    print(text) {
      out += text;
    },
    error(text) {
      err += text;
    },
    sleep: more.sleep ?? (async () => undefined),
  });
  return { code, out, err };
}
