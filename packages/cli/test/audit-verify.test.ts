// `coffer audit verify` of logs that hold, with entries that no request made.
import assert from "node:assert/strict";
import test from "node:test";
import {
  appendLeaves,
  encodeBundle,
  formatCheckpoint,
  type LogReader,
  leafHash,
  NoteSigner,
  rootHash,
  signNote,
  type TileReader,
} from "@coffer/tlog";
import { SeenEntries } from "../src/commands/audit/seen-entries.ts";
import { verifyAndTell } from "../src/commands/audit/verify.ts";

const signer = new NoteSigner("coffer/test/log", new Uint8Array(32).fill(7));
const event = (id: string) => Buffer.from(JSON.stringify({ eventId: id, eventName: "ListKeys" }));
const FOREIGN = Buffer.from('{"eventType":"ServiceEvent","eventName":"ForeignAuditRow"}');

async function logOf(entries: readonly Buffer[]): Promise<LogReader> {
  const none: TileReader = { tile: async () => undefined };
  const tiles = await appendLeaves(0, none, entries.map(leafHash));
  const tile: TileReader["tile"] = async (level, index) =>
    tiles.find((each) => each.level === level && each.index === index)?.bytes;
  const head = { origin: signer.verifier.name, size: entries.length };
  const root = await rootHash(entries.length, { tile });
  return {
    tile,
    checkpoint: async () => signNote(formatCheckpoint({ ...head, root }), signer),
    keptFrom: async () => undefined,
    entries: async (index) =>
      index * 256 < entries.length
        ? encodeBundle(entries.slice(index * 256, (index + 1) * 256))
        : undefined,
  };
}

async function verify(entries: readonly Buffer[], known: readonly string[] = []) {
  let out = "";
  const terminal = {
    ...{ environment: {}, stdoutIsTerminal: false, stderrIsTerminal: false },
    print(text: string) {
      out += text;
    },
    error() {},
    sleep: async () => undefined,
  };
  const reader = await logOf(entries);
  const code = await verifyAndTell({ reader, verifier: signer.verifier, known }, terminal, "en");
  return { code, out };
}

const checkpoint = async (entries: readonly Buffer[]) => (await logOf(entries)).checkpoint();

test("a log in which each event stands once passes without a warning", async () => {
  const { code, out } = await verify(Array.from({ length: 600 }, (_, at) => event(`${at}`)));
  assert.equal(code, 0);
  assert.doesNotMatch(out, /WARNING/);
});

test("events that stand in the log again are told, until a checkpoint behind them is kept", async () => {
  const entries = [
    ...Array.from({ length: 300 }, (_, at) => event(`${at}`)),
    event("4"),
    event("7"),
  ];
  const found = await verify(entries);
  assert.equal(found.code, 1);
  assert.match(found.out, /holds: 302 events/);
  assert.match(found.out, /WARNING: 2 event\(s\) .* a second time.* The first is number 300\./);
  assert.equal((await verify(entries, [await checkpoint(entries.slice(0, 301))])).code, 1);
  assert.equal((await verify(entries, [await checkpoint(entries)])).code, 0);
});

test("rows that no server wrote are told beside events that stand there again", async () => {
  const { code, out } = await verify([event("a"), FOREIGN, event("a")]);
  assert.equal(code, 1);
  assert.match(out, /1 `ForeignAuditRow`, the first is number 1\./);
  assert.match(out, /The first is number 2\./);
});

test("among many entries exactly those that were told before are seen again", () => {
  const seen = new SeenEntries();
  const entries = Array.from({ length: 20_000 }, (_, at) => Buffer.from(`entry ${at}`));
  for (const each of entries) assert.equal(seen.see(each), false);
  for (const each of entries) assert.equal(seen.see(each), true);
  assert.equal(seen.see(Buffer.from("another")), false);
});
