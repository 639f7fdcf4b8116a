// Material that is kept ready in memory goes when the key's material goes, in every process on the same store.
import assert from "node:assert/strict";
import test from "node:test";
import { seededRandom } from "@coffer/crypto";
import { MemoryStore } from "@coffer/store";
import { lookAfterDueKeys } from "../../src/jobs/look-after-due-keys.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { base64, createKey, importMaterial, ok } from "./kit.ts";

const DAY = 24 * 60 * 60 * 1000;

/** One round of the job that looks after due keys. */
async function runJob({ store, keyring, now }: TestServer): Promise<void> {
  await lookAfterDueKeys({ store, keyring, random: seededRandom("job") }).run(now);
}

/** Two processes on one store, both with an imported key ready. */
async function twoProcesses() {
  const store = new MemoryStore();
  const [here, there] = [await testServer({ store }), await testServer({ store, seed: "other" })];
  const KeyId = await createKey(here, { Origin: "EXTERNAL" });
  const expires = here.now / 1000 + 3_600;
  const material = Buffer.alloc(32, 5);
  assert.equal(await importMaterial(here, { KeyId, material, wrapping: "SM2PKE", expires }), "OK");
  for (const server of [here, there]) {
    await ok(server, "Encrypt", { KeyId, Plaintext: base64("x") });
    assert.ok(server.keyring.kept().includes(KeyId));
  }
  return { here, there, KeyId };
}

async function checkForgotten(
  { here, there, KeyId }: Awaited<ReturnType<typeof twoProcesses>>,
  later: number,
): Promise<void> {
  for (const server of [here, there]) {
    server.now += later;
    await runJob(server);
    assert.equal(server.keyring.kept().includes(KeyId), false);
  }
}

test("a destroyed key leaves the memory of every process", async () => {
  const both = await twoProcesses();
  await ok(both.here, "ScheduleKeyDeletion", { KeyId: both.KeyId, PendingWindowInDays: "7" });
  await checkForgotten(both, 8 * DAY);
});

test("deleted material leaves the memory of every process", async () => {
  const both = await twoProcesses();
  await ok(both.here, "DeleteKeyMaterial", { KeyId: both.KeyId });
  assert.equal(both.here.keyring.kept().includes(both.KeyId), false);
  await checkForgotten(both, 0);
});

test("expired material leaves the memory of every process", async () => {
  await checkForgotten(await twoProcesses(), DAY);
});

test("material that was deleted while the key's deletion was pending leaves it, too", async () => {
  const both = await twoProcesses();
  await ok(both.here, "ScheduleKeyDeletion", { KeyId: both.KeyId, PendingWindowInDays: "7" });
  await ok(both.here, "DeleteKeyMaterial", { KeyId: both.KeyId });
  await checkForgotten(both, 0);
});

test("a destroyed key leaves memory in the round that destroys it, however many keys are kept", async () => {
  const server = await testServer();
  const KeyId = await createKey(server);
  for (let index = 0; index < 500; index += 1) {
    await ok(server, "Encrypt", { KeyId: await createKey(server), Plaintext: base64("x") });
  }
  await ok(server, "Encrypt", { KeyId, Plaintext: base64("x") });
  assert.equal(server.keyring.kept().at(-1), KeyId);
  await ok(server, "ScheduleKeyDeletion", { KeyId, PendingWindowInDays: "7" });
  server.now += 8 * DAY;
  await runJob(server);
  assert.equal(server.keyring.kept().includes(KeyId), false);
  assert.equal(server.keyring.kept().length, 500);
});

test("the destruction of a pair is told, so that no worker keeps its private key; that of others is not", async () => {
  const server = await testServer();
  const { store, keyring } = server;
  let told = 0;
  const onPairsDestroyed = () => {
    told += 1;
  };
  const job = lookAfterDueKeys({ store, keyring, random: seededRandom("job"), onPairsDestroyed });
  for (const [members, expected] of [
    [{}, 0],
    [{ KeySpec: "EC_P256", KeyUsage: "SIGN/VERIFY" }, 1],
  ] as const) {
    const KeyId = await createKey(server, members);
    await ok(server, "ScheduleKeyDeletion", { KeyId, PendingWindowInDays: "7" });
    server.now += 8 * DAY;
    assert.equal(await job.run(server.now), 1);
    assert.equal(told, expected);
  }
});
