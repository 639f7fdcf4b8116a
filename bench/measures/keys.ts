// Cryptographic operations: against the limit program, and with many keys against few.
import { join } from "node:path";
import { dataWithKeys, temporaryFolder } from "../data.ts";
import type { Result, Task } from "../load/generator.ts";
import { ask, load, type Server, startCoffer, startLimit } from "../processes.ts";
import { figure, type Row } from "../table.ts";
import { alternate, p99, rate, WARM_RUNS } from "./pairs.ts";

const SECONDS = 2;
const CONNECTIONS = 16;
const PLAINTEXT = Buffer.from("0123456789abcdef0123456789abcdef").toString("base64");

type Parameters = Readonly<Record<string, string>>;

function run(
  server: Server,
  parameters: Parameters,
  { spread = 1, ...more }: Partial<Pick<Task, "spread" | "seconds" | "prepared">> = {},
): Promise<Result> {
  return load({
    port: server.port,
    method: "GET",
    parameters,
    spread,
    connections: CONNECTIONS,
    seconds: SECONDS,
    prepared: 60_000,
    run: "keys",
    ...more,
  });
}

/** What to send to either server. Each opens what it sealed itself. */
async function parametersOf(action: string, server: Server, KeyId: string): Promise<Parameters> {
  if (action === "GenerateDataKey") return { Action: action, KeyId, NumberOfBytes: "32" };
  const encrypt = { Action: "Encrypt", KeyId, Plaintext: PLAINTEXT };
  if (action === "Encrypt") return encrypt;
  const { CiphertextBlob } = await ask(server, encrypt);
  return { Action: action, CiphertextBlob: String(CiphertextBlob) };
}

export async function cryptoAgainstLimit(): Promise<Row[]> {
  const limit = await startLimit(join(temporaryFolder("limit-keys"), "limit.db"), 10_000);
  const coffer = await startCoffer(await dataWithKeys(1));
  const rows: Row[] = [];
  for (const action of ["Encrypt", "Decrypt", "GenerateDataKey"]) {
    const [ours, bare] = [
      await parametersOf(action, coffer, "alias/bench/0"),
      await parametersOf(action, limit, "alias/bench/0"),
    ];
    // A server that has just started is slower for its first ten thousand requests or so.
    for (let warm = 0; warm < WARM_RUNS; warm += 1) {
      await run(coffer, ours);
      await run(limit, bare);
    }
    const pairs = await alternate({
      a: () => run(limit, bare),
      b: () => run(coffer, ours),
      value: (result) => result.perSecond,
    });
    const { ratio: value, spread } = pairs;
    const seen = `${rate(pairs.b)}, p99 ${p99(pairs.b)}; limit ${rate(pairs.a)}, p99 ${p99(pairs.a)}`;
    const measure = `${action}, 32 bytes, V1, 16 connections, over the limit program`;
    rows.push({ measure, seen, value, spread, target: ">= 0.5", reached: value >= 0.5 });
  }
  await limit.stop();
  await coffer.stop();
  return rows;
}

const FEW = 100;
const MANY = 100_000;

export async function withManyKeys(): Promise<Row[]> {
  const small = await startCoffer(await dataWithKeys(FEW));
  const large = await startCoffer(await dataWithKeys(MANY));
  const parameters = { Action: "Encrypt", KeyId: "alias/bench/{n}", Plaintext: PLAINTEXT };
  await run(small, parameters, { spread: FEW });
  // Each key once, before it counts.
  await run(large, parameters, { spread: MANY, seconds: 120, prepared: MANY });
  const pairs = await alternate({
    a: () => run(small, parameters, { spread: FEW }),
    b: () => run(large, parameters, { spread: MANY }),
    value: (result) => result.perSecond,
  });
  await small.stop();
  await large.stop();
  const measure = `Encrypt by alias, any of ${figure(MANY)} keys in use, over the rate with ${FEW}`;
  const seen = `${rate(pairs.b)}; ${rate(pairs.a)}`;
  const { ratio: value, spread } = pairs;
  return [{ measure, seen, value, spread, target: ">= 0.9", reached: value >= 0.9 }];
}
