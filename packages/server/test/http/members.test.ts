// Members by shape: every form that clients send is understood, faults are answered in the documented order,
// and no parameters of any name make the decoding of any row fail in another way.
import assert from "node:assert/strict";
import test from "node:test";
import { ApiError, type Member, type Members, OPERATIONS } from "@coffer/contract";
import fc from "fast-check";
import { encodeMembers } from "../../src/http/encode.ts";
import { decodeMembers } from "../../src/http/members.ts";

const TEXT = { kind: "string", max: 10, optional: true } as const;
const PAIR = {
  kind: "object",
  members: { Key: { kind: "string", max: 10 }, Value: TEXT },
} as const;

function decode(members: Members, given: Readonly<Record<string, string>>) {
  return decodeMembers(members, new Map(Object.entries(given)));
}

function refusal(members: Members, given: Readonly<Record<string, string>>): ApiError {
  try {
    decode(members, given);
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    return error;
  }
  assert.fail("accepted");
}

test("what is missing is answered before what is wrong, and each names the member", () => {
  const members: Members = {
    First: { kind: "integer", min: 1, max: 5 },
    Second: { kind: "string", max: 10 },
  };
  const missing = refusal(members, { First: "many" });
  assert.deepEqual([missing.code, /`Second`/.test(missing.message)], ["MissingParameter", true]);
  const wrong = refusal(members, { First: "many", Second: "a" });
  assert.deepEqual([wrong.code, /`First`.*1 to 5/.test(wrong.message)], ["InvalidParameter", true]);
  assert.doesNotMatch(wrong.message, /many/);
});

test("an empty value is absent, but for a required text that may be empty", () => {
  const members: Members = {
    Number: { kind: "integer", min: 1, max: 5, optional: true },
    Flag: { kind: "boolean", optional: true, default: true },
    Word: { kind: "choice", of: ["a"], optional: true },
    Text: TEXT,
    Needed: { kind: "string", max: 10 },
  };
  const given = { Number: "", Flag: "", Word: "", Text: "", Needed: "" };
  assert.deepEqual(decode(members, given), { Flag: true, Needed: "" });
  const strict: Members = { Needed: { kind: "string", max: 10, min: 1 } };
  assert.equal(refusal(strict, { Needed: "" }).code, "MissingParameter");
});

test("booleans come in any case, numbers as decimal text, nothing else", () => {
  const members: Members = {
    Flag: { kind: "boolean", optional: true },
    Number: { kind: "integer", min: -5, max: 100, optional: true },
  };
  for (const text of ["true", "True", "TRUE"])
    assert.equal(decode(members, { Flag: text }).Flag, true);
  for (const text of ["false", "False"]) assert.equal(decode(members, { Flag: text }).Flag, false);
  assert.equal(decode(members, { Number: "-5" }).Number, -5);
  for (const text of ["1", "yes", " true", "null"]) refusal(members, { Flag: text });
  for (const text of ["1.0", "1e1", "0x1", " 1", "101", "-6", "+1", "9".repeat(400), "NaN"]) {
    assert.equal(refusal(members, { Number: text }).code, "InvalidParameter", text);
  }
});

test("limits count characters or UTF-8 bytes, at the limit and one beyond", () => {
  const bytes: Members = { A: { kind: "string", max: 6, unit: "bytes" } };
  assert.equal(decode(bytes, { A: "中中" }).A, "中中");
  assert.equal(refusal(bytes, { A: "中中a" }).code, "InvalidParameter");
  const characters: Members = { A: { kind: "string", max: 2 } };
  assert.equal(decode(characters, { A: "中中" }).A, "中中");
  assert.equal(refusal(characters, { A: "中中中" }).code, "InvalidParameter");
  assert.equal(decode(characters, { A: "😀😀" }).A, "😀😀");
  assert.equal(refusal(characters, { A: "😀😀a" }).code, "InvalidParameter");
});

test("NUL is refused in what is shown and kept in what is secret", () => {
  const members: Members = {
    A: { kind: "string", max: 9, optional: true },
    B: { ...TEXT, secret: true },
  };
  assert.equal(decode(members, { B: "a\0b" }).B, "a\0b");
  assert.equal(refusal(members, { A: "a\0b" }).code, "InvalidParameter");
});

test("an indexed list comes by numbers in any order, or as JSON", () => {
  const members: Members = {
    Id: { kind: "list", of: TEXT, max: 3, wire: "indexed", optional: true },
    Tag: { kind: "list", of: PAIR, max: 3, wire: "indexed", optional: true },
  };
  assert.deepEqual(decode(members, { "Id.2": "b", "Id.10": "c", "Id.1": "a" }).Id, ["a", "b", "c"]);
  assert.deepEqual(decode(members, { Id: '["a"]' }).Id, ["a"]);
  const tags = { "Tag.1.Key": "k", "Tag.1.Value": "", "Tag.2.Key": "l" };
  assert.deepEqual(decode(members, tags).Tag, [{ Key: "k", Value: "" }, { Key: "l" }]);
  const wrong = [
    "Id.0",
    "Id.01",
    "Id.-1",
    "Id.x",
    "Id.1.Key",
    "Tag.1",
    "Tag.1.Value",
    "Tag.01.Key",
  ];
  for (const name of wrong)
    assert.equal(refusal(members, { [name]: "a" }).code, "InvalidParameter", name);
  const many = { "Id.1": "a", "Id.2": "b", "Id.3": "c", "Id.4": "d" };
  assert.equal(refusal(members, many).code, "InvalidParameter");
});

test("JSON with white space is read; single quotes, half pairs and other kinds are refused", () => {
  const members: Members = {
    Tags: { kind: "list", of: PAIR, max: 3, wire: "json-text", optional: true },
    Context: { kind: "map", max: 2, optional: true },
    Config: { kind: "json", max: 100, optional: true },
  };
  assert.deepEqual(decode(members, { Tags: ' [ {"Key" : "k"} ] ' }).Tags, [{ Key: "k" }]);
  assert.deepEqual({ ...Object(decode(members, { Context: '{"a":"b"}' }).Context) }, { a: "b" });
  const wrong: [string, string][] = [
    ["Tags", "[{'Key': 'k'}]"],
    ["Tags", '[{"Key":"\\ud800"}]'],
    ["Tags", '[{"Key":"\\\\\\ud800"}]'],
    ["Tags", '["k"]'],
    ["Tags", "[null]"],
    ["Tags", '[{"__proto__":{"Key":"k"}}]'],
    ["Context", '{"a":1}'],
    ["Context", '{"\\udfff":"b"}'],
    ["Context", '["a"]'],
    ["Config", "{"],
    ["Config", '{"a":"\\uD83D"}'],
  ];
  for (const [name, text] of wrong) {
    const { code, message } = refusal(members, { [name]: text });
    assert.equal(code, "InvalidParameter", text);
    assert.match(message, new RegExp(`\`${name}\``));
  }
  // A backslash before `ud800` is no escape, and a whole pair is no half.
  assert.deepEqual(decode(members, { Tags: '[{"Key":"\\\\ud800"}]' }).Tags, [{ Key: "\\ud800" }]);
  assert.deepEqual(decode(members, { Tags: '[{"Key":"\\ud83d\\ude00"}]' }).Tags, [{ Key: "😀" }]);
});

test("the custom data of a configuration comes in each of three forms", () => {
  const members = OPERATIONS.UpdateSecret.request;
  const forms = [
    { ExtendedConfig: '{"CustomData":{"a":"1","b":"2"}}' },
    { "ExtendedConfig.CustomData": '{"a":"1","b":"2"}' },
    { "ExtendedConfig.CustomData.a": "1", "ExtendedConfig.CustomData.b": "2" },
  ];
  for (const form of forms) {
    const { ExtendedConfig } = decode(members, { SecretName: "s", ...form });
    assert.deepEqual(JSON.parse(String(ExtendedConfig)), { CustomData: { a: "1", b: "2" } });
  }
  // A part as a text and as an object at once: what is said last counts, and nothing fails.
  const both = { SecretName: "s", "ExtendedConfig.a": "text", "ExtendedConfig.a.0": "x" };
  const { ExtendedConfig } = decode(members, both);
  assert.deepEqual(JSON.parse(String(ExtendedConfig)), { a: { 0: "x" } });
});

test("no parameters make the decoding of any row fail but with a documented code", () => {
  const value = fc.oneof(
    fc.constantFrom(
      "",
      "a",
      "[]",
      "{}",
      "[null]",
      "[[1]]",
      '{"__proto__":"a"}',
      "null",
      "0",
      "true",
    ),
    fc.json({ noUnicodeString: false, maxDepth: 3 }),
    fc.string({ unit: "grapheme", maxLength: 5 }),
  );
  const ends = [
    "",
    ".1",
    ".a",
    ".a.0",
    ".a.b",
    ".1.Key",
    ".1.__proto__",
    ".__proto__",
    ".a.__proto__",
    ".",
  ];
  const rows = Object.values(OPERATIONS).filter(({ request }) => Object.keys(request).length > 0);
  const call = fc.constantFrom(...rows).chain(({ request }) => {
    const name = fc.tuple(fc.constantFrom(...Object.keys(request)), fc.constantFrom(...ends));
    const pairs = fc.array(
      fc.tuple(
        name.map((each) => each.join("")),
        value,
      ),
      { maxLength: 8 },
    );
    return pairs.map((given) => [request as Members, new Map(given)] as const);
  });
  fc.assert(
    fc.property(call, ([members, given]) => {
      try {
        const decoded = decodeMembers(members, given);
        for (const name of Object.keys(decoded)) assert.ok(Object.hasOwn(members, name));
      } catch (error) {
        assert.ok(error instanceof ApiError, `${String(error)} ${JSON.stringify([...given])}`);
      }
    }),
    { numRuns: 8_000 },
  );
  assert.equal(Object.keys(Object.prototype).length, 0);
});

test("an answer holds what its row declares, and the rest is reported at every depth", () => {
  const shape: Members = {
    Name: { kind: "string", max: 9 },
    List: {
      kind: "object",
      members: { Item: { kind: "list", of: PAIR satisfies Member, max: 9 } },
    },
  };
  const undeclared: string[] = [];
  const answer = {
    Name: "n",
    Absent: undefined,
    Extra: 1,
    List: { Item: [{ Key: "k", Hidden: "h" }], Other: 2 },
  };
  const encoded = encodeMembers(shape, answer, undeclared);
  assert.deepEqual(encoded, { Name: "n", List: { Item: [{ Key: "k" }] } });
  assert.deepEqual(undeclared.sort(), ["Extra", "Hidden", "Other"]);
});
