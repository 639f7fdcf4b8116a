// HMAC over each hash against every case of Wycheproof.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { MacAlgorithm } from "../src/algorithms.ts";
import { findAlgorithm, MacKey, SecretBytes } from "../src/index.ts";
import { caseName, hex, type Verdict, vectors } from "./vectors.ts";

interface MacVectors {
  readonly numberOfTests: number;
  readonly testGroups: readonly {
    /** In bits, like `tagSize`. */
    readonly keySize: number;
    readonly tagSize: number;
    readonly tests: readonly {
      readonly tcId: number;
      readonly key: string;
      readonly msg: string;
      readonly tag: string;
      readonly result: Verdict;
    }[];
  }[];
}

interface Counts {
  readonly all: number;
  /** With whole codes. */
  readonly valid: number;
  /** With whole codes. */
  readonly invalid: number;
  /** With a key that is not as long as the hash, among all. */
  readonly otherKeys: number;
}

const FILES: Readonly<Record<string, Counts>> = {
  HMAC_SHA_224: { all: 172, valid: 33, invalid: 54, otherKeys: 12 },
  HMAC_SHA_256: { all: 174, valid: 33, invalid: 54, otherKeys: 12 },
  HMAC_SHA_384: { all: 174, valid: 33, invalid: 54, otherKeys: 12 },
  HMAC_SHA_512: { all: 174, valid: 33, invalid: 54, otherKeys: 12 },
  HMAC_SM3: { all: 174, valid: 33, invalid: 54, otherKeys: 12 },
};

function rowOf(spec: string): MacAlgorithm {
  const row = findAlgorithm(spec);
  assert.ok(row?.kind === "mac", spec);
  return row;
}

for (const [spec, counts] of Object.entries(FILES)) {
  const row = rowOf(spec);
  const file = vectors<MacVectors>(`wycheproof/hmac_${row.hash}_test.json`);
  const cases = file.testGroups.flatMap(({ keySize, tagSize, tests }) =>
    tests.map(({ tcId, result, ...one }) => ({
      tcId,
      result,
      ours: keySize === 8 * row.keyBytes,
      whole: tagSize === 8 * row.keyBytes,
      material: SecretBytes.own(hex(one.key)),
      // So that Wycheproof's keys of other lengths show the arithmetic too.
      fitting: { ...row, keyBytes: keySize / 8 },
      message: hex(one.msg),
      code: hex(one.tag),
    })),
  );

  test(`${spec}: every valid Wycheproof case with a whole code is made and verified`, () => {
    assert.equal(cases.length, file.numberOfTests);
    assert.equal(cases.length, counts.all);
    const valid = cases.filter(({ whole, result }) => whole && result === "valid");
    assert.equal(valid.length, counts.valid);
    for (const { fitting, material, message, code, tcId } of valid) {
      const key = new MacKey(fitting, material);
      assert.deepEqual(key.generate(message), code, caseName({ tcId }));
      assert.equal(key.verify(message, code), true, caseName({ tcId }));
    }
  });

  test(`${spec}: every invalid Wycheproof case with a whole code is refused`, () => {
    const invalid = cases.filter(({ whole, result }) => whole && result === "invalid");
    assert.equal(invalid.length, counts.invalid);
    for (const { fitting, material, message, code, tcId } of invalid) {
      assert.equal(new MacKey(fitting, material).verify(message, code), false, caseName({ tcId }));
    }
  });

  test(`${spec}: every Wycheproof case with a cut code is refused as not whole`, () => {
    const cut = cases.filter(({ whole }) => !whole);
    assert.equal(cut.length, counts.all - counts.valid - counts.invalid);
    for (const { fitting, material, message, code, result, tcId } of cut) {
      const key = new MacKey(fitting, material);
      // The valid ones do begin the whole code: their length alone is wrong.
      const begins = key.generate(message).subarray(0, code.length).equals(code);
      assert.equal(begins, result === "valid", caseName({ tcId }));
      assert.equal(key.verify(message, code), false, caseName({ tcId }));
    }
  });

  test(`${spec}: every Wycheproof key of another length is refused`, () => {
    const others = cases.filter(({ ours }) => !ours);
    assert.equal(others.length, counts.otherKeys);
    for (const { material, tcId } of others) {
      assert.throws(() => new MacKey(row, material), RangeError, caseName({ tcId }));
    }
  });
}
