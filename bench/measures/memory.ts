// Resident memory of the server after many requests, and whether it stays flat.
import { readFileSync } from "node:fs";
import { dataWith } from "../data.ts";
import { load, type Server, startCoffer } from "../processes.ts";
import { figure, type Row } from "../table.ts";

const REQUESTS = 50_000;

/** Megabytes of resident memory; Linux only. */
function resident({ pid }: Server): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

export async function memory(): Promise<Row[]> {
  const coffer = await startCoffer(await dataWith(10_000));
  const seen: number[] = [];
  for (let round = 0; round < 8; round += 1) {
    await load({
      port: coffer.port,
      method: "GET",
      parameters: { Action: "GetSecretValue", SecretName: "bench/{n}" },
      spread: 10_000,
      connections: 16,
      seconds: 120,
      prepared: REQUESTS,
      run: String(round),
    });
    seen.push(resident(coffer));
  }
  await coffer.stop();
  const after = seen[3] ?? Number.NaN;
  const last = seen.at(-1) ?? Number.NaN;
  return [
    {
      measure: "resident memory after 200,000 requests",
      seen: `${seen.map((value) => Math.round(value)).join(", ")} MB each 50,000 requests`,
      value: after,
      spread: [Math.min(...seen), Math.max(...seen)],
      target: "<= 200 MB",
      reached: after <= 200,
    },
    {
      measure: "growth of resident memory over the next 200,000 requests",
      seen: `${figure(last - after)} MB`,
      value: last / after,
      spread: [last / after, last / after],
      target: "<= 1.1",
      reached: last / after <= 1.1,
    },
  ];
}
