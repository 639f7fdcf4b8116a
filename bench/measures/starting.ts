// Start to first answer of the server, and the command line as a whole process.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { dataWith } from "../data.ts";
import { requestBytes } from "../load/request.ts";
import { COMMAND, CREDENTIALS, freePort, startCoffer } from "../processes.ts";
import { figure, median, type Row, spread } from "../table.ts";
import { alternate, PAIRS } from "./pairs.ts";

function ask(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => {
      const parameters = { Action: "ListSecrets", PageSize: "1" };
      socket.write(requestBytes("GET", parameters, CREDENTIALS));
    });
    socket.on("data", (bytes) => {
      resolve(bytes.toString("latin1", 9, 12) === "200");
      socket.destroy();
    });
    socket.on("error", () => resolve(false));
  });
}

/** Milliseconds from starting the process to its first good answer. */
async function startToAnswer(dataDir: string): Promise<number> {
  const port = await freePort();
  const words = [COMMAND, "server", "--port", String(port), "--data-dir", dataDir, "--no-profile"];
  const started = performance.now();
  const child = spawn(process.execPath, words, { stdio: "ignore" });
  while (!(await ask(port))) await sleep(2);
  const milliseconds = performance.now() - started;
  child.kill("SIGTERM");
  await once(child, "exit");
  return milliseconds;
}

export async function serverStart(many: string, count: number): Promise<Row[]> {
  const empty = await dataWith(0);
  await startToAnswer(empty);
  const pairs = await alternate({
    a: () => startToAnswer(empty),
    b: () => startToAnswer(many),
    value: (milliseconds) => milliseconds,
  });
  const usual = median(pairs.a);
  return [
    {
      measure: "server start to first answer, existing data",
      seen: `${figure(usual)} ms`,
      value: usual,
      spread: spread(pairs.a),
      target: "<= 400 ms",
      reached: usual <= 400,
    },
    {
      measure: `the same with ${figure(count)} secrets, over an empty store`,
      seen: `${figure(median(pairs.b))} ms`,
      value: pairs.ratio,
      spread: pairs.spread,
      target: "<= 1.5",
      reached: pairs.ratio <= 1.5,
    },
  ];
}

export async function commandStart(): Promise<Row[]> {
  const coffer = await startCoffer(await dataWith(10));
  const env = {
    ...process.env,
    COFFER_CONFIG_DIR: "/nonexistent",
    ALIBABA_CLOUD_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: CREDENTIALS.accessKeySecret,
    ALIBABA_CLOUD_REGION_ID: "cn-hangzhou",
    ALIBABA_CLOUD_ENDPOINT: `http://127.0.0.1:${coffer.port}`,
  };
  const time = async (words: readonly string[]): Promise<number> => {
    const started = performance.now();
    const { status, stderr } = spawnSync(process.execPath, words, { env, encoding: "utf8" });
    if (status !== 0) throw new Error(`${words.join(" ")} ended with ${status}: ${stderr}`);
    return performance.now() - started;
  };
  const words = [COMMAND, "kms", "GetSecretValue", "--SecretName", "bench/1"];
  await time(words);
  const pairs = await alternate({
    a: () => time(["-e", "0"]),
    b: () => time(words),
    value: (milliseconds) => milliseconds,
    pairs: PAIRS * 2,
  });
  await coffer.stop();
  return [
    {
      measure: "`coffer kms GetSecretValue`, whole process, over `node -e 0`",
      seen: `${figure(median(pairs.b))} ms; ${figure(median(pairs.a))} ms`,
      value: pairs.ratio,
      spread: pairs.spread,
      target: "<= 3",
      reached: pairs.ratio <= 3,
    },
  ];
}
