// AsymmetricSign with RSA_2048: against what the bare arithmetic allows, and what a steady load of it does to
// GetSecretValue. For the first, both sides may use every core: `openssl speed` as one process keeps one busy, and so
// do the server's signatures, while another serves the requests. On one core alone, the requests' own share would be
// measured. For the second, the server has its one core, as everywhere.
import { spawnSync } from "node:child_process";
import { dataWith } from "../data.ts";
import type { Result } from "../load/generator.ts";
import { ask, load, type Server, startCoffer } from "../processes.ts";
import { figure, median, type Row } from "../table.ts";
import { alternate, p99, WARM_RUNS } from "./pairs.ts";

const SECONDS = 2;
const SECRETS = 1_000;

/** Signatures per second by `openssl speed`, one process. */
async function opensslSpeed(): Promise<number> {
  const words = ["speed", "-seconds", String(SECONDS), "-mr", "rsa2048"];
  const { stdout, status } = spawnSync("openssl", words, { encoding: "utf8" });
  const line = stdout?.split("\n").find((each) => each.startsWith("+F2:"));
  const figure = Number(line?.split(":")[3]);
  if (status !== 0 || !(figure > 0)) throw new Error("`openssl speed` is needed: install openssl");
  // Older versions print seconds per signature, newer ones signatures per second.
  return figure < 1 ? 1 / figure : figure;
}

async function signer(server: Server): Promise<Readonly<Record<string, string>>> {
  const asked = { Action: "CreateKey", KeySpec: "RSA_2048", KeyUsage: "SIGN/VERIFY" };
  const { KeyMetadata } = await ask(server, asked);
  const { KeyId } = KeyMetadata as { KeyId: string };
  const { KeyVersions } = await ask(server, { Action: "ListKeyVersions", KeyId });
  const [version] = (KeyVersions as { KeyVersion: { KeyVersionId: string }[] }).KeyVersion;
  return {
    Action: "AsymmetricSign",
    KeyId,
    KeyVersionId: version?.KeyVersionId ?? "",
    Algorithm: "RSA_PKCS1_SHA_256",
    Digest: Buffer.alloc(32, 5).toString("base64"),
  };
}

function sign(server: Server, parameters: Readonly<Record<string, string>>, seconds = SECONDS) {
  const more = { spread: 1, connections: 16, seconds, prepared: 6_000 * seconds, run: "sign" };
  return load({ port: server.port, method: "GET", parameters, ...more });
}

function read(server: Server): Promise<Result> {
  return load({
    port: server.port,
    method: "GET",
    parameters: { Action: "GetSecretValue", SecretName: "bench/{n}" },
    ...{ spread: SECRETS, connections: 4, seconds: SECONDS, prepared: 60_000, run: "read" },
  });
}

async function whileSigning(
  server: Server,
  parameters: Readonly<Record<string, string>>,
): Promise<Result> {
  const load = sign(server, parameters, SECONDS + 1);
  const seen = await read(server);
  await load;
  return seen;
}

async function againstOpenssl(dataDir: string): Promise<Row> {
  const coffer = await startCoffer(dataDir, { allCores: true });
  const parameters = await signer(coffer);
  for (let warm = 0; warm < WARM_RUNS; warm += 1) await sign(coffer, parameters);
  const { a, b, ratio, spread } = await alternate({
    a: opensslSpeed,
    b: async () => (await sign(coffer, parameters)).perSecond,
    value: (perSecond) => perSecond,
  });
  await coffer.stop();
  return {
    measure: "AsymmetricSign RSA_2048, over one process of `openssl speed rsa2048`",
    seen: `${figure(median(b))}/s; ${figure(median(a))}/s`,
    value: ratio,
    spread,
    target: ">= 0.8",
    reached: ratio >= 0.8,
  };
}

async function besideReading(dataDir: string): Promise<Row> {
  const coffer = await startCoffer(dataDir);
  const parameters = await signer(coffer);
  for (let warm = 0; warm < WARM_RUNS; warm += 1) {
    await sign(coffer, parameters);
    await read(coffer);
  }
  const { a, b, ratio, spread } = await alternate({
    a: () => read(coffer),
    b: () => whileSigning(coffer, parameters),
    value: (result) => result.p99Ms,
  });
  await coffer.stop();
  return {
    measure: "GetSecretValue's p99 under a steady load of RSA_2048 signing, over its p99 alone",
    seen: `${p99(b)}; ${p99(a)}`,
    value: ratio,
    spread,
    target: "<= 3",
    reached: ratio <= 3,
  };
}

export async function signing(): Promise<Row[]> {
  const dataDir = await dataWith(SECRETS);
  return [await againstOpenssl(dataDir), await besideReading(dataDir)];
}
