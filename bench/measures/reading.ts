// GetSecretValue: against the limit program, and with a million secrets against a thousand.
import { join } from "node:path";
import { dataWith, temporaryFolder } from "../data.ts";
import type { Result } from "../load/generator.ts";
import { load, type Server, startCoffer, startLimit } from "../processes.ts";
import { figure, type Row } from "../table.ts";
import { alternate, p99, rate } from "./pairs.ts";

const SECONDS = 2;
const CONNECTIONS = 16;

function read(server: Server, spread: number): Promise<Result> {
  return load({
    port: server.port,
    method: "GET",
    parameters: { Action: "GetSecretValue", SecretName: "bench/{n}" },
    spread,
    connections: CONNECTIONS,
    seconds: SECONDS,
    prepared: 60_000,
    run: "read",
  });
}

export async function againstLimit(): Promise<Row[]> {
  const secrets = 10_000;
  const limit = await startLimit(join(temporaryFolder("limit"), "limit.db"), secrets);
  const coffer = await startCoffer(await dataWith(secrets));
  await read(coffer, secrets);
  await read(limit, secrets);
  const pairs = await alternate({
    a: () => read(limit, secrets),
    b: () => read(coffer, secrets),
    value: (result) => result.perSecond,
  });
  await limit.stop();
  await coffer.stop();
  const seen = `${rate(pairs.b)}, p99 ${p99(pairs.b)}; limit ${rate(pairs.a)}, p99 ${p99(pairs.a)}`;
  const measure = "GetSecretValue, V1, 16 connections, over the limit program";
  const { ratio: value, spread } = pairs;
  return [{ measure, seen, value, spread, target: ">= 0.5", reached: value >= 0.5 }];
}

export async function withMillion(few: string, many: string, count: number): Promise<Row[]> {
  const small = await startCoffer(few);
  const large = await startCoffer(many);
  await read(small, 1_000);
  await read(large, count);
  const pairs = await alternate({
    a: () => read(small, 1_000),
    b: () => read(large, count),
    value: (result) => result.perSecond,
  });
  await small.stop();
  await large.stop();
  const measure = `GetSecretValue with ${figure(count)} secrets, over the rate with 1,000`;
  const seen = `${rate(pairs.b)}; ${rate(pairs.a)}`;
  const { ratio: value, spread } = pairs;
  return [{ measure, seen, value, spread, target: ">= 0.9", reached: value >= 0.9 }];
}
