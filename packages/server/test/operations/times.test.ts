// Texts of times: kept texts are those of just their time.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { exactTime, wireTime } from "../../src/domain/times.ts";

const now = Date.UTC(2026, 10, 24);
/** Close together, and seconds apart that share a place. */
const times = fc.array(
  fc.oneof(
    fc.integer({ min: -3_000, max: 3_000 }).map((near) => now + near),
    fc.integer({ min: -3, max: 3 }).map((far) => now + far * 256_000),
    fc.integer({ min: 0, max: 4_102_444_800_000 }),
  ),
);

test("a time's text is that of its second, whatever was asked before", () => {
  fc.assert(
    fc.property(times, (asked) => {
      for (const time of asked) {
        const exact = new Date(time).toISOString();
        assert.equal(exactTime(time), exact);
        assert.equal(wireTime(time), `${exact.slice(0, 19)}Z`);
      }
    }),
  );
});
