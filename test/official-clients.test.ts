// The official Node.js clients from npm, unmodified, drive "Manage generic secrets" against a running server,
// over http and over https with a private CA.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import {
  ACCESS_KEY,
  ROOT,
  type Running,
  startServer,
  TLS,
  temporaryFolder,
} from "./support/server.ts";

/** What every client must see, whatever its way to the server. */
interface Seen {
  readonly createdArn: string;
  readonly listed: readonly string[];
  readonly total: number;
  readonly data: string;
  readonly stages: readonly string[];
  readonly pendingStages: readonly string[];
  readonly passwordLength: number;
  readonly missingCode: string;
  readonly deletedCode: string;
  readonly encryptionKeyId: string;
}

const DRIVERS = ["pop-core", "kms20160120", "openapi-client"] as const;

/** Each driver is a process: CommonJS clients, and a CA that only NODE_EXTRA_CA_CERTS reaches. */
function drive(driver: string, running: Running): Seen {
  const program = join(ROOT, "test/clients", `${driver}.ts`);
  const text = execFileSync(process.execPath, [program], {
    encoding: "utf8",
    env: {
      ...process.env,
      ENDPOINT: running.endpoint,
      NODE_EXTRA_CA_CERTS: join(TLS, "ca.crt"),
      ALIBABA_CLOUD_ACCESS_KEY_ID: ACCESS_KEY.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: ACCESS_KEY.accessKeySecret,
    },
  });
  return JSON.parse(text);
}

for (const tls of [false, true]) {
  for (const driver of DRIVERS) {
    test(`${driver} manages generic secrets over ${tls ? "https with a private CA" : "http"}`, async (t) => {
      const dataDir = join(temporaryFolder(t), "data");
      const environment = { COFFER_ACCOUNT_ID: "1234567890123456" };
      const running = await startServer({ dataDir, tls, environment });
      t.after(() => running.stop());
      const seen = drive(driver, running);
      const { encryptionKeyId, ...rest } = seen;
      assert.match(encryptionKeyId, /^key-/);
      assert.deepEqual(rest, {
        createdArn: "acs:kms:cn-hangzhou:1234567890123456:secret/db_cred",
        listed: ["db_cred", "ssh_key"],
        total: 2,
        data: 'v2 值 "&+%',
        stages: ["ACSCurrent", "MyPendingLabel"],
        pendingStages: ["MyPendingLabel"],
        passwordLength: 40,
        missingCode: "Forbidden.ResourceNotFound",
        deletedCode: "Rejected.ResourceInDeleteWindow",
      });
    });
  }
}

test("a client that does not trust the CA is not answered", async (t) => {
  const folder = temporaryFolder(t);
  const running = await startServer({ dataDir: join(folder, "data"), tls: true });
  t.after(() => running.stop());
  await assert.rejects(fetch(running.endpoint), /fetch failed/);
});

test("SIGHUP takes a renewed certificate without a restart", async (t) => {
  const { copyFileSync, readFileSync } = await import("node:fs");
  const { connect } = await import("node:tls");
  const folder = temporaryFolder(t);
  const [cert, key] = [join(folder, "tls.crt"), join(folder, "tls.key")];
  copyFileSync(join(TLS, "server.crt"), cert);
  copyFileSync(join(TLS, "server.key"), key);
  const flags = ["--no-profile", "--tls-cert", cert, "--tls-key", key];
  const running = await startServer({ dataDir: join(folder, "data"), flags });
  t.after(() => running.stop());
  const commonName = (): Promise<string | string[] | undefined> =>
    new Promise((resolve, reject) => {
      const ca = readFileSync(join(TLS, "ca.crt"));
      const port = Number(running.host.split(":")[1]);
      const socket = connect({ host: "127.0.0.1", port, ca }, () => {
        resolve(socket.getPeerCertificate().subject.CN);
        socket.destroy();
      });
      socket.on("error", reject);
    });
  assert.equal(await commonName(), "Coffer test server");
  writeFileSync(cert, readFileSync(join(TLS, "renewed.crt")));
  writeFileSync(key, readFileSync(join(TLS, "renewed.key")));
  running.child.kill("SIGHUP");
  for (let look = 0; look < 500; look += 1) {
    if ((await commonName()) === "Coffer test server, renewed") return;
  }
  assert.fail("the renewed certificate was not taken");
});
