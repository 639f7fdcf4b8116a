// `coffer audit` over a real server: the log is looked at, exported and verified; whatever is changed in it is found.
import assert from "node:assert/strict";
import { once } from "node:events";
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { buffer } from "node:stream/consumers";
import test, { after } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { decodeBundle, encodeBundle, leafHash } from "@coffer/tlog";
import { Failure } from "../packages/cli/src/failure.ts";
import { coffer } from "./support/command.ts";
import { type Running, startServer, temporaryFolder } from "./support/server.ts";
import { call } from "./support/signed-call.ts";

const REQUESTS = 300;

async function placed(running: Running, events: number): Promise<void> {
  for (;;) {
    const { body } = await call(running.endpoint, "GetAuditStatus", { Version: "2026-11-24" });
    if (Number(body.Size) >= events) return;
    await sleep(100);
  }
}

let shared: Running | undefined;
after(() => shared?.stop());

/** One log for all: its events get their places every ten seconds. */
async function started(): Promise<Running> {
  const running = await startServer({ dataDir: join(temporaryFolder({ after }), "data") });
  for (let index = 0; index < REQUESTS; index += 1) {
    await call(running.endpoint, "DescribeSecret", { SecretName: `s-${index}` });
  }
  await placed(running, REQUESTS);
  return running;
}

async function world(t: { after(fn: () => unknown): void }) {
  shared ??= await started();
  const running = shared;
  const folder = temporaryFolder(t);
  const run = (...words: string[]) => coffer(running, ["audit", ...words]);
  return { folder, running, run, path: (name: string) => join(folder, name) };
}

/** Every file below, by its path. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

const bundleOf = (folder: string, index: number): string => {
  const found = filesIn(join(folder, `tile/entries`)).find((path) =>
    path.includes(`/entries/${String(index).padStart(3, "0")}`),
  );
  assert.ok(found);
  return found;
};

function rewrite(path: string, change: (entries: Uint8Array[]) => Uint8Array[]): void {
  writeFileSync(path, encodeBundle(change(decodeBundle(new Uint8Array(readFileSync(path))))));
}

const TAMPERING: readonly (readonly [string, number, (folder: string) => void])[] = [
  [
    "an event is changed",
    42,
    (folder) =>
      rewrite(bundleOf(folder, 0), (entries) =>
        entries.map((entry, at) => {
          const text = Buffer.from(entry).toString().replace("DescribeSecret", "DescribeSecreT");
          return at === 42 ? Buffer.from(text) : entry;
        }),
      ),
  ],
  [
    "an event is dropped",
    100,
    (folder) => rewrite(bundleOf(folder, 0), (entries) => entries.toSpliced(100, 1)),
  ],
  [
    "two events change places",
    7,
    (folder) =>
      rewrite(bundleOf(folder, 0), ([...entries]) => {
        const [one, other] = entries.splice(7, 2);
        if (one && other) entries.splice(7, 0, other, one);
        return entries;
      }),
  ],
  ["a bundle is missing", 256, (folder) => rmSync(bundleOf(folder, 1))],
  ["the first bundle is missing", 0, (folder) => rmSync(bundleOf(folder, 0))],
  [
    "all bundles are missing",
    0,
    (folder) => rmSync(join(folder, "tile/entries"), { recursive: true }),
  ],
  [
    "the end is cut off",
    299,
    (folder) => rewrite(bundleOf(folder, 1), (entries) => entries.slice(0, 299 - 256)),
  ],
  [
    "an event and its hash are changed",
    0,
    (folder) => {
      const forged = Buffer.from('{"eventId":"forged"}');
      rewrite(bundleOf(folder, 0), (entries) => [forged, ...entries.slice(1)]);
      const tile = join(folder, "tile/0/000");
      const hashes = readFileSync(tile);
      hashes.set(leafHash(forged), 0);
      writeFileSync(tile, hashes);
    },
  ],
];

test("an exported log is verified without the server, and what is changed in it is found", async (t) => {
  const { folder, run, path } = await world(t);
  const exported = path("log");
  const first = await run("export", exported);
  assert.equal(first.code, 0, first.out);
  assert.match(first.out, /holds: \d+ events/);
  assert.match(first.err, /give --key to compare with one kept elsewhere/);
  const key = readFileSync(join(exported, "verifier-key"), "utf8").trim();
  const kept = path("kept.txt");
  assert.equal((await run("checkpoint", "--to", kept)).code, 0);
  const whole = await run("verify", exported, "--key", key);
  assert.deepEqual([whole.code, whole.err], [0, ""]);
  for (const [index, [what, place, change]] of TAMPERING.entries()) {
    const copy = path(`copy-${index}`);
    cpSync(exported, copy, { recursive: true });
    change(copy);
    const { code, out } = await run("verify", copy, "--key", key);
    assert.equal(code, 1, what);
    assert.match(out, new RegExp(`^BROKEN at event number ${place}:`), `${what}: ${out}`);
  }
  const padded = path("padded");
  cpSync(exported, padded, { recursive: true });
  const end = Number(readFileSync(join(padded, "checkpoint"), "utf8").split("\n")[1]);
  rewrite(bundleOf(padded, Math.floor(end / 256)), (entries) => [...entries, Buffer.from("{}")]);
  const more = await run("verify", padded, "--key", key);
  assert.equal(more.code, 1);
  assert.match(more.out, new RegExp(`^BROKEN at event number ${end}: .*never signed`));
  const appended = path("appended");
  cpSync(exported, appended, { recursive: true });
  const size = Number(readFileSync(join(appended, "checkpoint"), "utf8").split("\n")[1]);
  const last = bundleOf(appended, Math.floor(size / 256));
  rewrite(last, (entries) => [...entries, Buffer.from('{"eventId":"added"}')]);
  // Under the name that a longer log's bundle has.
  cpSync(last, join(dirname(last), String((size % 256) + 1)));
  const added = await run("verify", appended, "--key", key);
  assert.equal(added.code, 1);
  assert.match(added.out, new RegExp(`^BROKEN at event number ${size}: .*never signed`));
  assert.match(added.out, /calls itself added/);
  // What was exported before the checkpoint that is kept has an end that is not the one that was signed.
  const shorter = await run("verify", exported, "--key", key, "--checkpoint", kept);
  const same = readFileSync(kept, "utf8") === readFileSync(join(exported, "checkpoint"), "utf8");
  assert.equal(shorter.code, same ? 0 : 1);
  // Whole tiles are not fetched again, and the log that grew agrees with the one from before.
  const tile = join(exported, "tile/entries/000");
  const before = statSync(tile).mtimeMs;
  assert.equal((await run("export", exported)).code, 0);
  assert.equal(statSync(tile).mtimeMs, before);
  const later = await run("verify", exported, "--key", key, "--checkpoint", kept);
  assert.equal(later.code, 0, later.out);
  assert.match(later.out, /agrees with 1 checkpoint/);
  assert.equal(
    filesIn(folder).some((each) => each.endsWith(".new")),
    false,
  );
});

/** Passes everything on, and lets the log grow before the first bundle of events is read. */
async function growing(t: { after(fn: () => unknown): void }, running: Running): Promise<Running> {
  let hasGrown = false;
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    if (!hasGrown && body.toString().includes("Level=entries")) {
      hasGrown = true;
      const { body: status } = await call(running.endpoint, "GetAuditStatus", {
        Version: "2026-11-24",
      });
      await call(running.endpoint, "ListSecrets");
      await placed(running, Number(status.Size) + Number(status.WaitingEvents) + 1);
    }
    const { method = "", headers, url = "" } = request;
    const passed = httpRequest(new URL(url, running.endpoint), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    passed.end(body);
  }).listen(0, "127.0.0.1");
  t.after(() => server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { ...running, endpoint: `http://127.0.0.1:${port}` };
}

test("an export of a log that grows meanwhile has as many events in each file as its name says", async (t) => {
  const { path, running } = await world(t);
  const folder = path("log");
  const exported = await coffer(await growing(t, running), ["audit", "export", folder]);
  assert.equal(exported.code, 0, exported.err);
  const size = Number(readFileSync(join(folder, "checkpoint"), "utf8").split("\n")[1]);
  let sum = 0;
  for (const file of filesIn(join(folder, "tile/entries"))) {
    const count = decodeBundle(new Uint8Array(readFileSync(file))).length;
    assert.equal(count, Number(/\.p[/\\](\d+)$/.exec(file)?.[1] ?? 256), file);
    sum += count;
  }
  assert.equal(sum, size);
});

test("the server's own log is verified against a checkpoint kept elsewhere; another's is not believed", async (t) => {
  const { run, path, running } = await world(t);
  const kept = path("kept.txt");
  const saved = await run("checkpoint", "--to", kept);
  const [, key = ""] = /verifier key is (\S+)\. /.exec(saved.err) ?? [];
  const good = await run("verify", "--checkpoint", kept, "--key", key);
  assert.equal(good.code, 0, good.out + good.err);
  assert.match(good.out, /holds: \d+ events[\s\S]*agrees with 1 checkpoint/);
  // A log that was made anew, as if after the loss of the database.
  const anew = await startServer({ dataDir: path("anew") });
  t.after(() => anew.stop());
  await call(anew.endpoint, "ListSecrets");
  await placed(anew, 1);
  const other = await coffer(anew, ["audit", "verify", "--checkpoint", kept, "--key", key]);
  assert.equal(other.code, 1);
  assert.match(other.out, /BROKEN at event number 0: the checkpoint/);
  const none = await coffer(running, ["audit", "verify", path("nothing")]);
  assert.match(none.err, /holds no exported log/);
});

test("a row that somebody put among the waiting events is told of until a later checkpoint is kept", async (t) => {
  const folder = temporaryFolder(t);
  const dataDir = join(folder, "data");
  const running = await startServer({ dataDir });
  t.after(() => running.stop());
  const run = (...words: string[]) => coffer(running, ["audit", ...words]);
  const early = join(folder, "early.txt");
  await call(running.endpoint, "ListSecrets");
  await placed(running, 1);
  assert.equal((await run("checkpoint", "--to", early)).code, 0);
  const database = new DatabaseSync(join(dataDir, "coffer.db"), { timeout: 5_000 });
  database
    .prepare("INSERT INTO audit_waiting (event) VALUES (?)")
    .run(Buffer.from('{"eventName":"DeleteSecret","userIdentity":{"userName":"ann"}}'));
  database.close();
  const { body } = await call(running.endpoint, "GetAuditStatus", { Version: "2026-11-24" });
  await placed(running, Number(body.Size) + Number(body.WaitingEvents));
  for (const words of [[], ["--checkpoint", early]]) {
    const told = await run("verify", ...words);
    assert.equal(told.code, 1, told.out);
    assert.match(told.out, /^WARNING: .*: 1 `ForeignAuditRow`, the first is number \d+\.$/m);
  }
  assert.doesNotMatch((await run("tail", "--number", "50")).out, /DeleteSecret/);
  const late = join(folder, "late.txt");
  assert.equal((await run("checkpoint", "--to", late)).code, 0);
  assert.equal((await run("verify", "--checkpoint", late)).code, 0);
});

test("one event is proven by its files alone, and no other event by them", async (t) => {
  const { run, path } = await world(t);
  const { out } = await run("tail", "--number", "290", "--format", "json");
  const event = JSON.parse(out.trim().split("\n")[50] ?? "{}");
  const proof = path("event.proof");
  const made = await run("proof", event.eventId, "--to", proof);
  const [, key = ""] = /verifier key is (\S+)\.\n/.exec(made.out) ?? [];
  const words = ["verify", "--proof", proof, "--event", `${proof}.json`, "--key", key];
  const proven = await run(...words);
  assert.deepEqual([proven.code, proven.err], [0, ""]);
  assert.match(proven.out, /^The event is number \d+ of the log/);
  const text = readFileSync(`${proof}.json`, "utf8");
  assert.deepEqual(JSON.parse(text), event);
  writeFileSync(`${proof}.json`, text.replace(event.eventName, "Nothing"));
  const refuted = await run(...words);
  assert.deepEqual([refuted.code, refuted.out.slice(0, 11)], [1, "NOT PROVEN:"]);
  assert.match((await run("proof", "none")).err, /EntityNotExist\.AuditEvent/);
});

test("tail shows the newest last, filters, follows, and lets no stranger write on the terminal", async (t) => {
  const { running, run } = await world(t);
  const { out } = await run("tail", "--number", "3", "--name", "DescribeSecret");
  assert.match(out, / {2}root@[0-9]{16} {2}/, "each account has a root");
  const lines = out.trim().split("\n");
  const names = lines.map((line) => line.split("  ")[4]);
  assert.deepEqual(names, ["s-297", "s-298", "s-299"]);
  assert.match(lines[0] ?? "", /^\d{4}-\d\d-\d\dT\S+Z {2}Forbidden\.ResourceNotFound {2}Desc/);
  const evil = "\u001b[2Jred\u202e\n2026 faked line";
  await call(running.endpoint, "DescribeSecret", { SecretName: evil });
  const shown = await run("tail", "--number", "1", "--name", "DescribeSecret");
  assert.match(shown.out, /\\u\{1b\}\[2Jred\\u\{202e\}\\u\{a\}2026 faked line/);
  assert.equal(shown.out.split("\n").length, 2);
  let turns = 0;
  const follow = coffer(
    running,
    ["audit", "tail", "--number", "1", "--resource", "late", "--follow"],
    {
      async sleep() {
        turns += 1;
        if (turns > 2) throw new Failure(1, "enough");
        await call(running.endpoint, "DescribeSecret", { SecretName: "late" });
      },
    },
  );
  const followed = await follow;
  assert.equal(followed.out.trim().split("\n").length, 2, followed.out);
  assert.match((await run("tail", "--number", "no")).err, /--number must be/);
  assert.match((await run("tali")).err, /tail/);
});
