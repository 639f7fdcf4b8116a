// Rows of waiting events: what was packed is unpacked, and nothing else.
import assert from "node:assert/strict";
import test from "node:test";
import { encodeBundle } from "@coffer/tlog";
import fc from "fast-check";
import { AuditSeal } from "../../src/keyring/audit-seal.ts";

const seal = new AuditSeal(new Uint8Array(32).fill(1));
const entries = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 5 });
const bytes = (events: readonly Uint8Array[] | undefined) => events?.map((each) => [...each]);

test("events are unpacked as they were packed", () => {
  fc.assert(
    fc.property(entries, (events) => {
      const unpacked = seal.unpack({ row: seal.pack(events), count: events.length });
      assert.deepEqual(bytes(unpacked), bytes(events));
    }),
  );
});

test("whatever a row's count says, its events are what was packed", () => {
  const counts = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, 1, 2, Number.NaN));
  fc.assert(
    fc.property(entries, counts, (events, count) => {
      assert.deepEqual(bytes(seal.unpack({ row: seal.pack(events), count })), bytes(events));
    }),
  );
});

test("a row with another byte or key is nobody's", () => {
  const place = fc.nat({ max: 1_000 });
  fc.assert(
    fc.property(entries, place, fc.integer({ min: 1, max: 255 }), (events, at, flip) => {
      const row = Uint8Array.from(seal.pack(events));
      const count = events.length;
      const other = new AuditSeal(new Uint8Array(32).fill(2));
      assert.equal(other.unpack({ row, count }), undefined);
      row[at % row.length] = (row[at % row.length] ?? 0) ^ flip;
      assert.equal(seal.unpack({ row, count }), undefined);
    }),
  );
});

test("one event that looks like a bundle is one event", () => {
  const event = encodeBundle([Buffer.from("a"), Buffer.from("b")]);
  const row = seal.pack([event]);
  assert.deepEqual(bytes(seal.unpack({ row, count: 1 })), bytes([event]));
  assert.deepEqual(bytes(seal.unpack({ row, count: 2 })), bytes([event]));
});
