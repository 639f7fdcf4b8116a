// What several processes on one file, a killed process and a full disk do to a SQLite store.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { FAILPOINTS, openSqliteStore } from "../src/index.ts";

const PROGRAM = join(import.meta.dirname, "increment.ts");
const folder = mkdtempSync(join(tmpdir(), "coffer-processes-"));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly status: number | null;
  readonly signal: string | null;
  /** The numbers of the acknowledged transactions. */
  readonly acknowledged: readonly number[];
  readonly error: string;
}

function ended(child: ChildProcess): Promise<Ended> {
  let output = "";
  let error = "";
  child.stdout?.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    error += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, signal) => {
      const acknowledged = output.split("\n").filter(Boolean).map(Number);
      resolve({ status, signal, acknowledged, error });
    });
  });
}

function increment(
  name: string,
  times: number,
  { failpoints, on }: { readonly failpoints?: string; readonly on?: "on" } = {},
): Promise<Ended> {
  const env = { ...process.env, ...(failpoints ? { COFFER_FAILPOINTS: failpoints } : {}) };
  const words = [PROGRAM, join(folder, name), String(times), ...(on === undefined ? [] : [on])];
  return ended(spawn(process.execPath, words, { env }));
}

async function countIn(name: string): Promise<number> {
  const store = await openSqliteStore({ path: join(folder, name) });
  const count = Number((await store.setting("count")) ?? "0");
  await store.close();
  return count;
}

test("two processes that write one file lose no write of each other", async () => {
  const both = await Promise.all([increment("two.db", 60), increment("two.db", 60)]);
  for (const { status, error } of both) assert.equal(status, 0, error);
  const all = both.flatMap(({ acknowledged }) => acknowledged).sort((a, b) => a - b);
  assert.deepEqual(
    all,
    Array.from({ length: 120 }, (_, index) => index + 1),
  );
  assert.equal(await countIn("two.db"), 120);
});

for (const failpoint of FAILPOINTS) {
  test(`a process killed at ${failpoint} loses nothing that it acknowledged`, async () => {
    const name = `${failpoint}.db`;
    let acknowledged = 0;
    for (const passage of [2, 7]) {
      const run = await increment(name, 20, { failpoints: `${failpoint}=kill@${passage}` });
      assert.equal(run.signal, "SIGKILL", run.error);
      acknowledged = run.acknowledged.at(-1) ?? acknowledged;
      const count = await countIn(name);
      // The transaction under way may have been committed without its caller being told.
      assert.ok(count === acknowledged || count === acknowledged + 1, `${count} ${acknowledged}`);
      acknowledged = count;
    }
    assert.ok(acknowledged >= 4);
  });

  test(`an error at ${failpoint} is Unreachable to the caller, and the process may exit`, async () => {
    const name = `${failpoint}-error.db`;
    await increment(name, 1);
    // The first passage is the opening's own, for the schema.
    const run = await increment(name, 5, { failpoints: `${failpoint}=error@4` });
    assert.equal(run.status, 1);
    assert.match(run.error, /StoreError/);
    assert.match(run.error, /Unreachable/);
    const exited = await increment(name, 5, { failpoints: `${failpoint}=exit@2` });
    assert.equal(exited.status, 70);
  });
}

test("a disk that failed once is not trusted again: nothing more is acknowledged until a new start", async () => {
  const name = "disk.db";
  await increment(name, 1);
  const run = await increment(name, 10, { failpoints: "sqlite.before-sync=error@4", on: "on" });
  assert.equal(run.status, 0, run.error);
  const acknowledged = run.acknowledged.at(-1) ?? 0;
  assert.ok(acknowledged >= 2 && acknowledged < 6);
  const refused = run.error.trim().split("\n");
  assert.deepEqual(new Set(refused), new Set(["Unreachable"]));
  assert.equal(run.acknowledged.length + refused.length, 10);
  const count = await countIn(name);
  assert.ok(count === acknowledged || count === acknowledged + 1);
  assert.equal((await increment(name, 1)).acknowledged[0], count + 1);
});

test("a full disk is Unreachable, and keeps what was acknowledged", async () => {
  const limited = ["-c", 'ulimit -S -f 512; exec "$@"', "bash", process.execPath, PROGRAM];
  const words = [...limited, join(folder, "full.db"), "2000"];
  const run = await ended(spawn("bash", words));
  assert.equal(run.status, 1, "the limit of file size was never met");
  assert.match(run.error, /Unreachable/);
  assert.doesNotMatch(run.error, /xxxx/);
  const acknowledged = run.acknowledged.at(-1) ?? 0;
  assert.ok(acknowledged > 5);
  assert.equal(await countIn("full.db"), acknowledged);
  const again = await increment("full.db", 3);
  assert.deepEqual(
    again.acknowledged,
    [1, 2, 3].map((more) => acknowledged + more),
  );
});
