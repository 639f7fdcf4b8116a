// The two sources of randomness keep the same promises; the seeded one repeats itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { seededRandom, systemRandom } from "../src/index.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const sources = { systemRandom, seededRandom: seededRandom("promises") };

for (const [name, random] of Object.entries(sources)) {
  test(`${name} gives as many bytes as asked for`, () => {
    for (const length of [0, 1, 31, 4096, 10_000])
      assert.equal(random.bytes(length).length, length);
  });

  test(`${name} gives integers from zero to below the bound`, () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 48 - 1 }), (below) => {
        const drawn = random.integer(below);
        return Number.isInteger(drawn) && drawn >= 0 && drawn < below;
      }),
    );
  });

  test(`${name} reaches every integer below a small bound`, () => {
    const drawn = new Set(Array.from({ length: 1000 }, () => random.integer(7)));
    assert.deepEqual([...drawn].sort(), [0, 1, 2, 3, 4, 5, 6]);
  });

  test(`${name} refuses a bound that is no positive integer`, () => {
    for (const below of [0, -1, 1.5, Number.NaN, 2 ** 48]) {
      assert.throws(() => random.integer(below), RangeError, String(below));
    }
  });

  test(`${name} gives version 4 UUIDs, each another`, () => {
    const uuids = Array.from({ length: 100 }, () => random.uuid());
    for (const uuid of uuids) assert.match(uuid, UUID);
    assert.equal(new Set(uuids).size, uuids.length);
  });
}

test("the same seed gives the same stream, however it is cut", () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer(), fc.string()), fc.array(fc.nat(5000)), (seed, lengths) => {
      const cut = seededRandom(seed);
      const pieces = Buffer.concat(lengths.map((length) => cut.bytes(length)));
      assert.deepEqual(seededRandom(seed).bytes(pieces.length), pieces);
    }),
    { numRuns: 30 },
  );
});

test("another seed gives another stream, also where only its type differs", () => {
  const streams = [1, 2, "1", "a", ""].map((seed) => seededRandom(seed).bytes(16).toString("hex"));
  assert.equal(new Set(streams).size, streams.length);
});

test("the seeded stream is the one it always was", () => {
  const random = seededRandom(1);
  assert.equal(random.bytes(8).toString("hex"), "8429b6088750fe54");
  assert.equal(random.integer(1000), 449);
  assert.equal(random.uuid(), "41135e23-cf0e-41a2-8706-9a1ae376a13a");
});
