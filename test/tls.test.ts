// Certificates of the server: who does not trust the authority gets nothing, and a renewed one needs no restart.
import assert from "node:assert/strict";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { connect } from "node:tls";
import { startServer, TLS, temporaryFolder } from "./support/server.ts";

test("a client that does not trust the CA is not answered", async (t) => {
  const folder = temporaryFolder(t);
  const running = await startServer({ dataDir: join(folder, "data"), tls: true });
  t.after(() => running.stop());
  await assert.rejects(fetch(running.endpoint), /fetch failed/);
});

test("SIGHUP takes a renewed certificate without a restart", async (t) => {
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
