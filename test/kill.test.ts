// Killing the process loses no acknowledged write and no event of an answered request: fifty times under load, at named
// failpoints before and after each durable step and at random moments; after each restart every acknowledged write is
// read back, and at the end the audit log has every answer and verifies.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { decodeBundle } from "@coffer/tlog";
import { coffer } from "./support/command.ts";
import { type Running, startServer, temporaryFolder } from "./support/server.ts";
import { call } from "./support/signed-call.ts";

const ROUNDS = 50;
const CALLERS = 8;
const FAILPOINTS = [
  ...["sqlite.before-begin", "sqlite.before-commit", "sqlite.after-commit"],
  "audit.between-tiles-and-head",
];

/** What must be true of a name after the restart. `unknown`: the call was not answered. */
interface Expected {
  readonly data: string;
  /** Deleted for good, acknowledged. */
  deleted: "no" | "yes" | "unknown";
}

class Load {
  readonly acknowledged = new Map<string, Expected>();
  /** Ids of requests that were answered, whatever the answer. */
  readonly answered: string[] = [];
  readonly #round: number;
  readonly #endpoint: string;
  #next = 0;
  #over = false;

  constructor(round: number, endpoint: string) {
    this.#round = round;
    this.#endpoint = endpoint;
  }

  stop(): void {
    this.#over = true;
  }

  async #call(action: string, members: Readonly<Record<string, string>>) {
    const answer = await call(this.#endpoint, action, members);
    this.answered.push(String(answer.body.RequestId));
    return answer;
  }

  /** One caller: creates secrets, reads them, deletes some of its own, until the server is gone. */
  async caller(): Promise<void> {
    while (!this.#over) {
      this.#next += 1;
      const name = `r${this.#round}/${this.#next}`;
      const data = `value of ${name}`;
      try {
        const members = { SecretName: name, SecretData: data, VersionId: "v1" };
        const created = await this.#call("CreateSecret", members);
        assert.equal(created.status, 200, created.text);
        const expected: Expected = { data, deleted: "no" };
        this.acknowledged.set(name, expected);
        await this.#call("GetSecretValue", { SecretName: name });
        await this.#call("GetSecretValue", { SecretName: `${name}/none` });
        if (this.#next % 3 !== 0) continue;
        expected.deleted = "unknown";
        const forced = { SecretName: name, ForceDeleteWithoutRecovery: "true" };
        assert.equal((await this.#call("DeleteSecret", forced)).status, 200);
        expected.deleted = "yes";
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error;
        return; // the server is gone: this call was not acknowledged
      }
    }
  }
}

async function checkAll(running: Running, expected: ReadonlyMap<string, Expected>): Promise<void> {
  for (const [name, { data, deleted }] of expected) {
    const { status, body } = await call(running.endpoint, "GetSecretValue", { SecretName: name });
    if (deleted !== "no" && status === 404) continue;
    assert.notEqual(deleted, "yes", `${name} was deleted and is back`);
    assert.deepEqual([status, body.SecretData], [200, data], `${name} is lost`);
  }
}

/** Also counts the list: its total must be that of its rows. */
async function checkList(running: Running): Promise<void> {
  const first = await call(running.endpoint, "ListSecrets", { PageSize: "100" });
  const total = Number(first.body.TotalCount);
  let rows = 0;
  for (let page = 1; (page - 1) * 100 < total; page += 1) {
    const members = { PageSize: "100", PageNumber: String(page) };
    const { body } = await call(running.endpoint, "ListSecrets", members);
    rows += (body.SecretList as { Secret: unknown[] }).Secret.length;
  }
  assert.equal(rows, total);
}

/** Ids of the events of an exported log, in their order. */
function exportedIds(folder: string): string[] {
  const bundles = join(folder, "tile/entries");
  const files = readdirSync(bundles, { recursive: true, encoding: "utf8" })
    .map((name) => join(bundles, name))
    .filter((path) => statSync(path).isFile());
  return files.flatMap((path) =>
    decodeBundle(new Uint8Array(readFileSync(path))).map(
      (entry) => JSON.parse(Buffer.from(entry).toString()).eventId,
    ),
  );
}

/** Every answered request has its event, once, in a log that holds. */
async function checkAudit(folder: string, answered: readonly string[]): Promise<void> {
  const running = await startServer({ dataDir: join(folder, "data") });
  const status = () => call(running.endpoint, "GetAuditStatus", { Version: "2026-11-24" });
  // The log is asked by requests that have events themselves.
  while (Number((await status()).body.WaitingEvents) > 500) await sleep(50);
  const before = Number((await status()).body.Size);
  while (Number((await status()).body.Size) === before) await sleep(100);
  const exported = join(folder, "log");
  const { code, out } = await coffer(running, ["audit", "export", exported]);
  assert.equal(code, 0, out);
  await running.stop();
  const ids = exportedIds(exported);
  assert.equal(new Set(ids).size, ids.length, "no event is there twice");
  const known = new Set(ids);
  const missing = answered.filter((id) => !known.has(id));
  assert.deepEqual(missing, [], `${answered.length} requests were answered`);
}

test(`${ROUNDS} kills under load lose no acknowledged write and no event`, async (t) => {
  const folder = temporaryFolder(t);
  const dataDir = join(folder, "data");
  const answered: string[] = [];
  let acknowledged = 0;
  let killedAtFailpoint = 0;
  let previous: ReadonlyMap<string, Expected> = new Map();
  for (let round = 0; round < ROUNDS; round += 1) {
    const failpoint = FAILPOINTS[round % (FAILPOINTS.length + 1)];
    const passage = failpoint?.startsWith("audit") ? 1 : 3 + ((round * 7) % 20);
    const environment = {
      COFFER_LOG_LEVEL: "error",
      ...(failpoint === undefined ? {} : { COFFER_FAILPOINTS: `${failpoint}=kill@${passage}` }),
    };
    const running = await startServer({ dataDir, environment }).catch(() => undefined);
    if (running === undefined) {
      killedAtFailpoint += 1;
      continue; // killed while it started: the next round looks
    }
    const load = new Load(round, running.endpoint);
    const callers = Array.from({ length: CALLERS }, () => load.caller());
    if (failpoint === undefined) await sleep(20 + ((round * 13) % 60));
    else await Promise.race([running.gone, sleep(3_000)]);
    running.child.kill("SIGKILL");
    assert.equal(await running.gone, "SIGKILL");
    load.stop();
    await Promise.all(callers);
    if (failpoint !== undefined) killedAtFailpoint += 1;
    acknowledged += load.acknowledged.size;
    answered.push(...load.answered);

    const again = await startServer({ dataDir, environment: { COFFER_LOG_LEVEL: "error" } });
    await checkAll(again, load.acknowledged);
    await checkAll(again, previous);
    if (round % 10 === 9) await checkList(again);
    assert.equal(await again.stop(), 0);
    previous = load.acknowledged;
  }
  assert.ok(killedAtFailpoint >= 30, `${killedAtFailpoint} failpoints reached`);
  assert.ok(acknowledged > ROUNDS * 2, `${acknowledged} writes acknowledged`);
  await checkAudit(folder, answered);
  const requests = `${answered.length} answered requests with their events`;
  t.diagnostic(`${acknowledged} acknowledged writes, ${killedAtFailpoint} kills, ${requests}`);
});

test("a purge cut short before or after its step is finished by the next start", async (t) => {
  const folder = temporaryFolder(t);
  const dataDir = join(folder, "data");
  const first = await startServer({ dataDir });
  for (const name of ["a", "b", "c"]) {
    await call(first.endpoint, "CreateSecret", {
      SecretName: name,
      SecretData: "x",
      VersionId: "v1",
    });
    await call(first.endpoint, "DeleteSecret", { SecretName: name, RecoveryWindowInDays: "7" });
  }
  await first.stop();
  // Time passes: the windows end while nothing runs.
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(join(dataDir, "coffer.db"));
  database.exec("UPDATE secrets SET delete_at = 1000");
  database.close();
  for (const failpoints of ["purge.before=kill@2", "purge.after=kill@1"]) {
    const environment = { COFFER_FAILPOINTS: failpoints };
    const cut = await startServer({ dataDir, environment }).catch(() => undefined);
    if (cut !== undefined) assert.equal(await cut.gone, "SIGKILL");
  }
  const last = await startServer({ dataDir });
  t.after(() => last.stop());
  const count = (): number => {
    const reader = new DatabaseSync(join(dataDir, "coffer.db"), { readOnly: true });
    const row = reader.prepare("SELECT count(*) AS count FROM secret_versions").get();
    reader.close();
    return Number(row?.count);
  };
  for (let look = 0; look < 200 && count() > 0; look += 1) await sleep(10);
  assert.equal(count(), 0);
  const { body } = await call(last.endpoint, "ListSecrets");
  assert.equal(body.TotalCount, 0);
});
