// What is no policy: each fault once, with its place, and the answer each service gives for it.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Anything, isPolicy, type Kind } from "../model/grammar.ts";
import { PolicyError, type PolicyFault, parsePolicy } from "../src/index.ts";
import { NO_ADDRESSES, NO_DATES, NO_NUMBERS, NO_RANGES, policy } from "./vocabulary.ts";

const KINDS: readonly Kind[] = ["identity", "session", "trust", "key", "secret"];

const ANY = { Effect: "Allow", Action: "kms:*", Resource: "*" };
const BODIES: Readonly<Record<Kind, Anything>> = {
  identity: ANY,
  session: ANY,
  trust: {
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { RAM: "acs:ram::1001:root" },
  },
  key: { ...ANY, Principal: { RAM: ["acs:ram::1001:*"] } },
  secret: { ...ANY, Principal: { RAM: ["acs:ram::1001:*"] } },
};

function refusal(document: unknown, kind: Kind): PolicyError {
  try {
    parsePolicy(document, kind);
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: `accepted: ${JSON.stringify(document)}` });
}

type Row = readonly [fault: PolicyFault, path: string, change: Anything, kind?: Kind];

/** Documents: the members given stand in place of the valid ones, `undefined` takes one away. */
const DOCUMENTS: readonly Row[] = [
  ["WrongVersion", "$.Version", { Version: "2012-10-17" }],
  ["WrongVersion", "$.Version", { Version: 1 }],
  ["MissingMember", "$.Version", { Version: undefined }],
  ["MissingMember", "$.Statement", { Statement: undefined }],
  ["Empty", "$.Statement", { Statement: [] }],
  ["WrongType", "$.Statement", { Statement: ANY }],
  ["WrongType", "$.Statement[0]", { Statement: ["Allow"] }],
  ["WrongType", "$.Statement[0]", { Statement: [null] }],
  ["UnknownMember", "$.Id", { Id: "x" }],
  ["UnknownMember", "$.version", { version: "1" }],
];

/** Statements, likewise. */
const STATEMENTS: readonly Row[] = [
  ["WrongEffect", ".Effect", { Effect: "allow" }],
  ["WrongEffect", ".Effect", { Effect: ["Allow"] }],
  ["MissingMember", ".Effect", { Effect: undefined }],
  ["ActionAndNotAction", ".NotAction", { NotAction: "kms:Decrypt" }],
  ["MissingMember", ".Action", { Action: undefined }],
  ["Empty", ".Action", { Action: [] }],
  ["Empty", ".NotAction", { Action: undefined, NotAction: [] }],
  ["WrongType", ".Action", { Action: { a: "b" } }],
  ["WrongType", ".Action[1]", { Action: ["kms:*", 5] }],
  ["WrongAction", ".Action", { Action: "" }],
  ["WrongAction", ".Action", { Action: "kms" }],
  ["WrongAction", ".Action", { Action: "kms:" }],
  ["WrongAction", ".Action", { Action: ":Decrypt" }],
  ["WrongAction", ".Action", { Action: "kms:De crypt" }],
  ["WrongAction", ".Action", { Action: "kms:Decrypt\n" }],
  ["WrongAction", ".Action[1]", { Action: ["kms:*", "\u212ams:*"] }],
  ["WrongAction", ".Action", { Action: "*" }, "key"],
  ["WrongAction", ".Action", { Action: "k*:Decrypt" }, "secret"],
  ["WrongAction", ".NotAction", { Action: undefined, NotAction: "ram:*" }, "key"],
  ["MissingMember", ".Resource", { Resource: undefined }],
  ["Empty", ".Resource", { Resource: [] }],
  ["WrongResource", ".Resource", { Resource: "" }],
  ["WrongResource", ".Resource", { Resource: "key/a" }],
  ["WrongResource", ".Resource", { Resource: "acs:kms:*:key/*" }],
  ["WrongResource", ".Resource", { Resource: "arn:kms:*:*:key/*" }],
  ["WrongResource", ".Resource", { Resource: "acs::*:*:key/*" }],
  ["WrongResource", ".Resource[1]", { Resource: ["*", "acs:kms:*:*:"] }],
  ["WrongResource", ".Resource", { Resource: "acs:kms:*:*:key/*" }, "key"],
  ["MissingMember", ".Resource", { Resource: undefined }, "secret"],
  ["UnknownMember", ".Resource", { Resource: "*" }, "trust"],
  ["UnknownMember", ".NotResource", { NotResource: "*" }],
  ["UnknownMember", ".NotPrincipal", { NotPrincipal: { RAM: "acs:ram::1:root" } }, "key"],
  ["UnknownMember", ".Principal", { Principal: { RAM: "acs:ram::1:root" } }],
  ["UnknownMember", ".Principal", { Principal: { RAM: "acs:ram::1:root" } }, "session"],
  ["UnknownMember", ".Conditions", { Conditions: {} }],
  ["UnknownMember", ".__proto__", JSON.parse('{"__proto__":{}}')],
  ["MissingMember", ".Principal", { Principal: undefined }, "trust"],
  ["MissingMember", ".Principal", { Principal: undefined }, "key"],
  ["WrongType", ".Principal", { Principal: "*" }, "key"],
  ["Empty", ".Principal", { Principal: {} }, "trust"],
  ["Empty", ".Principal.RAM", { Principal: { RAM: [] } }, "key"],
  ["UnknownMember", ".Principal.AWS", { Principal: { AWS: "*" } }, "trust"],
  ["UnknownMember", ".Principal.toString", { Principal: { toString: "*" } }, "trust"],
  ["UnknownMember", ".Principal.Service", { Principal: { Service: "ecs.aliyuncs.com" } }, "key"],
  ["WrongPrincipal", ".Principal.RAM", { Principal: { RAM: "*" } }, "key"],
  ["WrongPrincipal", ".Principal.RAM", { Principal: { RAM: "acs:ram::*:root" } }, "key"],
  ["WrongPrincipal", ".Principal.RAM", { Principal: { RAM: "acs:ram::1:user/*" } }, "key"],
  ["WrongPrincipal", ".Principal.RAM", { Principal: { RAM: "acs:ram::1:user/a?" } }, "secret"],
  ["WrongPrincipal", ".Principal.RAM", { Principal: { RAM: "acs:ram::1:user/" } }, "secret"],
  ["WrongPrincipal", ".Principal.RAM", { Principal: { RAM: "acs:ram::1:role/a/s" } }, "key"],
  ["WrongPrincipal", ".Principal.RAM", { Principal: { RAM: "acs:ram::1:group/a" } }, "key"],
  ["WrongPrincipal", ".Principal.RAM[1]", { Principal: { RAM: ["acs:ram::1:root", "1"] } }, "key"],
  ["WrongPrincipal", ".Principal.RAM", { Principal: { RAM: "acs:ram::1:*" } }, "trust"],
  ["WrongPrincipal", ".Principal.Service", { Principal: { Service: "*" } }, "trust"],
  [
    "WrongPrincipal",
    ".Principal.Federated",
    { Principal: { Federated: "acs:ram::1:oidc-provider/*" } },
    "trust",
  ],
  ["WrongType", ".Sid", { Sid: 5 }],
  ["WrongSid", ".Sid", { Sid: "a".repeat(129) }, "key"],
  ["WrongSid", ".Sid", { Sid: "a,b" }, "secret"],
];

/** Conditions, in place of none. */
const CONDITIONS: readonly Row[] = [
  ["Empty", "", {}],
  ["WrongType", "", []],
  ["WrongType", "", "true"],
  ["Empty", ".Bool", { Bool: {} }],
  ["WrongType", ".Bool", { Bool: "true" }],
  ["UnknownOperator", ".Null", { Null: { "a:b": "true" } }],
  ["UnknownOperator", ".StringEqualsIfExists", { StringEqualsIfExists: { "a:b": "x" } }],
  [
    "UnknownOperator",
    '["ForAnyValue:StringEquals"]',
    { "ForAnyValue:StringEquals": { "a:b": "x" } },
  ],
  ["UnknownOperator", ".ArnLike", { ArnLike: { "a:b": "x" } }],
  ["UnknownOperator", ".stringEquals", { stringEquals: { "a:b": "x" } }],
  ["UnknownOperator", ".constructor", { constructor: { "a:b": "x" } }],
  ["Empty", '.StringEquals["a:b"]', { StringEquals: { "a:b": [] } }],
  ["WrongType", '.StringEquals["a:b"]', { StringEquals: { "a:b": null } }],
  ["WrongType", '.StringEquals["a:b"]', { StringEquals: { "a:b": { c: "d" } } }],
  ["WrongType", '.StringEquals["a:b"][0]', { StringEquals: { "a:b": [["x"]] } }],
  ["WrongType", '.StringEquals["a:b"]', { StringEquals: { "a:b": 2 ** 53 } }],
  ["WrongConditionKey", ".StringEquals.SourceIp", { StringEquals: { SourceIp: "x" } }],
  ["WrongConditionKey", '.StringEquals["a:"]', { StringEquals: { "a:": "x" } }],
  ["WrongConditionKey", '.StringEquals["a:b/"]', { StringEquals: { "a:b/": "x" } }],
  ["WrongConditionKey", '.StringEquals["a:b*"]', { StringEquals: { "a:b*": "x" } }],
  ["WrongConditionValue", '.Bool["a:b"]', { Bool: { "a:b": "True" } }],
  ["WrongConditionValue", '.Bool["a:b"][1]', { Bool: { "a:b": [true, 1] } }],
  ["WrongConditionValue", '.NumericEquals["a:b"]', { NumericEquals: { "a:b": true } }],
  ["WrongConditionValue", '.NumericEquals["a:b"]', { NumericEquals: { "a:b": 1e-7 } }],
];

function check(document: Anything, [fault, path, , kind = "identity"]: Row): void {
  const error = refusal(document, kind);
  assert.deepEqual({ fault: error.fault, path: error.path }, { fault, path });
  assert.equal(isPolicy(JSON.parse(JSON.stringify(document)), kind), false, "the model accepts it");
}

for (const row of DOCUMENTS) {
  test(`a document is refused: ${JSON.stringify(row[2])}`, () => {
    check({ Version: "1", Statement: [ANY], ...row[2] }, row);
  });
}

for (const row of STATEMENTS) {
  const [fault, path, change, kind = "identity"] = row;
  test(`a statement of ${kind} is refused: ${JSON.stringify(change).slice(0, 80)}`, () => {
    const statement = Object.fromEntries([
      ...Object.entries(BODIES[kind]),
      ...Object.entries(change),
    ]);
    const document = { Version: "1", Statement: [BODIES[kind], statement] };
    check(document, [fault, `$.Statement[1]${path}`, change, kind]);
  });
}

for (const row of CONDITIONS) {
  const [fault, path, condition] = row;
  test(`a condition is refused: ${JSON.stringify(condition)}`, () => {
    const statement = { ...ANY, Condition: condition };
    const document = { Version: "1", Statement: [statement] };
    check(document, [fault, `$.Statement[0].Condition${path}`, condition]);
  });
}

test("values of conditions that cannot be read are refused", () => {
  const operators: readonly (readonly [string, readonly string[]])[] = [
    ["NumericLessThan", NO_NUMBERS],
    ["DateEquals", NO_DATES],
    ["NotIpAddress", [...NO_ADDRESSES, ...NO_RANGES]],
  ];
  for (const [operator, values] of operators) {
    for (const value of values) {
      const statement = { ...ANY, Condition: { [operator]: { "acs:x": ["", value].slice(1) } } };
      const error = refusal({ Version: "1", Statement: [statement] }, "session");
      assert.equal(error.fault, "WrongConditionValue", value);
      assert.equal(error.path, `$.Statement[0].Condition.${operator}["acs:x"][0]`);
    }
  }
});

for (const kind of KINDS) {
  test(`a valid policy of ${kind} is accepted, as text and as an object`, () => {
    const document = { Version: "1", Statement: [BODIES[kind]] };
    assert.deepEqual(parsePolicy(document, kind), parsePolicy(JSON.stringify(document), kind));
  });

  test(`random policies of ${kind} are accepted by engine and model`, () => {
    fc.assert(
      fc.property(policy(kind), (document) => {
        assert.ok(isPolicy(document, kind));
        parsePolicy(document, kind);
      }),
      { numRuns: 300 },
    );
  });
}

test("engine and model agree which damaged documents are policies", () => {
  const odd = fc.constantFrom<Anything>(
    ...["1", "Allow", "Deny", "*", "kms:*", "acs:kms:*:*:key/*", "acs:ram::1001:root", "", "a:b"],
    ...[null, true, 5, 2 ** 60, [], {}, ["*"], ["kms:*", ""], { RAM: "acs:ram::1001:*" }, [[]]],
    ...[{ StringEquals: { "a:b": 1 } }, { Null: { "a:b": "true" } }, { Bool: { "a:b": [true] } }],
  );
  const name = fc.constantFrom(
    ...["Version", "Statement", "Effect", "Action", "NotAction", "Resource", "Principal"],
    ...["Condition", "Sid", "RAM", "Bool", "a:b"],
  );
  const damaged = fc
    .constantFrom(...KINDS)
    .chain((kind) =>
      fc.tuple(fc.constant(kind), policy(kind), fc.array(fc.tuple(fc.nat(), name, odd))),
    );
  let accepted = 0;
  fc.assert(
    fc.property(damaged, fc.boolean(), ([kind, whole, changes], inDepth) => {
      const document: Anything = structuredClone(whole);
      for (const [place, member, value] of changes.slice(0, 2)) {
        const objects = inDepth ? objectsIn(document) : [document.Statement?.[0] ?? document];
        const target = objects[place % objects.length];
        if (place % 3 === 0) delete target?.[member];
        else if (target !== undefined && target !== null) target[member] = structuredClone(value);
      }
      const isAccepted = accepts(document, kind);
      assert.equal(isAccepted, isPolicy(document, kind));
      if (isAccepted) accepted += 1;
    }),
    { numRuns: 15_000 },
  );
  assert.ok(accepted > 1_000 && accepted < 14_000, `${accepted} accepted`);
});

function objectsIn(value: Anything): Anything[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inner : [value, ...inner];
}

function accepts(document: Anything, kind: Kind): boolean {
  try {
    parsePolicy(document, kind);
    return true;
  } catch (error) {
    assert.ok(error instanceof PolicyError);
    return false;
  }
}
