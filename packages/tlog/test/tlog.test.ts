// Laws of transparency logs, against a plain second writing of RFC 6962, and the published examples.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import {
  appendLeaves,
  consistencyProof,
  createLogDirectory,
  decodeBundle,
  encodeBundle,
  formatCheckpoint,
  formatKeptFrom,
  formatProof,
  HASH_BYTES,
  inclusionProof,
  type LogReader,
  leafHash,
  NoteSigner,
  NoteVerifier,
  openNote,
  parseCheckpoint,
  parseProof,
  rootHash,
  signNote,
  TILE_WIDTH,
  tilePath,
  verifyConsistency,
  verifyInclusion,
  verifyLog,
  verifyProof,
} from "../src/index.ts";

const sha = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The Merkle tree hash as RFC 6962 defines it, word for word. */
function plainRoot(entries: readonly Uint8Array[]): Buffer {
  const [only] = entries;
  if (only === undefined) return sha();
  if (entries.length === 1) return sha(Buffer.of(0), only);
  let k = 1;
  while (k * 2 < entries.length) k *= 2;
  return sha(Buffer.of(1), plainRoot(entries.slice(0, k)), plainRoot(entries.slice(k)));
}

const entryOf = (index: number): Buffer => Buffer.from(`entry ${index}`);
const entriesOf = (size: number): Buffer[] => Array.from({ length: size }, (_, at) => entryOf(at));

const SIGNER = new NoteSigner("example.com/log", Buffer.alloc(32, 7));

/** A log in memory, whose parts a test may change. */
class Log implements LogReader {
  readonly tiles = new Map<string, Uint8Array>();
  readonly bundles = new Map<number, Uint8Array>();
  size = 0;
  note = "";
  forgotten: string | undefined;

  async tile(level: number, index: number): Promise<Uint8Array | undefined> {
    return this.tiles.get(`${level} ${index}`);
  }

  async entries(index: number): Promise<Uint8Array | undefined> {
    return this.bundles.get(index);
  }

  async checkpoint(): Promise<string> {
    return this.note;
  }

  async keptFrom(): Promise<string | undefined> {
    return this.forgotten;
  }

  forget(from: number, origin = "example.com/log", signer = SIGNER): void {
    this.forgotten = signNote(formatKeptFrom({ origin, from }), signer);
    for (const index of this.bundles.keys()) {
      if ((index + 1) * TILE_WIDTH <= from) this.bundles.delete(index);
    }
  }

  async append(entries: readonly Uint8Array[]): Promise<this> {
    for (const tile of await appendLeaves(this.size, this, entries.map(leafHash))) {
      this.tiles.set(`${tile.level} ${tile.index}`, tile.bytes);
    }
    for (const entry of entries) {
      const index = Math.floor(this.size / TILE_WIDTH);
      const before = this.size % TILE_WIDTH === 0 ? [] : decodeBundle(this.bundle(index));
      this.bundles.set(index, encodeBundle([...before, entry]));
      this.size += 1;
    }
    await this.sign();
    return this;
  }

  async sign(): Promise<void> {
    const root = await rootHash(this.size, this);
    const head = { origin: "example.com/log", size: this.size, root };
    this.note = signNote(formatCheckpoint(head), SIGNER);
  }

  bundle(index: number): Uint8Array {
    return this.bundles.get(index) ?? new Uint8Array();
  }

  setEntries(index: number, change: (entries: Uint8Array[]) => readonly Uint8Array[]): void {
    this.bundles.set(index, encodeBundle(change(decodeBundle(this.bundle(index)))));
  }
}

const verdictOf = (log: LogReader, known: readonly string[] = []) =>
  verifyLog({ reader: log, verifier: SIGNER.verifier, known });

const SIZES = [0, 1, 2, 3, 7, 8, 255, 256, 257, 300, 511, 512, 513, 700];

test("leaves and nodes are hashed as RFC 6962 has it, whatever their lengths and their order", () => {
  for (const length of [0, 1, 1_022, 1_023, 1_024, 65_535, 5, 2_047, 2_048, 200_000, 32]) {
    const entry = Buffer.alloc(length, length % 251);
    const expected = createHash("sha256").update(Buffer.of(0)).update(entry).digest();
    assert.deepEqual(leafHash(entry), expected, `${length} bytes`);
  }
});

test("roots are RFC 6962's, however the leaves came", async () => {
  for (const size of SIZES) {
    const log = await new Log().append(entriesOf(size));
    assert.deepEqual(Buffer.from(await rootHash(size, log)), plainRoot(entriesOf(size)), `${size}`);
  }
  const steps = fc.array(fc.integer({ min: 1, max: 290 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(steps, async (counts) => {
      const log = new Log();
      for (const count of counts) {
        await log.append(entriesOf(log.size + count).slice(log.size));
      }
      const whole = await new Log().append(entriesOf(log.size));
      assert.deepEqual(log.tiles, whole.tiles);
      assert.deepEqual(Buffer.from(await rootHash(log.size, log)), plainRoot(entriesOf(log.size)));
    }),
    { numRuns: 25 },
  );
});

test("a tree of more than 65,536 leaves has tiles of level 2", async () => {
  const log = new Log();
  const leaves = Array.from({ length: 66_000 }, (_, at) => leafHash(entryOf(at)));
  for (const tile of await appendLeaves(0, log, leaves)) {
    log.tiles.set(`${tile.level} ${tile.index}`, tile.bytes);
  }
  assert.equal(log.tiles.get("2 0")?.length, HASH_BYTES);
  assert.deepEqual(Buffer.from(await rootHash(66_000, log)), plainRoot(entriesOf(66_000)));
});

test("every leaf has a proof that verifies, and no other leaf, place, size or root does", async () => {
  const size = fc.integer({ min: 1, max: 600 });
  const log = await new Log().append(entriesOf(600));
  await fc.assert(
    fc.asyncProperty(size, fc.nat(), fc.nat(), async (count, place, other) => {
      const index = place % count;
      const path = await inclusionProof(index, count, log);
      const root = await rootHash(count, log);
      const leaf = { index, size: count, hash: leafHash(entryOf(index)) };
      assert.ok(verifyInclusion(leaf, path, root));
      assert.ok(!verifyInclusion({ ...leaf, hash: leafHash(entryOf(600)) }, path, root));
      assert.ok(!verifyInclusion(leaf, path, sha(root)));
      if (other % count !== index) {
        assert.ok(!verifyInclusion({ ...leaf, index: other % count }, path, root));
      }
      assert.ok(!verifyInclusion(leaf, [...path, root], root));
      if (path.length > 0) assert.ok(!verifyInclusion(leaf, path.slice(1), root));
    }),
  );
});

test("a tree's beginning has a proof that verifies, and no other tree's", async () => {
  const log = await new Log().append(entriesOf(600));
  const other = await new Log().append([Buffer.from("other"), ...entriesOf(600).slice(1)]);
  const sizes = fc.tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 600 }));
  await fc.assert(
    fc.asyncProperty(sizes, async (pair) => {
      const [before = 0, after = 0] = [...pair].sort((a, b) => a - b);
      const proof = await consistencyProof(before, after, log);
      const heads = async (size: number, of: Log) => ({ size, root: await rootHash(size, of) });
      const [old, recent] = [await heads(before, log), await heads(after, log)];
      assert.ok(verifyConsistency(old, recent, proof));
      if (before > 0) {
        assert.ok(!verifyConsistency(await heads(before, other), recent, proof));
        assert.ok(!verifyConsistency(old, await heads(after, other), proof));
      }
      if (before < after) assert.ok(!verifyConsistency(recent, old, proof));
    }),
  );
});

test("bundles come back as they were, and cut ones are refused", () => {
  const entry = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 20 }), (entries) => {
      const bundle = encodeBundle(entries);
      assert.deepEqual(
        decodeBundle(bundle).map((each) => [...each]),
        entries.map((each) => [...each]),
      );
      if (bundle.length > 0) assert.throws(() => decodeBundle(bundle.subarray(0, -1)));
    }),
  );
  assert.throws(() => encodeBundle([new Uint8Array(65_536)]), RangeError);
});

test("tiles are named as C2SP tlog-tiles names them", () => {
  assert.equal(tilePath(0, 0, 256), "tile/0/000");
  assert.equal(tilePath(0, 1_234_067, 256), "tile/0/x001/x234/067");
  assert.equal(tilePath(1, 5, 70), "tile/1/005.p/70");
  assert.equal(tilePath("entries", 1000, 3), "tile/entries/x001/000.p/3");
});

// The example of the documentation of golang.org/x/mod/sumdb/note (BSD licence), made with other code than ours.
const GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_SIGNATURE = [
  "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZ",
  "SNXgKvqfqdngotpRZb6KE6RyyBwJnAM=",
].join("");
const GO_NOTE = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

\u2014 PeterNeumann ${GO_SIGNATURE}
`;

test("a note of other code opens with its key, and not when anything is changed", () => {
  const verifier = NoteVerifier.parse(GO_KEY);
  assert.equal(verifier.toString(), GO_KEY);
  assert.match(openNote(GO_NOTE, verifier), /^If you think.*\n.*problem is\.\n$/);
  assert.throws(
    () => openNote(GO_NOTE.replace("answer", "Answer"), verifier),
    /signature is wrong/,
  );
  assert.throws(() => openNote(GO_NOTE.replace("x08go/ZJ", "x08go/ZK"), verifier), /wrong/);
  assert.throws(() => openNote(GO_NOTE, SIGNER.verifier), /not signed by/);
  assert.throws(() => NoteVerifier.parse(GO_KEY.replace("c74f20a3", "c74f20a4")), /another's/);
});

test("signatures of others are passed over, and the text is what was signed", () => {
  const text = formatCheckpoint({ origin: "example.com/log", size: 3, root: sha() });
  const other = new NoteSigner("witness.example", Buffer.alloc(32, 8));
  const mine = signNote(text, SIGNER);
  const both = `${mine}${signNote(text, other).split("\n\n")[1]}`;
  assert.equal(openNote(both, SIGNER.verifier), text);
  assert.equal(openNote(both, other.verifier), text);
  assert.deepEqual(parseCheckpoint(text), { origin: "example.com/log", size: 3, root: sha() });
  for (const wrong of [
    "",
    "a\n1\n",
    `a\n01\n${sha().toString("base64")}\n`,
    `\n1\n${sha().toString("base64")}\n`,
  ]) {
    assert.throws(() => parseCheckpoint(wrong));
  }
});

test("a proof in a file verifies by itself, and for no other entry", async () => {
  const log = await new Log().append(entriesOf(300));
  const path = await inclusionProof(17, 300, log);
  const text = formatProof({ index: 17, path, checkpoint: log.note });
  assert.match(text, /^c2sp\.org\/tlog-proof@v1\nindex 17\n/);
  const proof = parseProof(text);
  assert.equal(verifyProof(proof, entryOf(17), SIGNER.verifier).size, 300);
  assert.throws(() => verifyProof(proof, entryOf(18), SIGNER.verifier), /not in the log/);
  assert.throws(() => verifyProof({ ...proof, index: 18 }, entryOf(17), SIGNER.verifier));
  assert.throws(() => parseProof(text.replace("index 17", "index 017")));
  const extra = parseProof(formatProof({ ...proof, extra: Buffer.from("x") }));
  assert.equal(Buffer.from(extra.extra ?? []).toString(), "x");
});

test("an untouched log verifies, from any checkpoint of its past", async () => {
  const log = new Log();
  const known: string[] = [];
  for (const size of [1, 5, 256, 300, 700]) {
    await log.append(entriesOf(size).slice(log.size));
    known.push(log.note);
  }
  assert.deepEqual(await verdictOf(log, known), { holds: true, size: 700, keptFrom: 0 });
  log.forget(256);
  assert.deepEqual(await verdictOf(log, known), { holds: true, size: 700, keptFrom: 256 });
});

test("only events that the log has signed to have forgotten may be missing", async () => {
  const known = (await new Log().append(entriesOf(300))).note;
  const other = new NoteSigner("example.com/log", Buffer.alloc(32, 8));
  const forgetting = (from: number, change: (log: Log) => void) => (log: Log) => {
    log.forget(from);
    change(log);
  };
  const without = (log: Log) => {
    log.forgotten = undefined;
  };
  const asCheckpoint = (log: Log) => {
    log.forgotten = log.note;
  };
  const ways: readonly (readonly [string, number, (log: Log) => void])[] = [
    ["nothing is signed", 0, (log) => void log.bundles.delete(0)],
    ["all is dropped", 0, (log) => log.bundles.clear()],
    ["more is dropped", 256, forgetting(256, (log) => void log.bundles.delete(1))],
    ["the signed note is taken away", 0, forgetting(256, without)],
    ["another key has signed", 0, (log) => log.forget(256, undefined, other)],
    ["it is another log's", 0, (log) => log.forget(256, "example.com/other")],
    ["a checkpoint stands for it", 0, forgetting(256, asCheckpoint)],
    [
      "a later bundle is gone",
      256,
      forgetting(512, (log) => log.setEntries(0, () => entriesOf(256))),
    ],
  ];
  for (const [what, index, change] of ways) {
    const log = await new Log().append(entriesOf(700));
    change(log);
    const verdict = await verdictOf(log, [known]);
    assert.ok(!verdict.holds, what);
    assert.equal(verdict.firstBroken, index, what);
  }
  assert.throws(() => parseCheckpoint(formatKeptFrom({ origin: "example.com/log", from: 256 })));
});

type Tampering = (log: Log) => Promise<void> | void;

const TAMPERINGS: readonly (readonly [string, number, Tampering])[] = [
  [
    "an event that was changed",
    300,
    (log) => log.setEntries(1, (all) => all.with(44, Buffer.from("x"))),
  ],
  ["an event that was dropped", 10, (log) => log.setEntries(0, (all) => all.toSpliced(10, 1))],
  [
    "two events that changed places",
    20,
    (log) => log.setEntries(0, (all) => all.with(20, entryOf(21)).with(21, entryOf(20))),
  ],
  [
    "an event that was put in between",
    30,
    (log) => log.setEntries(0, (all) => all.toSpliced(30, 0, Buffer.from("x"))),
  ],
  ["an event behind the end", 700, (log) => log.setEntries(2, (all) => [...all, Buffer.from("x")])],
  [
    "an event behind a whole bundle",
    256,
    (log) => log.setEntries(0, (all) => [...all, Buffer.from("x")]),
  ],
  ["events that were cut off", 690, (log) => log.setEntries(2, (all) => all.slice(0, -10))],
  ["a bundle that is gone", 256, (log) => void log.bundles.delete(1)],
  ["a bundle that cannot be read", 256, (log) => void log.bundles.set(1, Buffer.of(9, 9, 9))],
  [
    "an event that was changed with its hash",
    256,
    (log) => {
      log.setEntries(1, (all) => all.with(44, Buffer.from("x")));
      const tile = Buffer.from(log.tiles.get("0 1") ?? []);
      tile.set(leafHash(Buffer.from("x")), 44 * HASH_BYTES);
      log.tiles.set("0 1", tile);
    },
  ],
  ["hashes that are gone", 512, (log) => void log.tiles.delete("0 2")],
];

for (const [what, index, tamper] of TAMPERINGS) {
  test(`${what} is found, and where`, async () => {
    const log = await new Log().append(entriesOf(700));
    await tamper(log);
    const verdict = await verdictOf(log);
    assert.ok(!verdict.holds);
    assert.equal(verdict.firstBroken, index);
  });
}

test("a log that was made anew, signed and all, is found by a checkpoint kept elsewhere", async () => {
  const log = await new Log().append(entriesOf(300));
  const kept = log.note;
  const forged = await new Log().append(entriesOf(300).with(5, Buffer.from("x")));
  await forged.append([Buffer.from("more")]);
  assert.equal((await verdictOf(forged)).holds, true);
  const verdict = await verdictOf(forged, [kept]);
  assert.ok(!verdict.holds && verdict.firstBroken === 0);
  const shorter = await new Log().append(entriesOf(299));
  const cut = await verdictOf(shorter, [kept]);
  assert.ok(!cut.holds && cut.firstBroken === 299);
});

test("whatever single byte of a log is changed, verification says so", async () => {
  const whole = await new Log().append(entriesOf(600));
  const names = [...whole.tiles.keys()].map((name) => `tile ${name}`);
  const places = [...names, ...[...whole.bundles.keys()].map((index) => `bundle ${index}`)];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...places),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      async (place, at, by) => {
        const log = await new Log().append(entriesOf(600));
        const [kind, ...rest] = place.split(" ");
        const map: Map<unknown, Uint8Array> = kind === "tile" ? log.tiles : log.bundles;
        const key = kind === "tile" ? rest.join(" ") : Number(rest[0]);
        const bytes = Buffer.from(map.get(key) ?? []);
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ by;
        map.set(key, bytes);
        assert.equal((await verdictOf(log)).holds, false);
      },
    ),
    { numRuns: 60 },
  );
});

/** Writes what the log is now, as an export does. */
function exportTo(directory: ReturnType<typeof createLogDirectory>, log: Log): void {
  for (const [name, bytes] of log.tiles) {
    const [level = 0, index = 0] = name.split(" ").map(Number);
    directory.writeTile({ level, index, width: bytes.length / HASH_BYTES }, bytes);
  }
  for (const [index, bytes] of log.bundles) {
    const width = decodeBundle(bytes).length;
    directory.writeTile({ level: "entries", index, width }, bytes);
  }
  directory.writeCheckpoint(log.note);
}

test("a log as files agrees with every checkpoint of its past, exported once or again and again", async (t) => {
  const sizes = [1, 2, 4, 255, 256, 257, 300, 511, 600, 901];
  for (const isEach of [false, true]) {
    const folder = mkdtempSync(join(tmpdir(), "coffer-tlog-"));
    t.after(() => rmSync(folder, { recursive: true }));
    const directory = createLogDirectory(folder);
    const log = new Log();
    const known: string[] = [];
    for (const size of sizes) {
      await log.append(entriesOf(size).slice(log.size));
      known.push(log.note);
      if (isEach || size === 901) exportTo(directory, log);
    }
    for (const each of [...known.map((note) => [note]), known])
      assert.deepEqual(await verdictOf(directory, each), { holds: true, size: 901, keptFrom: 0 });
    const other = await new Log().append(entriesOf(300).toReversed());
    const verdict = await verdictOf(directory, [other.note]);
    assert.ok(!verdict.holds && /not the one that was signed with 300/.test(verdict.reason));
  }
});

test("hashes that a kept checkpoint needs and that are not there are a broken log, not a failure", async () => {
  const log = await new Log().append(entriesOf(300));
  const early = (await new Log().append(entriesOf(5))).note;
  const reader: typeof log = Object.create(log, {
    tile: {
      value: async (level: number, index: number, width: number) =>
        width === 5 ? undefined : log.tile(level, index),
    },
  });
  const verdict = await verdictOf(reader, [early]);
  assert.ok(!verdict.holds && /hashes of the first 5/.test(verdict.reason));
});

/** A log of 300 events as files. */
async function exported(t: { after(run: () => void): void }) {
  const folder = mkdtempSync(join(tmpdir(), "coffer-tlog-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const directory = createLogDirectory(folder);
  const log = await new Log().append(entriesOf(300));
  exportTo(directory, log);
  return { folder, directory, log };
}

test("an export that was cut short, wherever, leaves what was there before, and is told of", async (t) => {
  const { folder, directory, log } = await exported(t);
  const before = readFileSync(join(folder, "checkpoint"), "utf8");
  await log.append(entriesOf(901).slice(300));
  directory.announce(log.note);
  const holds = { holds: true, size: 300, keptFrom: 0 };
  assert.deepEqual(await verdictOf(directory), holds);
  let told = 0;
  for (const [index, bytes] of log.bundles) {
    directory.writeTile({ level: "entries", index, width: decodeBundle(bytes).length }, bytes);
    const verdict = await verdictOf(directory, [before]);
    if ("announced" in verdict) told += 1;
    assert.deepEqual(verdict, index === 0 ? holds : { ...holds, announced: 901 });
  }
  assert.equal(told, 3);
  exportTo(directory, log);
  assert.deepEqual(await verdictOf(directory, [before]), { ...holds, size: 901 });
});

test("bundles behind the end that nobody has signed or announced are found, wherever they stand", async (t) => {
  const forged = new NoteSigner("example.com/log", Buffer.alloc(32, 8));
  for (const place of ["001", "002", "017", "001.p/46", "001.p/255", "x001/000"]) {
    for (const announced of ["nothing", "too little", "by another key"]) {
      const { folder, directory, log } = await exported(t);
      if (announced === "too little")
        directory.announce((await new Log().append(entriesOf(301))).note);
      if (announced === "by another key") {
        const text = formatCheckpoint({ origin: "example.com/log", size: 300_000, root: sha() });
        directory.announce(signNote(text, forged));
      }
      const path = join(folder, "tile/entries", place);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, log.bundles.get(0) ?? "");
      const verdict = await verdictOf(directory);
      const what = `${place}, announced ${announced}`;
      assert.ok(
        !verdict.holds && verdict.firstBroken === 300,
        `${what}: ${JSON.stringify(verdict)}`,
      );
    }
  }
});

test("a folder in a tile's place is a tile that is not there", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-tlog-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const directory = createLogDirectory(folder);
  exportTo(directory, await new Log().append(entriesOf(300)));
  for (const [path, first] of [
    ["tile/0/001.p/44", 256],
    ["tile/0/000", 0],
  ] as const) {
    rmSync(join(folder, path));
    mkdirSync(join(folder, path));
    const verdict = await verdictOf(directory);
    assert.ok(!verdict.holds && verdict.firstBroken === first, path);
  }
});

test("a log as files verifies, and not after a file was changed", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-tlog-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const log = await new Log().append(entriesOf(300));
  const directory = createLogDirectory(folder);
  exportTo(directory, log);
  log.forget(256);
  directory.writeKeptFrom(String(log.forgotten));
  assert.deepEqual(await verdictOf(directory), { holds: true, size: 300, keptFrom: 0 });
  const path = join(folder, "tile/entries/001.p/44");
  writeFileSync(path, readFileSync(path, "latin1").replace("entry 260", "entry 26x"), "latin1");
  const verdict = await verdictOf(directory);
  assert.ok(!verdict.holds && verdict.firstBroken === 260);
});
