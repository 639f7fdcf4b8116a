// Killing the process at any step of a rotation of the root key: the next start goes on, and everything opens.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type Running, startServer, temporaryFolder } from "./support/server.ts";
import { call } from "./support/signed-call.ts";

const ADMIN = { Version: "2026-11-24" };
const KEYS = 250;

const STEPS = [
  "root-key.next-made=kill@1",
  "sqlite.before-commit=kill@2",
  "sqlite.after-commit=kill@2",
  "root-key.batch=kill@1",
  "root-key.batch=kill@3",
  "root-key.before-end=kill@1",
  "root-key.after-end=kill@1",
  "root-key.kept=kill@1",
  "root-key.replaced=kill@1",
];

async function ok(running: Running, action: string, members: Record<string, string> = {}) {
  const { status, body, text } = await call(running.endpoint, action, members);
  assert.equal(status, 200, `${action}: ${text}`);
  return body;
}

interface Status {
  readonly Fingerprint: string;
  readonly Rotation?: { readonly EndTime?: string };
}

async function statusOf(running: Running): Promise<Status> {
  return (await ok(running, "GetRootKeyStatus", ADMIN)) as unknown as Status;
}

const isFree = (status: Status): boolean =>
  status.Rotation === undefined || status.Rotation.EndTime !== undefined;

/** Waits until no rotation goes on and its files are in their places. */
async function settled(running: Running, dataDir: string): Promise<Status> {
  for (;;) {
    const status = await statusOf(running);
    if (isFree(status) && !readdirSync(dataDir).includes("root.key.next")) return status;
    await sleep(50);
  }
}

test("killed at any step of a rotation, the next start goes on and everything opens", async (t) => {
  const dataDir = join(temporaryFolder(t), "data");
  const blobs: string[] = [];
  const first = await startServer({ dataDir });
  for (let made = 0; made < KEYS; made += 1) {
    const { KeyMetadata } = await ok(first, "CreateKey");
    const { KeyId } = KeyMetadata as { KeyId: string };
    const { CiphertextBlob } = await ok(first, "Encrypt", { KeyId, Plaintext: "dGV4dA==" });
    blobs.push(String(CiphertextBlob));
  }
  await ok(first, "CreateSecret", { SecretName: "s", SecretData: "value", VersionId: "1" });
  const checkAll = async (running: Running): Promise<void> => {
    for (const CiphertextBlob of blobs) {
      assert.equal((await ok(running, "Decrypt", { CiphertextBlob })).Plaintext, "dGV4dA==");
    }
    assert.equal((await ok(running, "GetSecretValue", { SecretName: "s" })).SecretData, "value");
  };
  let { Fingerprint: before } = await statusOf(first);
  assert.equal(await first.stop(), 0);
  for (const failpoints of STEPS) {
    const environment = { COFFER_FAILPOINTS: failpoints };
    const cut = await startServer({ dataDir, environment });
    // The answer may not come: the process is killed.
    await call(cut.endpoint, "RotateRootKey", ADMIN).catch(() => undefined);
    assert.equal(await cut.gone, "SIGKILL", failpoints);
    const next = await startServer({ dataDir });
    await checkAll(next);
    if (isFree(await statusOf(next)) && (await statusOf(next)).Fingerprint === before) {
      await ok(next, "RotateRootKey", ADMIN);
    }
    const { Fingerprint: after } = await settled(next, dataDir);
    assert.notEqual(after, before, failpoints);
    await checkAll(next);
    assert.equal(await next.stop(), 0);
    const kept = readdirSync(dataDir).filter((name) => name.startsWith("root.key"));
    assert.ok(kept.includes(`root.key.${before}`), failpoints);
    before = after;
  }
  const last = await startServer({ dataDir });
  t.after(() => last.stop());
  await checkAll(last);
});
