// Nonces: each works once while its timestamp can be accepted, whatever the clock does, also when servers are killed
// and when several serve one database.
import assert from "node:assert/strict";
import test from "node:test";
import { FORGOTTEN_NONCES, MemoryStore, type UsedNonces } from "@coffer/store";
import fc from "fast-check";
import { FingerprintSet } from "../../src/authentication/fingerprint-set.ts";
import { createNonces, type Nonces, type Refusal } from "../../src/authentication/nonces.ts";
import { Spans } from "../../src/authentication/spans.ts";
import { forgetNonces } from "../../src/jobs/forget-nonces.ts";

const MINUTE = 60_000;
const WINDOW = 15 * MINUTE;
const START = Date.parse("2026-11-24T08:00:00Z");

interface Table {
  readonly nonces: Nonces;
  /** `now` is what the machine believes, `steady` what has really passed. */
  readonly clock: { now: number; steady: number };
}

function table(most?: number): Table {
  const clock = { now: START, steady: 0 };
  const parts = { clock: () => clock.now, steadyClock: () => clock.steady };
  const nonces = createNonces(most === undefined ? parts : { ...parts, most });
  nonces.open("key");
  return { nonces, clock };
}

function pass({ clock }: Pick<Table, "clock">, milliseconds: number): void {
  clock.now += milliseconds;
  clock.steady += milliseconds;
}

const outcome = (reserved: ReturnType<Nonces["reserve"]>): Refusal | "reserved" =>
  typeof reserved === "string" ? reserved : "reserved";

/** What the wire does: the timestamp window, then the nonce. */
function accepts({ nonces, clock }: Table, nonce: string, timestamp: number): boolean {
  if (Math.abs(clock.now - timestamp) > WINDOW) return false;
  return outcome(nonces.reserve("LTAIkey", nonce, timestamp)) === "reserved";
}

/** What a database holds, and the servers that write it: each is told what the others have written before it writes. */
class Shared {
  readonly #rows: (UsedNonces & { readonly writer: number })[] = [];
  readonly #servers: { table: Table; told: number; writer: number }[] = [];
  #forgotten: string | undefined;
  #writers = 0;
  /** Of all servers. */
  clock = { now: START, steady: 0 };

  constructor(servers: number) {
    for (let index = 0; index < servers; index += 1) this.start(index);
  }

  /** Anew, without a word to what was there before. */
  start(index: number): void {
    this.#writers += 1;
    const clock = this.clock;
    const parts = { clock: () => clock.now, steadyClock: () => clock.steady };
    const nonces = createNonces(parts);
    nonces.open("key");
    this.#servers[index] = { table: { nonces, clock }, told: 0, writer: this.#writers };
    this.#tell(index);
  }

  #tell(index: number): Nonces {
    const server = this.#servers[index];
    assert.ok(server);
    const rows = this.#rows.slice(server.told).filter(({ writer }) => writer !== server.writer);
    server.told = this.#rows.length;
    server.table.nonces.learn(rows, this.#forgotten);
    return server.table.nonces;
  }

  accepts(index: number, nonce: string, timestamp: number): boolean {
    const server = this.#servers[index];
    assert.ok(server);
    if (Math.abs(this.clock.now - timestamp) > WINDOW) return false;
    const claim = server.table.nonces.reserve("LTAIkey", nonce, timestamp);
    if (typeof claim === "string") return false;
    this.#tell(index);
    if (claim.isTaken()) return false;
    const { bucket, print: prints } = claim;
    this.#rows.push({ writer: server.writer, bucket, prints });
    return true;
  }

  /** The job, which may be cut short behind what it writes first. */
  forget(index: number, isCutShort: boolean): void {
    const server = this.#servers[index];
    assert.ok(server);
    const buckets = server.table.nonces.forget();
    if (buckets.length === 0) return;
    this.#forgotten = this.#tell(index).forgotten();
    if (isCutShort) return;
    for (const bucket of buckets) {
      for (const [at, row] of this.#rows.entries()) {
        // Gone, at its place.
        if (row.bucket === bucket) this.#rows[at] = { ...row, prints: new Uint8Array() };
      }
      server.table.nonces.noteDeleted(bucket);
    }
  }
}

test("a nonce is reserved once for each AccessKey, whatever the timestamp", () => {
  const { nonces } = table();
  assert.equal(outcome(nonces.reserve("a", "n", START)), "reserved");
  assert.equal(outcome(nonces.reserve("a", "n", START)), "used");
  assert.equal(outcome(nonces.reserve("a", "n", START + WINDOW)), "used");
  assert.equal(outcome(nonces.reserve("b", "n", START)), "reserved");
});

test("a nonce given back can be reserved again", () => {
  const { nonces } = table();
  const claim = nonces.reserve("a", "n", START);
  assert.ok(typeof claim === "object");
  claim.release();
  assert.equal(outcome(nonces.reserve("a", "n", START)), "reserved");
});

test("an empty nonce and one of more than 128 characters are malformed", () => {
  const { nonces } = table();
  assert.equal(outcome(nonces.reserve("a", "", START)), "malformed");
  assert.equal(outcome(nonces.reserve("a", "n".repeat(128), START)), "reserved");
  assert.equal(outcome(nonces.reserve("a", "n".repeat(129), START)), "malformed");
});

test("a full table refuses new nonces and still knows the old ones", () => {
  const server = table(3);
  const { nonces, clock } = server;
  const claims = ["1", "2"].map((nonce) => nonces.reserve("a", nonce, START));
  // Of another server.
  nonces.learn([{ bucket: START / (5 * MINUTE), prints: Buffer.alloc(9, 7) }], undefined);
  assert.equal(outcome(nonces.reserve("a", "4", START)), "full");
  assert.equal(outcome(nonces.reserve("a", "1", START)), "used");
  assert.ok(typeof claims[1] === "object");
  claims[1].release();
  assert.equal(outcome(nonces.reserve("a", "4", START)), "reserved");
  pass(server, 21 * MINUTE);
  assert.equal(outcome(nonces.reserve("a", "5", clock.now)), "reserved");
});

test("no history of clock jumps, kills and forgetting lets a request through twice, on either of two servers", () => {
  const server = fc.nat({ max: 1 });
  const step = fc.oneof(
    fc.record({ kind: fc.constant("pass"), by: fc.integer({ min: 0, max: 40 * MINUTE }), server }),
    fc.record({
      kind: fc.constant("jump"),
      by: fc.integer({ min: -200 * MINUTE, max: 200 * MINUTE }),
      server,
    }),
    fc.record({ kind: fc.constant("ask"), by: fc.integer({ min: -WINDOW, max: WINDOW }), server }),
    fc.record({ kind: fc.constant("again"), by: fc.nat(), server }),
    fc.record({ kind: fc.constant("kill"), by: fc.constant(0), server }),
    fc.record({ kind: fc.constant("forget"), by: fc.nat({ max: 1 }), server }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: "max" }), (steps) => {
      const shared = new Shared(2);
      const accepted: { nonce: string; timestamp: number }[] = [];
      for (const { kind, by, server } of steps) {
        if (kind === "pass") pass(shared, by);
        else if (kind === "jump") shared.clock.now += by;
        else if (kind === "ask") {
          const asked = { nonce: `n${accepted.length}`, timestamp: shared.clock.now + by };
          if (shared.accepts(server, asked.nonce, asked.timestamp)) accepted.push(asked);
        } else if (kind === "again") {
          const old = accepted[by % Math.max(accepted.length, 1)];
          if (old === undefined) continue;
          assert.equal(shared.accepts(server, old.nonce, old.timestamp), false);
        } else if (kind === "kill") shared.start(server);
        else shared.forget(server, by === 1);
      }
      for (const { nonce, timestamp } of accepted) {
        shared.clock.now = timestamp;
        for (const server of [0, 1]) {
          assert.equal(shared.accepts(server, nonce, timestamp), false);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test("while the clock runs as it should, every fresh nonce is accepted", () => {
  const pause = fc.integer({ min: 0, max: 40 * MINUTE });
  const skew = fc.integer({ min: -WINDOW, max: WINDOW });
  fc.assert(
    fc.property(fc.array(fc.tuple(pause, skew), { maxLength: 60, size: "max" }), (steps) => {
      const server = table();
      const { clock } = server;
      for (const [index, [by, off]] of steps.entries()) {
        pass(server, by);
        assert.equal(accepts(server, String(index), clock.now + off), true);
      }
    }),
  );
});

test("a clock that was wrong for a while locks nobody out, neither after a restart", () => {
  const server = new Shared(1);
  const { clock } = server;
  assert.equal(server.accepts(0, "before", START), true);
  clock.now = START + 365 * 24 * 60 * MINUTE;
  assert.equal(server.accepts(0, "by a client with the same wrong clock", clock.now), true);
  assert.equal(server.accepts(0, "by a client with the right clock", START), false);
  clock.now = START + 10 * MINUTE;
  assert.equal(server.accepts(0, "after", clock.now), true);
  server.forget(0, false);
  clock.now = START + 20 * MINUTE;
  server.start(0);
  assert.equal(server.accepts(0, "after", START + 10 * MINUTE), false);
  assert.equal(server.accepts(0, "later", clock.now), true);
});

test("a clock that ran ahead for days and was set right lets everybody in at once", () => {
  const minutes = fc.integer({ min: 0, max: 3 * 24 * 60 });
  const asked = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 200, size: "max" });
  fc.assert(
    fc.property(minutes, asked, fc.boolean(), (ahead, pauses, restarts) => {
      const server = new Shared(1);
      assert.equal(server.accepts(0, "before", START), true);
      server.clock.now += ahead * MINUTE;
      let passed = 0;
      for (const [index, pause] of pauses.entries()) {
        pass(server, pause * MINUTE);
        passed += pause;
        assert.equal(server.accepts(0, `ahead ${index}`, server.clock.now), true);
        server.forget(0, false);
        // The time it shows is only known from the span in which it was wrong.
        if (passed >= ahead - 60) return;
      }
      server.clock.now -= ahead * MINUTE;
      if (restarts) server.start(0);
      assert.equal(server.accepts(0, "before", START), false);
      assert.equal(server.accepts(0, "right again", server.clock.now), true);
    }),
    { numRuns: 200 },
  );
});

test("a nonce that was given back leaves nothing to remember", () => {
  const server = table();
  const claim = server.nonces.reserve("LTAIkey", "n", START);
  assert.ok(typeof claim === "object");
  claim.release();
  pass(server, 60 * MINUTE);
  assert.equal(accepts(server, "m", server.clock.now), true);
  server.clock.now = START;
  assert.equal(accepts(server, "n", START), true);
});

test("what the database says in any other form is passed over", () => {
  const rows = fc.array(fc.record({ bucket: fc.integer(), prints: fc.uint8Array() }));
  const text = fc.oneof(fc.string(), fc.json(), fc.constant("[[1],[2,3,4],[null,1],7]"));
  fc.assert(
    fc.property(rows, text, (used, forgotten) => {
      const { nonces } = table();
      nonces.learn(used, forgotten);
      assert.equal(outcome(nonces.reserve("a", "1", START)), "reserved");
    }),
  );
});

test("before the key is known nothing is reserved", () => {
  const nonces = createNonces({ clock: () => START });
  assert.throws(() => nonces.reserve("a", "n", START), /key/);
});

test("servers with the same key know each other's nonces, and fingerprints tell nothing without it", () => {
  const prints = ["key", "key", "another"].map((key) => {
    const nonces = createNonces({ clock: () => START });
    nonces.open(key);
    const claim = nonces.reserve("LTAIkey", "nonce", START);
    assert.ok(typeof claim === "object");
    return Buffer.from(claim.print).toString("hex");
  });
  assert.equal(prints[0], prints[1]);
  assert.notEqual(prints[0], prints[2]);
});

test("the store lets go of nonces when they can be accepted no more, and of no others", async () => {
  const store = new MemoryStore();
  const clock = { now: START, steady: 0 };
  const nonces = createNonces({ clock: () => clock.now, steadyClock: () => clock.steady });
  nonces.open("key");
  const job = forgetNonces({ store, nonces });
  const pack = ([first]: readonly Uint8Array[]): Uint8Array => first ?? new Uint8Array();
  const use = async (nonce: string): Promise<void> => {
    const claim = nonces.reserve("LTAIkey", nonce, clock.now);
    assert.ok(typeof claim === "object");
    await store.appendEvent(new Uint8Array(), pack, claim);
  };
  const kept = async (): Promise<number> => {
    let count = 0;
    await store.followNonces((used) => {
      count = used.length;
    });
    return count;
  };
  for (const nonce of ["1", "2"]) await use(nonce);
  pass({ clock }, 20 * MINUTE - 1);
  await use("3");
  assert.equal(await job.run(clock.now), 0);
  assert.equal(await kept(), 3);
  pass({ clock }, 1);
  assert.equal(await job.run(clock.now), 1);
  assert.equal(await kept(), 1);
  const bucket = START / (5 * MINUTE);
  assert.equal(await store.auditSetting(FORGOTTEN_NONCES), `[[${bucket},${bucket}]]`);
  assert.equal(await job.run(clock.now), 0);
});

test("spans have every number that was added, and no other while there are few", () => {
  const numbers = fc.array(fc.integer({ min: -60, max: 60 }), { maxLength: 80, size: "max" });
  fc.assert(
    fc.property(numbers, (added) => {
      const spans = new Spans([]);
      for (const value of added) spans.add(value);
      const again = new Spans(spans.list());
      for (let value = -61; value <= 61; value += 1) {
        assert.equal(again.has(value), added.includes(value), String(value));
      }
    }),
  );
});

test("more than 256 spans become fewer where the gap is smallest", () => {
  const spans = new Spans([]);
  for (let index = 0; index < 300; index += 1) spans.add(index * 10 + (index === 100 ? 5 : 0));
  assert.equal(spans.list().length, 256);
  for (let index = 0; index < 300; index += 1) {
    assert.ok(spans.has(index * 10 + (index === 100 ? 5 : 0)));
  }
  assert.equal(spans.has(1007), true);
  assert.equal(spans.has(996), false);
});

test("a set of fingerprints behaves as a set, through growing, deleting and copying", () => {
  // One shard, and low bits that are all the same, so that every fingerprint wants the same slot.
  const print = fc.nat(30).map((low) => {
    const bytes = Buffer.alloc(9);
    bytes.writeUInt32LE(7, 1);
    bytes.writeUInt32LE(low * 4096, 5);
    return bytes;
  });
  const kinds = ["add", "add", "add", "delete", "delete", "has", "has", "restart"] as const;
  const step = fc.tuple(fc.constantFrom(...kinds), print);
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200, size: "max" }), (steps) => {
      let set = new FingerprintSet();
      const model = new Set<string>();
      for (const [kind, bytes] of steps) {
        const name = bytes.toString("hex");
        if (kind === "add") {
          assert.equal(set.add(bytes), !model.has(name));
          model.add(name);
        } else if (kind === "delete") {
          set.delete(bytes);
          model.delete(name);
        } else if (kind === "has") assert.equal(set.has(bytes), model.has(name));
        else {
          const prints = [...model].map((each) => Buffer.from(each, "hex"));
          set = new FingerprintSet();
          set.addAll(Buffer.concat(prints));
        }
        assert.equal(set.size, model.size);
      }
    }),
  );
});
