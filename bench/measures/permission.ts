// GetSecretValue by a user whose three policies have five statements each: against the limit program, against the
// account's root, and among 10,000 users and 1,500 policies.
import { join } from "node:path";
import { dataWith, temporaryFolder } from "../data.ts";
import { READER, withIdentities } from "../identities.ts";
import type { Result } from "../load/generator.ts";
import type { Credentials } from "../load/request.ts";
import { load, type Server, startCoffer, startLimit } from "../processes.ts";
import type { Row } from "../table.ts";
import { alternate, p99, rate, WARM_RUNS } from "./pairs.ts";

const SECRETS = 10_000;

function read(server: Server, by?: Credentials): Promise<Result> {
  return load({
    ...by,
    port: server.port,
    method: "GET",
    parameters: { Action: "GetSecretValue", SecretName: "bench/{n}" },
    spread: SECRETS,
    connections: 16,
    seconds: 2,
    prepared: 60_000,
    run: "permission",
  });
}

interface Compared {
  readonly measure: string;
  readonly word: string;
  readonly target: number;
  readonly over: () => Promise<Result>;
  readonly user: () => Promise<Result>;
}

async function compare({ measure, word, target, over, user }: Compared): Promise<Row> {
  // A server that has just started is slower for its first ten thousand requests or so.
  for (let warm = 0; warm < WARM_RUNS; warm += 1) {
    await over();
    await user();
  }
  const pairs = await alternate({ a: over, b: user, value: (result) => result.perSecond });
  const { ratio: value, spread } = pairs;
  const seen = `${rate(pairs.b)}, p99 ${p99(pairs.b)}; ${word} ${rate(pairs.a)}, p99 ${p99(pairs.a)}`;
  return { measure, seen, value, spread, target: `>= ${target}`, reached: value >= target };
}

export async function permission(): Promise<Row[]> {
  const limit = await startLimit(join(temporaryFolder("limit-permission"), "limit.db"), SECRETS);
  const few = await startCoffer(await dataWith(SECRETS, withIdentities(1, 3)));
  const many = await startCoffer(await dataWith(SECRETS, withIdentities(10_000, 1_500)));
  const who = "GetSecretValue by a user with 3 policies of 5 statements";
  const rows = [
    await compare({
      ...{ measure: `${who}, audited, over the limit program`, word: "limit", target: 0.4 },
      ...{ over: () => read(limit), user: () => read(few, READER) },
    }),
    await compare({
      ...{ measure: `${who}, over the same by root`, word: "root", target: 0.85 },
      ...{ over: () => read(few), user: () => read(few, READER) },
    }),
    await compare({
      ...{ measure: `${who} among 10,000 users and 1,500 policies, over alone`, word: "alone" },
      ...{ target: 0.95, over: () => read(few, READER), user: () => read(many, READER) },
    }),
  ];
  await limit.stop();
  await few.stop();
  await many.stop();
  return rows;
}
