// ListSecrets: the first page and a deep page, each with its total, with many secrets against a thousand.
import { load, type Server, startCoffer } from "../processes.ts";
import { figure, median, type Row } from "../table.ts";
import { alternate } from "./pairs.ts";

async function page(server: Server, number: number): Promise<number> {
  const result = await load({
    port: server.port,
    method: "GET",
    parameters: { Action: "ListSecrets", PageNumber: String(number), PageSize: "50" },
    spread: 1,
    connections: 1,
    seconds: 1,
    prepared: 4_000,
    run: "list",
  });
  return result.p50Ms;
}

export async function listing(few: string, many: string, count: number): Promise<Row[]> {
  const small = await startCoffer(few);
  const large = await startCoffer(many);
  const rows: Row[] = [];
  const cases = [
    { name: "first page", small: 1, large: 1 },
    { name: "deep page", small: 19, large: Math.floor(count / 50) - 1 },
  ];
  for (const { name, small: near, large: far } of cases) {
    await page(small, near);
    await page(large, far);
    const pairs = await alternate({
      a: () => page(small, near),
      b: () => page(large, far),
      value: (milliseconds) => milliseconds,
    });
    const seen = `${figure(median(pairs.b))} ms; ${figure(median(pairs.a))} ms with 1,000`;
    const measure = `ListSecrets, ${name} with total, ${figure(count)} secrets, over 1,000`;
    const { ratio: value, spread } = pairs;
    rows.push({ measure, seen, value, spread, target: "<= 3", reached: value <= 3 });
  }
  await small.stop();
  await large.stop();
  return rows;
}
