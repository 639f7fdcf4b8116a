// Laws of passwords and one-time codes, with the known answers of RFC 6238.
import assert from "node:assert/strict";
import test from "node:test";
import {
  hashPassword,
  isPasswordOf,
  oneTimeCode,
  seededRandom,
  timeStep,
} from "../../src/index.ts";

/** RFC 6238, appendix B, SHA-1: of its eight digits, the last six. */
const KNOWN: readonly (readonly [seconds: number, code: string])[] = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
];

test("codes are those of RFC 6238", () => {
  const seed = Buffer.from("12345678901234567890");
  for (const [seconds, code] of KNOWN) {
    assert.equal(oneTimeCode(seed, timeStep(seconds * 1000)), code, String(seconds));
  }
});

test("a hash is of its password and of no other, and tells neither", async () => {
  const random = seededRandom("passwords");
  const hash = await hashPassword("correct horse 电池", random);
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  assert.equal(await isPasswordOf("correct horse 电池", hash), true);
  assert.equal(await isPasswordOf("correct horse", hash), false);
  assert.notEqual(await hashPassword("correct horse 电池", random), hash, "salts differ");
  for (const broken of ["", "plain", hash.replace("argon2id", "argon2i"), hash.slice(0, -1)]) {
    assert.equal(await isPasswordOf("correct horse 电池", broken), false, broken);
  }
});
