// Documents as text: length limits, depth, equal names, and that our reader of JSON reads what the platform's reads.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PolicyError, type PolicyKind, parsePolicy } from "../src/index.ts";
import { type Json, readJson } from "../src/json-text.ts";

const BODY = '"Effect":"Allow","Action":"kms:*","Resource":"*"';
const TEXT = `{"Version":"1","Statement":[{${BODY}}]}`;
const PRINCIPAL = '"Principal":{"RAM":"acs:ram::1:root"}';
const BODIES: Readonly<Record<PolicyKind, string>> = {
  identity: BODY,
  session: BODY,
  trust: `"Effect":"Allow","Action":"sts:AssumeRole",${PRINCIPAL}`,
  key: `${BODY},${PRINCIPAL}`,
  secret: `${BODY},${PRINCIPAL}`,
};

function refusal(document: unknown, kind: PolicyKind): PolicyError {
  try {
    parsePolicy(document, kind);
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: "accepted" });
}

function ofLength(kind: PolicyKind, length: number): string {
  return `{"Version":"1","Statement":[{${BODIES[kind]}}]}`.padEnd(length, " ");
}

const LIMITS = [
  ["identity", 6_144, "InvalidParameter.PolicyDocument.Length"],
  ["session", 2_048, "InvalidParameter.PolicySize"],
  ["trust", 4_096, "InvalidParameter.AssumeRolePolicyDocument.Length"],
  ["key", 32_768, "InvalidParameter"],
  ["secret", 32_768, "InvalidParameter"],
] as const;

for (const [kind, limit, code] of LIMITS) {
  test(`a policy of ${kind} has at most ${limit} characters or bytes`, () => {
    assert.equal(parsePolicy(ofLength(kind, limit), kind).statements.length, 1);
    const error = refusal(ofLength(kind, limit + 1), kind);
    assert.deepEqual([error.fault, error.path, error.code], ["TooLong", "$", code]);
  });
}

test("identity policies are counted in characters, those of keys in bytes", () => {
  const filled = (kind: PolicyKind, sid: string): string =>
    `{"Version":"1","Statement":[{${BODIES[kind]},"Sid":"${sid}"}]}`;
  assert.equal(parsePolicy(filled("identity", "é".repeat(6_000)), "identity").statements.length, 1);
  assert.equal(refusal(filled("key", "é".repeat(16_400)), "key").fault, "TooLong");
  assert.equal(refusal(filled("key", "é".repeat(100)), "key").fault, "WrongSid");
});

test("the answer's code and wording are those of the service that was asked", () => {
  const answers = (kind: PolicyKind, document: string): string[] => {
    const { code, message } = refusal(document, kind);
    return [code, message];
  };
  const long = " ".repeat(40_000);
  assert.deepEqual(answers("identity", long), [
    "InvalidParameter.PolicyDocument.Length",
    'The parameter - "PolicyDocument" beyond the length limit.',
  ]);
  assert.deepEqual(answers("session", long), [
    "InvalidParameter.PolicySize",
    "The size of Policy must be smaller than 2048 bytes.",
  ]);
  assert.deepEqual(answers("session", "{}"), [
    "InvalidParameter.PolicyGrammar",
    "The parameter Policy has not passed grammar check.",
  ]);
  for (const kind of ["key", "secret"] as const) {
    assert.deepEqual(answers(kind, "{}"), [
      "InvalidParameter",
      'The specified parameter "Policy" is not valid.',
    ]);
  }
  for (const kind of ["identity", "trust"] as const) {
    const [code, message] = answers(kind, "{}");
    assert.equal(code, "MalformedPolicyDocument");
    assert.match(message ?? "", /^The policy document is invalid\./);
  }
  const operator = `{"Version":"1","Statement":[{${BODY},"Condition":{"Null":{"a:b":"true"}}}]}`;
  assert.deepEqual(answers("identity", operator), [
    "MalformedPolicyDocument",
    "The condition operator 'IfExists/Null' is not supported",
  ]);
});

test("UpdateRole names its own parameter when a trust policy is too long", () => {
  const tooLong = refusal(" ".repeat(5_000), "trust");
  assert.deepEqual(tooLong.answerFor("NewAssumeRolePolicyDocument"), {
    status: 400,
    code: "InvalidParameter.NewAssumeRolePolicyDocument.Length",
    message: 'The parameter - "NewAssumeRolePolicyDocument" beyond the length limit.',
  });
  const malformed = refusal("{}", "trust");
  const { status, code, message } = malformed;
  assert.deepEqual(malformed.answerFor("NewAssumeRolePolicyDocument"), { status, code, message });
});

const TEXTS = [
  ["DuplicateMember", "$.Version", `{"Version":"1",${TEXT.slice(1)}`],
  [
    "DuplicateMember",
    "$.Statement[0].Effect",
    TEXT.replace('"Effect"', '"Effect":"Deny","Eff\\u0065ct"'),
  ],
  ["TooDeep", `$${"[0]".repeat(8)}`, `${"[".repeat(9)}${"]".repeat(9)}`],
  ["TooDeep", `$${"[0]".repeat(8)}`, "[".repeat(6_000)],
  ["NotJson", "$", ""],
  ["NotJson", "$", "  "],
  ["NotJson", "$", `${TEXT}x`],
  ["NotJson", "$", `\ufeff${TEXT}`],
  ["NotJson", "$", `\u00a0${TEXT}`],
  ["NotJson", "$", "{'Version':'1'}"],
  ["NotJson", "$", '{"Version":"1",}'],
  ["NotJson", "$.Version", '{"Version" "1"}'],
  ["NotJson", "$", TEXT.slice(0, -1)],
  ["NotJson", "$.Version", '{"Version":"1'],
  ["NotJson", "$.Version", '{"Version":"\\x31"}'],
  ["NotJson", "$.Version", '{"Version":"1\n"}'],
  ["NotJson", "$", '{"Version":01}'],
  ["NotJson", "$.Version", '{"Version":NaN}'],
  ["NotJson", "$.Version", '{"Version":"\\ud800"}'],
  ["WrongType", "$", "[]"],
  ["WrongType", "$", "null"],
  ["WrongType", "$", '"{}"'],
] as const;

for (const [fault, path, text] of TEXTS) {
  test(`a text is refused as ${fault} at ${path}: ${JSON.stringify(text.slice(0, 50))}`, () => {
    const error = refusal(text, "identity");
    assert.deepEqual([error.fault, error.path], [fault, path]);
  });
}

test("what is no text and no object is refused", () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const values = [undefined, 5, true, 5n, () => TEXT, Symbol("x"), cycle, { Version: 5n }];
  for (const value of values) assert.equal(refusal(value, "identity").fault, "NotJson");
  assert.equal(refusal(null, "identity").fault, "WrongType");
});

test("a condition's booleans and numbers stand for their text", () => {
  const condition = { Bool: { "a:b": [true, "false"] }, NumericEquals: { "c:d": [1.5, "2"] } };
  const statement = { ...JSON.parse(`{${BODY}}`), Condition: condition };
  const [read] = parsePolicy({ Version: "1", Statement: [statement] }, "identity").statements;
  assert.deepEqual(
    read?.conditions.map(({ values }) => values),
    [
      ["true", "false"],
      ["1.5", "2"],
    ],
  );
});

function plain(json: Json): unknown {
  if (json instanceof Map)
    return { object: [...json].map(([name, value]) => [name, plain(value)]) };
  return Array.isArray(json) ? json.map(plain) : json;
}

/** What the platform reads, with members as pairs; undefined where ours must refuse. */
function expected(text: string): unknown {
  const pairs = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(pairs);
    if (typeof value !== "object" || value === null) return value;
    return { object: Object.entries(value).map(([name, inner]) => [name, pairs(inner)]) };
  };
  return pairs(JSON.parse(text));
}

function outcome(read: () => unknown): string {
  try {
    return JSON.stringify(read());
  } catch {
    return "refused";
  }
}

test("every JSON text is read as the platform reads it", () => {
  const value = fc.jsonValue({ maxDepth: 3, noUnicodeString: false }).filter(
    // Numbers as names change their order in the platform's objects.
    (json) => !/"(?:\d+|__proto__)":/.test(JSON.stringify(json)),
  );
  fc.assert(
    fc.property(value, fc.constantFrom(0, 1, "\t"), (json, space) => {
      const text = JSON.stringify(json, null, space);
      const wellFormed = !/\\ud[89a-f]/.test(text);
      const wanted = wellFormed ? outcome(() => expected(text)) : "refused";
      assert.equal(
        outcome(() => plain(readJson(text))),
        wanted,
      );
    }),
    { numRuns: 5_000 },
  );
});

test("a text that the platform does not read is not read, and no other way round", () => {
  const piece = fc.constantFrom(
    ...["{", "}", "[", "]", ",", ":", '"a"', '"b"', "1", "-", "0", ".", "e", "true", "null", " "],
    ...['"', "\\", "\n", "\u000b", "\\u0061", "+", "nul"],
  );
  const text = fc.array(piece, { maxLength: 7 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(text, (given) => {
      const hasTwin = /"a"[\s\S]*"a"|"b"[\s\S]*"b"/.test(given);
      if (hasTwin) return;
      const wanted = outcome(() => expected(given));
      assert.equal(
        outcome(() => plain(readJson(given))),
        wanted,
      );
    }),
    { numRuns: 30_000 },
  );
});
