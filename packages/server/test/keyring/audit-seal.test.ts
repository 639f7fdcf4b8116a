// Rows of waiting events: what was packed is unpacked, and nothing else.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import test from "node:test";
import { encodeBundle } from "@coffer/tlog";
import fc from "fast-check";
import { AuditSeal, type WaitingEvent } from "../../src/keyring/audit-seal.ts";

const KEY = new Uint8Array(32).fill(1);
const seal = new AuditSeal(KEY);
const part = fc.uint8Array({ maxLength: 40 });
const entries = fc.array(fc.record({ bytes: part, facts: part }), { minLength: 1, maxLength: 5 });

/** As plain numbers, so that views and copies are equal. */
const plain = (events: readonly WaitingEvent[] | undefined) =>
  events?.map(({ bytes, facts }) => ({
    bytes: [...bytes],
    facts: facts === undefined ? undefined : [...facts],
  }));

test("events are unpacked as they were packed, each with its facts", () => {
  fc.assert(
    fc.property(entries, (events) => {
      assert.deepEqual(plain(seal.unpack({ row: seal.pack(events) })), plain(events));
    }),
  );
});

test("a row with another byte or key is nobody's", () => {
  const place = fc.nat({ max: 1_000 });
  fc.assert(
    fc.property(entries, place, fc.integer({ min: 1, max: 255 }), (events, at, flip) => {
      const row = Uint8Array.from(seal.pack(events));
      const other = new AuditSeal(new Uint8Array(32).fill(2));
      assert.equal(other.unpack({ row }), undefined);
      row[at % row.length] = (row[at % row.length] ?? 0) ^ flip;
      assert.equal(seal.unpack({ row }), undefined);
    }),
  );
});

/** As servers before wrote rows, by the published format. */
function sealedBefore(label: "event" | "events", bytes: Uint8Array): Uint8Array {
  const tag = createHmac("sha256", KEY).update(`${label}\n`).update(bytes).digest();
  return Buffer.concat([bytes, tag]);
}

test("rows of servers that noted no facts are read: one event, or several", () => {
  fc.assert(
    fc.property(fc.array(part, { minLength: 2, maxLength: 5 }), (events) => {
      const several = sealedBefore("events", encodeBundle(events));
      const found = seal.unpack({ row: several });
      assert.deepEqual(plain(found), plain(events.map((bytes) => ({ bytes }))));
    }),
  );
  const event = encodeBundle([Buffer.from("a"), Buffer.from("b")]);
  const alone = seal.unpack({ row: sealedBefore("event", event) });
  assert.deepEqual(plain(alone), plain([{ bytes: event }]), "though it looks like a bundle");
});
