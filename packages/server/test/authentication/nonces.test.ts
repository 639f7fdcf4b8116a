// Nonces: each works once while its timestamp can be accepted, whatever the clock does, also across a restart.
import assert from "node:assert/strict";
import test from "node:test";
import { seededRandom } from "@coffer/crypto";
import fc from "fast-check";
import { FingerprintSet } from "../../src/authentication/fingerprint-set.ts";
import { createNonces, type Nonces } from "../../src/authentication/nonces.ts";
import { Spans } from "../../src/authentication/spans.ts";

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
  const parts = {
    clock: () => clock.now,
    steadyClock: () => clock.steady,
    random: seededRandom("nonces"),
  };
  return { nonces: createNonces(most === undefined ? parts : { ...parts, most }), clock };
}

function pass({ clock }: Table, milliseconds: number): void {
  clock.now += milliseconds;
  clock.steady += milliseconds;
}

/** What the wire does: the timestamp window, then the nonce. */
function accepts({ nonces, clock }: Table, nonce: string, timestamp: number): boolean {
  if (Math.abs(clock.now - timestamp) > WINDOW) return false;
  return nonces.reserve("LTAIkey", nonce, timestamp) === "reserved";
}

test("a nonce is reserved once for each AccessKey, whatever the timestamp", () => {
  const { nonces } = table();
  assert.equal(nonces.reserve("a", "n", START), "reserved");
  assert.equal(nonces.reserve("a", "n", START), "used");
  assert.equal(nonces.reserve("a", "n", START + WINDOW), "used");
  assert.equal(nonces.reserve("b", "n", START), "reserved");
});

test("a nonce given back can be reserved again", () => {
  const { nonces } = table();
  nonces.reserve("a", "n", START);
  nonces.release("a", "n");
  assert.equal(nonces.reserve("a", "n", START), "reserved");
});

test("an empty nonce and one of more than 128 characters are malformed", () => {
  const { nonces } = table();
  assert.equal(nonces.reserve("a", "", START), "malformed");
  assert.equal(nonces.reserve("a", "n".repeat(128), START), "reserved");
  assert.equal(nonces.reserve("a", "n".repeat(129), START), "malformed");
});

test("a full table refuses new nonces and still knows the old ones", () => {
  const server = table(3);
  const { nonces, clock } = server;
  for (const nonce of ["1", "2", "3"]) nonces.reserve("a", nonce, START);
  assert.equal(nonces.reserve("a", "4", START), "full");
  assert.equal(nonces.reserve("a", "1", START), "used");
  nonces.release("a", "2");
  assert.equal(nonces.reserve("a", "4", START), "reserved");
  pass(server, 21 * MINUTE);
  assert.equal(nonces.reserve("a", "5", clock.now), "reserved");
});

test("no history of clock jumps, releases and restarts lets a request through twice", () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("pass"), by: fc.integer({ min: 0, max: 40 * MINUTE }) }),
    fc.record({
      kind: fc.constant("jump"),
      by: fc.integer({ min: -200 * MINUTE, max: 200 * MINUTE }),
    }),
    fc.record({ kind: fc.constant("ask"), by: fc.integer({ min: -WINDOW, max: WINDOW }) }),
    fc.record({ kind: fc.constant("again"), by: fc.nat() }),
    fc.record({ kind: fc.constant("restart"), by: fc.constant(0) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: "max" }), (steps) => {
      let server = table();
      const accepted: { nonce: string; timestamp: number }[] = [];
      for (const { kind, by } of steps) {
        if (kind === "pass") pass(server, by);
        else if (kind === "jump") server.clock.now += by;
        else if (kind === "ask") {
          const asked = { nonce: `n${accepted.length}`, timestamp: server.clock.now + by };
          if (accepts(server, asked.nonce, asked.timestamp)) accepted.push(asked);
        } else if (kind === "again") {
          const old = accepted[by % Math.max(accepted.length, 1)];
          if (old === undefined) continue;
          assert.equal(accepts(server, old.nonce, old.timestamp), false);
        } else {
          const next = table();
          next.clock.now = server.clock.now;
          next.nonces.import(server.nonces.export());
          server = next;
        }
      }
      for (const { nonce, timestamp } of accepted) {
        server.clock.now = timestamp;
        assert.equal(accepts(server, nonce, timestamp), false);
      }
    }),
    { numRuns: 300 },
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
  const server = table();
  const { nonces, clock } = server;
  assert.equal(accepts(server, "before", START), true);
  clock.now = START + 365 * 24 * 60 * MINUTE;
  assert.equal(accepts(server, "by a client with the same wrong clock", clock.now), true);
  assert.equal(accepts(server, "by a client with the right clock", START), false);
  clock.now = START + 10 * MINUTE;
  assert.equal(accepts(server, "after", clock.now), true);
  const later = table();
  later.clock.now = START + 20 * MINUTE;
  later.nonces.import(nonces.export());
  assert.equal(accepts(later, "after", START + 10 * MINUTE), false);
  assert.equal(accepts(later, "later", later.clock.now), true);
});

test("a clock that ran ahead for days and was set right lets everybody in at once", () => {
  const minutes = fc.integer({ min: 0, max: 3 * 24 * 60 });
  const asked = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 200, size: "max" });
  fc.assert(
    fc.property(minutes, asked, fc.boolean(), (ahead, pauses, restarts) => {
      let server = table();
      assert.equal(accepts(server, "before", START), true);
      server.clock.now += ahead * MINUTE;
      let passed = 0;
      for (const [index, pause] of pauses.entries()) {
        pass(server, pause * MINUTE);
        passed += pause;
        assert.equal(accepts(server, `ahead ${index}`, server.clock.now), true);
        // The time it shows is only known from the span in which it was wrong.
        if (passed >= ahead - 60) return;
      }
      server.clock.now -= ahead * MINUTE;
      if (restarts) {
        const next = table();
        next.clock.now = server.clock.now;
        next.nonces.import(server.nonces.export());
        server = next;
      }
      assert.equal(accepts(server, "before", START), false);
      assert.equal(accepts(server, "right again", server.clock.now), true);
    }),
    { numRuns: 200 },
  );
});

test("a nonce that was given back leaves nothing to remember", () => {
  const server = table();
  assert.equal(accepts(server, "n", START), true);
  server.nonces.release("LTAIkey", "n");
  pass(server, 60 * MINUTE);
  assert.equal(accepts(server, "m", server.clock.now), true);
  server.clock.now = START;
  assert.equal(accepts(server, "n", START), true);
});

test("a damaged export is as none, and never stops the start", () => {
  const { nonces } = table();
  for (let index = 0; index < 50; index += 1) nonces.reserve("a", String(index), START);
  const exported = Buffer.from(nonces.export());
  const cut = fc.nat({ max: exported.length - 1 }).map((end) => exported.subarray(0, end));
  const other = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
  const head = fc.json().map((text) => Buffer.from(`${text}\n`));
  fc.assert(
    fc.property(fc.oneof(cut, other, head), (bytes) => {
      const next = table();
      next.nonces.import(bytes);
      assert.equal(next.nonces.reserve("a", "1", START), "reserved");
    }),
  );
});

test("nonces in use are never replaced by an import", () => {
  const { nonces } = table();
  const exported = nonces.export();
  nonces.reserve("a", "n", START);
  assert.throws(() => nonces.import(exported), /before the first request/);
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

test("a set of fingerprints behaves as a set, through growing, deleting and export", () => {
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
        else set = FingerprintSet.import(set.export());
        assert.equal(set.size, model.size);
      }
    }),
  );
});
