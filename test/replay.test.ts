// A request that was captured on its way works once, whatever becomes of the process that answered it.
import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { startServer, temporaryFolder } from "./support/server.ts";
import { send, sign } from "./support/signed-call.ts";

const NAME = { SecretName: "s" };

test("a captured request is refused after kill -9, after a stop, and by a second server", async (t) => {
  const dataDir = join(temporaryFolder(t), "data");
  const captured: string[] = [];
  /** Calls, and keeps what went over the wire. */
  const call = async (endpoint: string, action: string, members: Record<string, string>) => {
    const request = sign(action, members);
    captured.push(request);
    const { status, text } = await send(endpoint, request);
    assert.equal(status, 200, text);
  };
  const refused = async (endpoint: string): Promise<void> => {
    for (const request of captured) {
      const { status, body } = await send(endpoint, request);
      assert.deepEqual([status, body.Code], [400, "SignatureNonceUsed"]);
    }
  };
  const first = await startServer({ dataDir });
  await call(first.endpoint, "CreateSecret", { ...NAME, SecretData: "value", VersionId: "v1" });
  await call(first.endpoint, "GetSecretValue", NAME);
  first.child.kill("SIGKILL");
  await first.gone;

  const second = await startServer({ dataDir });
  await refused(second.endpoint);
  await call(second.endpoint, "GetSecretValue", NAME);
  const beside = await startServer({ dataDir });
  await refused(beside.endpoint);
  // It has not started since.
  await call(second.endpoint, "GetSecretValue", NAME);
  await refused(beside.endpoint);
  await call(beside.endpoint, "GetSecretValue", NAME);
  await refused(second.endpoint);
  assert.equal(await second.stop(), 0);
  assert.equal(await beside.stop(), 0);

  const third = await startServer({ dataDir });
  await refused(third.endpoint);
  assert.equal(await third.stop(), 0);
});
