// AsymmetricSign with RSA_2048: against what the bare arithmetic allows on the same core, and what a steady load of
// it does to GetSecretValue.
import { spawnSync } from "node:child_process";
import { dataWith } from "../data.ts";
import type { Result } from "../load/generator.ts";
import { ask, load, pinned, type Server, startCoffer } from "../processes.ts";
import { figure, median, type Row } from "../table.ts";
import { alternate } from "./pairs.ts";

const SECONDS = 2;
const SECRETS = 1_000;

/** Signatures per second by `openssl speed` on the server's core. */
async function opensslSpeed(): Promise<number> {
  const words = ["openssl", "speed", "-seconds", String(SECONDS), "-mr", "rsa2048"];
  const [program = "", ...rest] = pinned(0, words);
  const { stdout, status } = spawnSync(program, rest, { encoding: "utf8" });
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

export async function signing(): Promise<Row[]> {
  const coffer = await startCoffer(await dataWith(SECRETS));
  const parameters = await signer(coffer);
  await sign(coffer, parameters);
  const speed = await alternate({
    a: opensslSpeed,
    b: async () => (await sign(coffer, parameters)).perSecond,
    value: (perSecond) => perSecond,
  });
  await read(coffer);
  const reading = await alternate({
    a: () => read(coffer),
    b: () => whileSigning(coffer, parameters),
    value: (result) => result.p99Ms,
  });
  await coffer.stop();
  const p99 = (results: readonly Result[]): string =>
    `${figure(median(results.map((result) => result.p99Ms)))} ms`;
  return [
    {
      measure: "AsymmetricSign RSA_2048, over `openssl speed rsa2048` on the same core",
      seen: `${figure(median(speed.b))}/s; ${figure(median(speed.a))}/s`,
      value: speed.ratio,
      spread: speed.spread,
      target: ">= 0.8",
      reached: speed.ratio >= 0.8,
    },
    {
      measure: "GetSecretValue's p99 under a steady load of RSA_2048 signing, over its p99 alone",
      seen: `${p99(reading.b)}; ${p99(reading.a)}`,
      value: reading.ratio,
      spread: reading.spread,
      target: "<= 3",
      reached: reading.ratio <= 3,
    },
  ];
}
