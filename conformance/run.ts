// Runs a client through every scenario, over http and over https with a private CA, against servers of its own.
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, SignJWT } from "jose";
import { ACCESS_KEY, type Running, startServer, TLS } from "../test/support/server.ts";
import { CA, type Client, STAND_IN } from "./clients.ts";
import { ApartDriver, ProcessDriver } from "./driver.ts";
import { type Place, runScenario, type StepResult } from "./run-scenario.ts";
import { readScenarios, type Scenario } from "./scenario.ts";

const ACCOUNT = "1234567890123456";

export type Transport = "http" | "https";

export interface ScenarioResult {
  readonly client: string;
  readonly transport: Transport;
  readonly scenario: string;
  readonly steps: readonly StepResult[];
}

/** An identity provider with one key, over https with the tests' certificate. */
async function startIssuer(folder: string) {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const keys = [{ ...(await exportJWK(publicKey)), kid: "one", alg: "RS256" }];
  const certificate = {
    cert: readFileSync(join(TLS, "server.crt")),
    key: readFileSync(join(TLS, "server.key")),
  };
  const server = createServer(certificate, (request, response) => {
    const answer = request.url === "/keys" ? { keys } : { issuer: url, jwks_uri: `${url}/keys` };
    response.end(JSON.stringify(answer));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const url = `https://127.0.0.1:${address.port}`;
  const token = await new SignJWT({ iss: url, aud: "coffer", sub: "app" })
    .setProtectedHeader({ alg: "RS256", kid: "one" })
    .setIssuedAt()
    .setExpirationTime("50m")
    .sign(privateKey);
  const tokenFile = join(folder, "token");
  writeFileSync(tokenFile, token);
  return { url, token, tokenFile, stop: () => server.close() };
}

/** What every scenario may name. */
function namesFor({ url, token, tokenFile }: Awaited<ReturnType<typeof startIssuer>>) {
  return {
    ...{ account: ACCOUNT, issuer: url, token, tokenFile },
    ca: readFileSync(CA, "utf8"),
    wrongSecret: {
      AccessKeyId: ACCESS_KEY.accessKeyId,
      AccessKeySecret: "not-the-secret-of-this-key-1",
    },
    unknownKey: {
      AccessKeyId: "LTAI5tNobodyHasThisKey00",
      AccessKeySecret: "nobody-knows-this-secret-0001",
    },
  };
}

interface Run {
  readonly client: Client;
  readonly folder: string;
  readonly place: Omit<Place, "endpoint">;
}

/** Every scenario over one transport; one server for all that want no settings of their own. */
async function runOver(transport: Transport, run: Run): Promise<ScenarioResult[]> {
  const start = (scenario?: Scenario): Promise<Running> =>
    startServer({
      dataDir: mkdtempSync(join(run.folder, "data-")),
      tls: transport === "https",
      environment: { COFFER_ACCOUNT_ID: ACCOUNT, ...scenario?.environment },
    });
  const results: ScenarioResult[] = [];
  const shared = await start();
  try {
    for (const scenario of readScenarios()) {
      if (scenario.onlyHttps && transport === "http") continue;
      const server = scenario.environment ? await start(scenario) : shared;
      try {
        const steps = await runScenario(scenario, { ...run.place, endpoint: server.endpoint });
        results.push({ client: run.client.name, transport, scenario: scenario.name, steps });
      } finally {
        if (server !== shared) await server.stop();
      }
    }
  } finally {
    await shared.stop();
  }
  return results;
}

/** @returns what came of each scenario over http, and then over https */
export async function runClient(client: Client, built: string): Promise<ScenarioResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "coffer-clients-"));
  const issuer = await startIssuer(folder);
  const command = client.command(built);
  const driver = client.isApart ? new ApartDriver(command) : new ProcessDriver(command);
  const standIn = new ProcessDriver(STAND_IN.command(""));
  try {
    const names = namesFor(issuer);
    const { model = {} } = client;
    const place = { root: ACCESS_KEY, driver, standIn, names, model };
    const run = { client, folder, place };
    return [...(await runOver("http", run)), ...(await runOver("https", run))];
  } finally {
    await Promise.all([driver.stop(), standIn.stop()]);
    issuer.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
