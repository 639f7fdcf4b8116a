// Random command lists against the model of keys and the server, over memory and SQLite. Time passes between
// commands; the job that looks after due keys is at times late.
import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { isDeepStrictEqual } from "node:util";
import { openSqliteStore, type Store } from "@coffer/store";
import fc from "fast-check";
import { testServer } from "../support/server.ts";
import { KeysDriver } from "./keys-driver.ts";
import { type Command, DAY, KeysModel, type Outcome } from "./keys-model.ts";

const LISTS = { memory: 1_500, sqlite: 300 };
const HOUR = DAY / 24;

const few = fc.constantFrom(0, 0, 0, 1, 1, 2, 3);
const alias = fc.constantFrom("alias/a", "alias/b");
/** By id, and at times by alias. */
const key = fc.oneof({ weight: 3, arbitrary: few }, { weight: 1, arbitrary: alias });
const made = fc.nat({ max: 9 });
const context = fc.constantFrom("one", "one", "one", "two");
const text = fc.constantFrom("x", "y");
const name = fc.constantFrom("s", "t");
const hours = fc.constantFrom(undefined, undefined, 1, 200);
const days = fc.constantFrom(undefined, 7, 30);

const verb = (weight: number, kind: Command["kind"], members: object) => ({
  weight,
  arbitrary: fc.record({ kind: fc.constant(kind), ...members }) as fc.Arbitrary<object>,
});

const spec = fc.constantFrom(
  "Aliyun_AES_256",
  "Aliyun_AES_256",
  "Aliyun_SM4",
  "HMAC_SHA_256",
  "EC_P256",
);
const origin = { external: fc.constantFrom(false, false, false, false, true) };

const command = fc.oneof(
  verb(2, "create", { spec, ...origin, days: fc.constantFrom(undefined, undefined, 7) }),
  verb(3, "enable", { key }),
  verb(3, "disable", { key }),
  verb(2, "schedule", { key, days: fc.constantFrom(7, 30) }),
  verb(3, "cancel", { key }),
  verb(1, "protect", { key, on: fc.boolean() }),
  verb(3, "version", { key }),
  verb(2, "policy", { key, days }),
  verb(1, "explain", { key, text }),
  verb(3, "name", { key, name: alias }),
  verb(2, "rename", { key, name: alias }),
  verb(1, "unname", { name: alias }),
  verb(8, "encrypt", { key, context }),
  verb(2, "draw", { key, context }),
  verb(8, "decrypt", { made, context }),
  verb(2, "forge", { made, key: few, context }),
  verb(3, "again", { made, key, context, next: context }),
  verb(2, "code", { key, text }),
  verb(3, "verify", { made, key, text }),
  verb(3, "load", {
    key: few,
    material: fc.constantFrom("m", "m", "n"),
    hours,
  }),
  verb(1, "unload", { key }),
  verb(3, "describe", { key }),
  verb(1, "versions", { key }),
  verb(2, "secret", { name, key: few, data: text }),
  verb(2, "put", { name, data: text }),
  verb(3, "get", { name }),
  verb(1, "keys", {}),
  verb(1, "aliases", {}),
) as fc.Arbitrary<Command>;

/** A command, how long to wait before, and whether the job has not run by then. */
const step = fc.record({
  wait: fc.constantFrom(0, 0, 0, 0, 0, 0, 1_500, HOUR, 8 * DAY, 31 * DAY),
  late: fc.boolean(),
  command,
});
interface Step {
  readonly wait: number;
  readonly late: boolean;
  readonly command: Command;
}

const after = (wait: number, late: boolean, given: Command): Step => ({
  wait,
  late,
  command: given,
});
const at = (given: Command): Step => after(0, false, given);

/** Sequences that chance makes too seldom, on one key. */
const story = fc
  .tuple(few, fc.constantFrom(HOUR, 8 * DAY), fc.boolean())
  .chain(([of, wait, late]) =>
    fc.constantFrom<Step[]>(
      [
        at({ kind: "policy", key: of, days: 7 }),
        at({ kind: "disable", key: of }),
        after(wait, late, { kind: "enable", key: of }),
        after(1_500, false, { kind: "versions", key: of }),
      ],
      [
        at({ kind: "load", key: of, material: "m", hours: 1 }),
        at({ kind: "schedule", key: of, days: 7 }),
        after(wait, late, { kind: "cancel", key: of }),
      ],
      [
        at({ kind: "schedule", key: of, days: 7 }),
        at({ kind: "unload", key: of }),
        at({ kind: "cancel", key: of }),
        at({ kind: "load", key: of, material: "m" }),
      ],
      [
        at({ kind: "name", key: of, name: "alias/a" }),
        at({ kind: "schedule", key: of, days: 7 }),
        after(wait, late, { kind: "name", key: 1, name: "alias/a" }),
      ],
      [
        at({ kind: "schedule", key: of, days: 30 }),
        at({ kind: "name", key: 1, name: "alias/a" }),
        after(wait, late, { kind: "rename", key: of, name: "alias/a" }),
        at({ kind: "draw", key: "alias/a", context: "one" }),
      ],
    ),
  );

/** What most lists need before anything can happen: two keys, one of them symmetric and at times external. */
const beginning: fc.Arbitrary<Command[]> = fc.tuple(
  fc.record({ kind: fc.constant("create"), spec: fc.constant("Aliyun_AES_256"), ...origin }),
  fc.record({ kind: fc.constant("create"), spec, external: fc.constant(false) }),
  fc.record({ kind: fc.constant("load"), key: fc.constant(0), material: fc.constant("m"), hours }),
  fc.record({ kind: fc.constant("name"), key: few, name: alias }),
  fc.record({ kind: fc.constant("encrypt"), key: fc.constant(0), context }),
) as unknown as fc.Arbitrary<Command[]>;

const isRefusal = (outcome: Outcome): outcome is readonly string[] => Array.isArray(outcome);

function compare(expected: Outcome, seen: Outcome, command: Command): void {
  const fits = isRefusal(expected)
    ? isRefusal(seen) && expected.includes(String(seen[0]))
    : isDeepStrictEqual(seen, expected);
  const [words, wanted] = [JSON.stringify(seen), JSON.stringify(expected)];
  assert.ok(fits, `${JSON.stringify(command)}: ${words}, expected ${wanted}`);
}

/** The rows of lists go when the job has run; all else is as it is from its time on. */
const isList = ({ kind }: Command): boolean => kind === "keys" || kind === "aliases";

/** After all others DescribeKey is asked. */
const READS = ["decrypt", "forge", "verify", "get", "keys", "aliases", "versions", "describe"];

async function runSteps(driver: KeysDriver, steps: readonly Step[]): Promise<void> {
  const model = new KeysModel();
  const { server } = driver;
  const run = async ({ wait, late, command: given }: Step): Promise<void> => {
    server.now += wait;
    const job = !late || isList(given);
    if (job) await driver.runJob();
    model.passTo(server.now, { job });
    compare(model.run(given), await driver.run(given), given);
    if (READS.includes(given.kind)) return;
    const shown = { kind: "describe", key: "key" in given ? given.key : 0 } as const;
    compare(model.run(shown), await driver.run(shown), shown);
  };
  for (const each of steps) await run(each);
  const now = { wait: 0, late: false };
  for (const index of model.keys.keys()) {
    await run({ ...now, command: { kind: "versions", key: index } });
  }
  for (const [index, { context: given }] of [...model.made].entries()) {
    await run({ ...now, command: { kind: "decrypt", made: index, context: given } });
  }
  const kept = server.keyring.kept();
  for (const [index, { id }] of driver.keys.entries()) {
    const mayBeKept = model.keys[index]?.loaded === true && !model.keys[index]?.gone;
    assert.ok(mayBeKept || !kept.includes(id), `${id} is kept in memory`);
  }
  assert.deepEqual(server.unexpected, []);
}

async function check(
  lists: number,
  open: () => Promise<{ store?: Store; close(): Promise<void> }>,
) {
  const one = (step as fc.Arbitrary<Step>).map((each) => [each]);
  const part = fc.oneof({ weight: 9, arbitrary: one }, { weight: 1, arbitrary: story });
  const steps = fc.array(part, { maxLength: 11, size: "max" }).map((parts) => parts.flat());
  await fc.assert(
    fc.asyncProperty(beginning, steps, async (first, list) => {
      const { close, ...given } = await open();
      const before = first.map((each) => ({ wait: 0, late: false, command: each }));
      try {
        await runSteps(new KeysDriver(await testServer(given)), [...before, ...list]);
      } finally {
        await close();
      }
    }),
    { numRuns: lists },
  );
}

test(`${LISTS.memory} lists of commands on keys over memory answer as the model does`, async () => {
  await check(LISTS.memory, async () => ({ close: async () => undefined }));
});

test(`${LISTS.sqlite} lists of commands on keys over SQLite answer as the model does`, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-keys-model-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const installed = join(folder, "installed.db");
  const first = await openSqliteStore({ path: installed });
  await testServer({ store: first });
  await first.close();
  let count = 0;
  await check(LISTS.sqlite, async () => {
    count += 1;
    const path = join(folder, `${count}.db`);
    copyFileSync(installed, path);
    const store = await openSqliteStore({ path });
    const close = async (): Promise<void> => {
      await store.close();
      rmSync(path, { force: true });
    };
    return { store, close };
  });
});
