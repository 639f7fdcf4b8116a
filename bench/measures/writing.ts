// PutSecretValue, durable: 64 callers against a bare loop that commits one row at a time.
import { join } from "node:path";
import { dataWith, temporaryFolder } from "../data.ts";
import { load, runJson, startCoffer } from "../processes.ts";
import { figure, median, type Row } from "../table.ts";
import { alternate } from "./pairs.ts";

const SECONDS = 2;

export async function durableWrites(): Promise<Row[]> {
  const coffer = await startCoffer(await dataWith(10_000));
  const loop = join(import.meta.dirname, "../commit-loop.ts");
  const pairs = await alternate<{ perSecond: number }>({
    a: async (pair) => {
      const path = join(temporaryFolder("commits"), `${pair}.db`);
      return runJson([loop, path, String(SECONDS)]) as { perSecond: number }; // printed by the loop
    },
    b: (pair) =>
      load({
        port: coffer.port,
        method: "POST",
        parameters: {
          Action: "PutSecretValue",
          SecretName: "bench/{n}",
          VersionId: "w{i}",
          SecretData: '{"user":"app","password":"0123456789abcdef"}',
        },
        spread: 10_000,
        connections: 64,
        seconds: SECONDS,
        prepared: 30_000,
        run: String(pair),
      }),
    value: (result) => result.perSecond,
  });
  await coffer.stop();
  const perSecond = median(pairs.b.map((result) => result.perSecond));
  const bare = median(pairs.a.map((result) => result.perSecond));
  const seen = `${figure(perSecond)}/s; bare loop ${figure(bare)}/s`;
  const reached = perSecond >= 3_000 || pairs.ratio >= 0.8;
  const measure = "PutSecretValue, durable, 64 callers, over a bare commit loop";
  const target = "3,000/s, or >= 0.8";
  return [{ measure, seen, value: pairs.ratio, spread: pairs.spread, target, reached }];
}
