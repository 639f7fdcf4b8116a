// The lines that the documentation prints for each client read a secret, as they are.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import test from "node:test";
import { promisify } from "node:util";
import { ACCESS_KEY, startServer, temporaryFolder } from "../test/support/server.ts";
import { call } from "../test/support/signed-call.ts";
import { buildFor } from "./build.ts";
import { CLIENTS } from "./clients.ts";
import { snippetCommand } from "./snippets.ts";

test("every client's printed lines read a secret", async (t) => {
  const running = await startServer({ dataDir: join(temporaryFolder(t), "data") });
  t.after(() => running.stop());
  const secret = { SecretName: "db_cred", SecretData: "v1 值", VersionId: "v1" };
  assert.equal((await call(running.endpoint, "CreateSecret", secret)).status, 200);
  for (const client of CLIENTS) {
    const built = buildFor(client.language);
    const isRequired = process.env.COFFER_REQUIRE_CLIENTS === "1";
    const skip = "missing" in built && !isRequired ? built.missing : false;
    if (skip) console.log(`skipped: ${client.name}: ${skip}`);
    await t.test(
      `${client.name} reads a secret by the lines printed for it`,
      { skip },
      async () => {
        assert.ok("folder" in built, "missing" in built ? built.missing : "");
        const { program, words } = snippetCommand(client, built.folder, running.host);
        const { stdout } = await promisify(execFile)(program, words, {
          env: {
            ...process.env,
            GOTOOLCHAIN: "local",
            ALIBABA_CLOUD_ACCESS_KEY_ID: ACCESS_KEY.accessKeyId,
            ALIBABA_CLOUD_ACCESS_KEY_SECRET: ACCESS_KEY.accessKeySecret,
          },
        });
        assert.equal(stdout, "v1 值\n");
      },
    );
  }
});
