// The engine and the model, asked the same: random policies and requests, each operator with each pair of edge
// values, patterns against regular expressions. `COFFER_FUZZ=10` asks ten times as often.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compare, like, sameIgnoringCase } from "../model/operators.ts";
import { foldAscii, foldCase } from "../src/fold-case.ts";
import { compileGlob, globMatches } from "../src/glob.ts";
import { OPERATORS } from "../src/operators.ts";
import { askEngine, askModel } from "./question.ts";
import { OPERATOR_NAMES, poolsOf, question } from "./vocabulary.ts";

const TIMES = Number(process.env.COFFER_FUZZ ?? 1);

test("engine and model agree on random questions, and every answer occurs", () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(question, (asked) => {
      const { effect, cause } = askEngine(asked);
      assert.equal(effect, askModel(asked));
      seen.set(cause, (seen.get(cause) ?? 0) + 1);
    }),
    { numRuns: 60_000 * TIMES },
  );
  const causes = ["Owner", "Allowed", "Denied", "SessionAllowsNothing", "NothingAllows"];
  causes.push("CallerSideMissing", "ResourceSideMissing", "RootAssumesNoRole");
  for (const cause of causes) assert.ok((seen.get(cause) ?? 0) > 100, `${cause} hardly occurs`);
});

test("engine and model agree on every operator with every pair of edge values", () => {
  for (const name of OPERATOR_NAMES) {
    const { inPolicy, notInPolicy, inRequest } = poolsOf(name);
    for (const written of [...inPolicy, ...notInPolicy]) {
      const compiled = OPERATORS.get(name)?.compile(written);
      assert.equal(compiled === undefined, notInPolicy.includes(written), `${name} ${written}`);
      for (const requested of compiled === undefined ? [] : inRequest) {
        const expected = compare(name, requested, written) ?? undefined;
        assert.equal(compiled?.(requested), expected, `${name} ${requested} ${written}`);
      }
    }
  }
});

test("the engine has the operators of the specification and no others", () => {
  assert.deepEqual([...OPERATORS.keys()].toSorted(), OPERATOR_NAMES.toSorted());
  assert.equal(OPERATORS.size, 21);
});

const digits = fc.string({ unit: fc.constantFrom("0", "1", "9"), minLength: 1, maxLength: 4 });
const decimal = fc
  .tuple(fc.constantFrom("", "-"), digits, fc.option(digits, { nil: undefined }))
  .map(([sign, whole, part]) => `${sign}${whole}${part === undefined ? "" : `.${part}`}`);

const two = (most: number): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(2, "0"));
const date = fc
  .tuple(fc.integer({ min: 0, max: 9999 }), two(13), two(32), two(24), two(60), two(60))
  .chain(([year, month, day, hour, minute, second]) => {
    const text = `${String(year).padStart(4, "0")}-${month}-${day}T${hour}:${minute}:${second}`;
    return fc
      .tuple(fc.constantFrom("", ".5", ".000000001"), fc.constantFrom("Z", "+08:00", "-00:30"))
      .map(([fraction, zone]) => `${text}${fraction}${zone}`);
  });

const group = fc.constantFrom("0", "1", "ffff", "a01", "203", "");
const address = fc.oneof(
  fc
    .tuple(...[0, 1, 2, 3].map(() => fc.constantFrom(0, 1, 10, 127, 128, 255)))
    .map((bytes) => bytes.join(".")),
  fc.array(group, { minLength: 3, maxLength: 9 }).map((groups) => groups.join(":")),
  fc.ipV6(),
);
const range = fc
  .tuple(address, fc.option(fc.integer({ min: 0, max: 130 }), { nil: undefined }))
  .map(([base, prefix]) => (prefix === undefined ? base : `${base}/${prefix}`));

const VALUES = [
  { operator: "NumericLessThan", requested: decimal, written: decimal },
  { operator: "NumericEquals", requested: decimal, written: decimal },
  { operator: "DateLessThanEquals", requested: date, written: date },
  { operator: "DateEquals", requested: date, written: date },
  { operator: "IpAddress", requested: address, written: range },
] as const;

for (const { operator, requested, written } of VALUES) {
  test(`engine and model agree on random values of ${operator}`, () => {
    fc.assert(
      fc.property(requested, written, (left, right) => {
        const compiled = OPERATORS.get(operator)?.compile(right);
        const expected = compare(operator, left, right) ?? undefined;
        assert.equal(compiled?.(left), expected);
        const self = OPERATORS.get(operator)?.compile(left)?.(left);
        assert.equal(self, compare(operator, left, left) ?? undefined);
      }),
      { numRuns: 12_000 * TIMES },
    );
  });
}

const sign = fc.constantFrom("a", "b", "A", "*", "?", "😀", "\n", "é", ".", "\\");
const text = fc.string({ unit: sign, maxLength: 8 });
const pattern = fc.string({
  unit: fc.constantFrom("a", "b", "*", "*", "?", "😀", ".", "\\"),
  maxLength: 8,
});

test("patterns match what a regular expression would", () => {
  fc.assert(
    fc.property(pattern, text, (wanted, given) => {
      assert.equal(compileGlob(wanted)(given), like(wanted, given));
      assert.equal(globMatches(wanted, given), like(wanted, given));
    }),
    { numRuns: 60_000 * TIMES },
  );
});

test("a pattern of many wildcards ends on a long text that it does not match", () => {
  const given = "a".repeat(20_000);
  assert.equal(globMatches(`${"*a".repeat(1_000)}*b`, given), false);
  assert.equal(globMatches(`${"*?".repeat(1_000)}b`, given), false);
  assert.equal(globMatches(`${"*".repeat(5_000)}b`, given), false);
  assert.equal(globMatches(`*${"a".repeat(1_000)}*`, given), true);
});

test("texts that differ in case only fold alike, for every letter there is", () => {
  for (let code = 0; code <= 0x1ffff; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const letter = String.fromCodePoint(code);
    for (const other of [letter.toLowerCase(), letter.toUpperCase(), letter]) {
      const expected = sameIgnoringCase(letter, other);
      assert.equal(foldCase(letter) === foldCase(other), expected, `${code.toString(16)} ${other}`);
    }
  }
});

test("only ASCII letters fold in names of actions and keys", () => {
  for (let code = 0; code < 0x3000; code += 1) {
    const letter = String.fromCodePoint(code);
    const expected = /[A-Z]/.test(letter) ? letter.toLowerCase() : letter;
    assert.equal(foldAscii(letter), expected, code.toString(16));
    assert.equal(foldAscii(`Ab${letter}`), `ab${expected}`, code.toString(16));
  }
});

test("texts of several letters fold letter by letter", () => {
  const letters = fc.string({
    unit: fc.constantFrom("ß", "s", "S", "ı", "i", "İ", "ς", "Σ", "σ", "𐐀", "𐐨", "\u212a", "k"),
    maxLength: 3,
  });
  fc.assert(
    fc.property(letters, letters, (left, right) => {
      assert.equal(foldCase(left) === foldCase(right), sameIgnoringCase(left, right));
    }),
    { numRuns: 20_000 * TIMES },
  );
});
