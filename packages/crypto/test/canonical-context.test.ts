// The canonical bytes of an encryption context are a map's: injective, and blind to order.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { canonicalContext } from "../src/index.ts";
import { lengthPrefixed } from "../src/length-prefixed.ts";
import { formats } from "./vectors.ts";

// Few letters, so that pairs that could be confused with each other do occur.
const word = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "b", "\0", "é", "\u{10000}", "\uffff"), maxLength: 4 }),
  fc.constantFrom("__proto__", "constructor", "toString", "1", "10", "2"),
);
const pairs = fc.uniqueArray(fc.tuple(word, word), { selector: ([name]) => name, maxLength: 4 });
const map = (entries: readonly (readonly [string, string])[]): Record<string, string> =>
  Object.fromEntries(entries);

test("equal maps have equal bytes, whatever the order of their pairs", () => {
  const shuffled = pairs.chain((entries) =>
    fc.tuple(
      fc.constant(entries),
      fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([entries, other]) => {
      assert.deepEqual(canonicalContext(map(entries)), canonicalContext(map(other)));
    }),
  );
});

test("different maps have different bytes", () => {
  const sorted = (entries: readonly (readonly [string, string])[]): string =>
    JSON.stringify([...entries].sort(([left], [right]) => (left < right ? -1 : 1)));
  fc.assert(
    fc.property(pairs, pairs, (left, right) => {
      const equal = Buffer.compare(canonicalContext(map(left)), canonicalContext(map(right))) === 0;
      assert.equal(equal, sorted(left) === sorted(right));
    }),
    { numRuns: 2000 },
  );
});

test("pairs that read alike when run together differ", () => {
  const maps = [
    {},
    { "": "" },
    { a: "b" },
    { ab: "" },
    { "": "ab" },
    { a: "b", c: "d" },
    { a: "bc", "": "d" },
    { a: "b,c=d" },
  ];
  const spellings = maps.map((entries) => Buffer.from(canonicalContext(entries)).toString("hex"));
  assert.equal(new Set(spellings).size, maps.length);
});

test("the name `__proto__` is a name like any other", () => {
  const context: Record<string, string> = JSON.parse('{"__proto__":"x"}');
  assert.notDeepEqual(canonicalContext(context), canonicalContext({}));
});

test("names are sorted by their UTF-8 bytes, not by UTF-16 units", () => {
  const bytes = Buffer.from(canonicalContext({ "\u{10000}": "", "\uffff": "" }));
  assert.ok(bytes.indexOf("\uffff") < bytes.indexOf("\u{10000}"));
});

test("half of a surrogate pair is refused in names and values", () => {
  assert.throws(() => canonicalContext({ "\ud800": "x" }), TypeError);
  assert.throws(() => canonicalContext({ x: "\udfff" }), TypeError);
});

test("the canonical bytes are the documented ones", () => {
  const { context, canonicalContext: expected } = formats.ciphertext;
  assert.equal(Buffer.from(canonicalContext(context)).toString("hex"), expected);
});

test("different lists of texts have different bytes", () => {
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 4 }),
      fc.array(word, { maxLength: 4 }),
      (left, right) => {
        const equal = lengthPrefixed(left).equals(lengthPrefixed(right));
        assert.equal(equal, JSON.stringify(left) === JSON.stringify(right));
      },
    ),
    { numRuns: 2000 },
  );
});
