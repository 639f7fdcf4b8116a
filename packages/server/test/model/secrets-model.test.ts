// Random command lists, by two clients at once, against the model and the server, over memory and SQLite. Two
// calls that overlap must answer as one of their two orders would; time passes between them.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { openSqliteStore, type Store } from "@coffer/store";
import fc from "fast-check";
import { type Answer, type TestServer, testServer } from "../support/server.ts";
import { type Command, type Outcome, SecretsModel } from "./secrets-model.ts";

const LISTS = { memory: 1_500, sqlite: 500 };

const name = fc.constantFrom("a", "b");
const version = fc.constantFrom(
  "v1",
  "v2",
  "v3",
  "v4",
  "v5",
  "v6",
  "v7",
  "v8",
  "v9",
  "v10",
  "v11",
  "v12",
);
const stage = fc.constantFrom("ACSCurrent", "ACSPrevious", "A", "B", "C", "D", "E", "F", "G");
const data = fc.constantFrom("x", "y");
const some = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("create"), name, version, data }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("put"),
      name,
      version,
      data,
      stages: some(fc.uniqueArray(stage, { minLength: 1, maxLength: 3 })),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("get"),
      name,
      version: some(version),
      stage: some(stage),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("move"),
      name,
      stage,
      to: some(version),
      from: some(version),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("versions"), name }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("delete"),
      name,
      days: fc.constantFrom(7, 30),
      forced: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("restore"), name }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("list") }) },
) as fc.Arbitrary<Command>;

/** One or two commands at once, and how long to wait before. */
const step = fc.record({
  wait: fc.constantFrom(0, 0, 0, 1_000, 8 * 24 * 3_600_000),
  first: command,
  second: some(command),
});
type Step = { wait: number; first: Command; second?: Command | undefined };

function membersOf(given: Command): [string, Record<string, string | undefined>] {
  if (given.kind === "list") return ["ListSecrets", { PageSize: "100" }];
  const SecretName = given.name;
  switch (given.kind) {
    case "create":
      return ["CreateSecret", { SecretName, VersionId: given.version, SecretData: given.data }];
    case "put": {
      const VersionStages = given.stages && JSON.stringify(given.stages);
      return [
        "PutSecretValue",
        { SecretName, VersionId: given.version, SecretData: given.data, VersionStages },
      ];
    }
    case "get":
      return [
        "GetSecretValue",
        { SecretName, VersionId: given.version, VersionStage: given.stage },
      ];
    case "move": {
      const { stage: VersionStage, to: MoveToVersion, from: RemoveFromVersion } = given;
      return [
        "UpdateSecretVersionStage",
        { SecretName, VersionStage, MoveToVersion, RemoveFromVersion },
      ];
    }
    case "versions":
      return ["ListSecretVersionIds", { SecretName, IncludeDeprecated: "true" }];
    case "delete": {
      const ForceDeleteWithoutRecovery = String(given.forced);
      const RecoveryWindowInDays = String(given.days);
      return ["DeleteSecret", { SecretName, ForceDeleteWithoutRecovery, RecoveryWindowInDays }];
    }
    case "restore":
      return ["RestoreSecret", { SecretName }];
  }
}

type Stages = { VersionStage: string[] };

/** The server's answer in the model's words. */
function outcomeOf(given: Command, { code, body }: Answer): Outcome {
  if (code !== "OK") return code;
  const labels = (of: unknown): string[] => [...(of as Stages).VersionStage].sort();
  switch (given.kind) {
    case "create":
      return { version: body.VersionId };
    case "put":
      return { labels: labels(body.VersionStages) };
    case "get":
      return { version: body.VersionId, data: body.SecretData, labels: labels(body.VersionStages) };
    case "versions": {
      const rows = (
        body.VersionIds as { VersionId: { VersionId: string; VersionStages: Stages }[] }
      ).VersionId;
      return { rows: rows.map((row) => `${row.VersionId}: ${labels(row.VersionStages)}`) };
    }
    case "list": {
      const rows = (body.SecretList as { Secret: { SecretName: string }[] }).Secret;
      return { names: rows.map((row) => row.SecretName) };
    }
    default:
      return {};
  }
}

async function call(server: TestServer, given: Command): Promise<Outcome> {
  const [operation, members] = membersOf(given);
  const present = Object.entries(members).filter(([, value]) => value !== undefined);
  return outcomeOf(
    given,
    await server.call(operation, Object.fromEntries(present) as Record<string, string>),
  );
}

interface Seen {
  readonly now: number;
  readonly answers: readonly Outcome[];
}

const ordersOf = ({ first, second }: Step): Command[][] =>
  second === undefined
    ? [[first]]
    : [
        [first, second],
        [second, first],
      ];

/**
 * The models after the step, one for each order that explains the answers; fails when none does. Two orders may
 * answer alike and leave different things behind: which of them it was, a later answer tells.
 */
function explain(
  models: readonly SecretsModel[],
  step: Step,
  { now, answers }: Seen,
): readonly SecretsModel[] {
  const explained = new Map<string, SecretsModel>();
  const expected: Outcome[][] = [];
  for (const model of models) {
    for (const order of ordersOf(step)) {
      const next = model.copy();
      const outcomes = order.map((each) => next.run(each, now));
      const inCallOrder = order[0] === step.first ? outcomes : outcomes.reverse();
      if (JSON.stringify(inCallOrder) === JSON.stringify(answers))
        explained.set(next.state(), next);
      else expected.push(inCallOrder);
    }
  }
  if (explained.size > 0) return [...explained.values()];
  return assert.fail(
    `answers ${JSON.stringify(answers)}, expected one of ${JSON.stringify(expected)}`,
  );
}

async function runSteps(server: TestServer, steps: readonly Step[]): Promise<void> {
  let models: readonly SecretsModel[] = [new SecretsModel()];
  for (const each of steps) {
    server.now += each.wait;
    const { now } = server;
    const commands = each.second === undefined ? [each.first] : [each.first, each.second];
    const answers = await Promise.all(commands.map((given) => call(server, given)));
    models = explain(models, each, { now, answers });
  }
  assert.deepEqual(server.unexpected, []);
}

async function check(
  lists: number,
  open: () => Promise<{ store?: Store; close(): Promise<void> }>,
) {
  const steps = fc.array(step, { minLength: 1, maxLength: 25, size: "max" }) as fc.Arbitrary<
    Step[]
  >;
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const { close, ...given } = await open();
      try {
        await runSteps(await testServer(given), list);
      } finally {
        await close();
      }
    }),
    { numRuns: lists },
  );
}

test("where two orders answer alike, what comes later tells which of them it was", async () => {
  const put: Command = { kind: "put", name: "a", version: "v12", data: "x", stages: ["A"] };
  const move = { kind: "move", name: "a", stage: "A", to: "v1" } as const;
  const create = { kind: "create", name: "a", version: "v1", data: "x" } as const;
  const versions = { kind: "versions", name: "a" } as const;
  for (const [first, second] of [
    [put, move],
    [move, put],
  ] as const) {
    await runSteps(await testServer(), [
      { wait: 0, first: create, second: undefined },
      { wait: 0, first, second },
      { wait: 0, first: versions, second: undefined },
    ]);
  }
});

test(`${LISTS.memory} command lists over memory answer as the model does`, async () => {
  await check(LISTS.memory, async () => ({ close: async () => undefined }));
});

test(`${LISTS.sqlite} command lists over SQLite answer as the model does`, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-model-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  let count = 0;
  await check(LISTS.sqlite, async () => {
    count += 1;
    const path = join(folder, `${count}.db`);
    const store = await openSqliteStore({ path });
    const close = async (): Promise<void> => {
      await store.close();
      rmSync(path, { force: true });
    };
    return { store, close };
  });
});
