// Laws of the scheduler and of the purge, with a clock and a sleep that the test holds.
import assert from "node:assert/strict";
import test from "node:test";
import { createAlarm } from "../../src/jobs/alarm.ts";
import { deleteDueSecrets } from "../../src/jobs/delete-due-secrets.ts";
import type { DueWork } from "../../src/jobs/due-work.ts";
import { startScheduler } from "../../src/jobs/scheduler.ts";
import { START, testServer } from "../support/server.ts";

const DAY = 24 * 60 * 60 * 1000;

/** Runs a scheduler through so many sleeps, moving the clock by each; returns how long it slept. */
async function runThrough(given: {
  readonly work: readonly DueWork[];
  readonly now: { value: number };
  readonly sleeps: number;
  readonly failures?: unknown[];
  readonly jump?: (sleep: number) => number;
}): Promise<number[]> {
  const slept: number[] = [];
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const scheduler = startScheduler({
    work: given.work,
    clock: () => given.now.value,
    alarm: createAlarm(),
    onFailure: (failure) => given.failures?.push(failure),
    sleep: async (milliseconds, signal) => {
      slept.push(milliseconds);
      given.now.value += given.jump?.(slept.length) ?? milliseconds;
      if (slept.length < given.sleeps) return;
      resolve();
      await new Promise<void>((end) =>
        signal.addEventListener("abort", () => end(), { once: true }),
      );
    },
  });
  await done;
  await scheduler.stop();
  return slept;
}

/** Three secrets, deleted with windows of 7, 8 and 9 days. */
async function withDeleted() {
  const server = await testServer();
  for (const days of [7, 8, 9]) {
    const name = { SecretName: `s${days}` };
    await server.call("CreateSecret", { ...name, SecretData: "x", VersionId: "v1" });
    await server.call("DeleteSecret", { ...name, RecoveryWindowInDays: String(days) });
  }
  const left = async () =>
    (await server.store.secrets({ offset: 0, limit: 9 })).rows.map((secret) => secret.name);
  return { server, left };
}

test("what came due while nothing ran is purged at the start, and nothing else", async () => {
  const { server, left } = await withDeleted();
  const now = { value: START + 8 * DAY };
  await runThrough({ work: [deleteDueSecrets(server.store)], now, sleeps: 1 });
  assert.deepEqual(await left(), ["s9"]);
});

test("a secret is purged at its time, not before", async () => {
  const { server, left } = await withDeleted();
  const now = { value: START + 7 * DAY - 25_000 };
  const slept = await runThrough({ work: [deleteDueSecrets(server.store)], now, sleeps: 3 });
  assert.deepEqual(slept, [10_000, 10_000, 5_000]);
  assert.deepEqual(await left(), ["s7", "s8", "s9"]);
  await runThrough({ work: [deleteDueSecrets(server.store)], now, sleeps: 1 });
  assert.deepEqual(await left(), ["s8", "s9"]);
});

test("a clock that jumps, either way, is noticed within the longest sleep", async () => {
  const { server, left } = await withDeleted();
  const now = { value: START };
  const jump = (sleep: number): number => (sleep === 1 ? -3 * DAY : 12 * DAY);
  const slept = await runThrough({ work: [deleteDueSecrets(server.store)], now, sleeps: 3, jump });
  assert.ok(slept.every((milliseconds) => milliseconds <= 10_000));
  assert.deepEqual(await left(), []);
});

test("work that fails is reported and stops neither itself nor other work", async () => {
  const failures: unknown[] = [];
  const rounds = { bad: 0, good: 0 };
  const bad: DueWork = {
    run: async () => {
      rounds.bad += 1;
      throw new Error("mine");
    },
    next: async () => undefined,
  };
  const good: DueWork = {
    run: async () => {
      rounds.good += 1;
      return 0;
    },
    next: async () => undefined,
  };
  await runThrough({ work: [bad, good], now: { value: START }, sleeps: 3, failures });
  assert.deepEqual([rounds, failures.length], [{ bad: 3, good: 3 }, 3]);
});

test("a secret restored between the look and the purge stays", async () => {
  const { server, left } = await withDeleted();
  const { store } = server;
  const secret = await store.secret("s7");
  assert.ok(secret);
  const { deleteAt: _, ...restored } = secret;
  const racing = {
    ...store,
    secretsDue: async () => {
      await store.transaction((transaction) => transaction.updateSecret(restored));
      return [secret];
    },
    nextSecretDue: () => store.nextSecretDue(),
    transaction: store.transaction.bind(store),
  } as unknown as typeof store; // the real store, with a restore in between
  assert.equal(await deleteDueSecrets(racing).run(START + 7 * DAY), 0);
  assert.deepEqual(await left(), ["s7", "s8", "s9"]);
});

test("many due secrets are purged in batches, all of them", async () => {
  const server = await testServer();
  for (let index = 0; index < 230; index += 1) {
    const name = { SecretName: `s${index}` };
    await server.call("CreateSecret", { ...name, SecretData: "x", VersionId: "v1" });
    await server.call("DeleteSecret", { ...name, RecoveryWindowInDays: "7" });
  }
  assert.equal(await deleteDueSecrets(server.store).run(START + 7 * DAY), 230);
  assert.equal((await server.store.secrets({ offset: 0, limit: 1 })).total, 0);
});
