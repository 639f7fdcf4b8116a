// Small pools of everything a policy can hold, full of edges, so that random policies and random requests meet often:
// a matcher that is never asked a close question is not tested.
import fc from "fast-check";
import type { Anything, Kind } from "../model/grammar.ts";
import { OPERATORS } from "../model/operators.ts";
import type { Caller, Context } from "../src/index.ts";
import type { PlainQuestion } from "./question.ts";

export const NUMBERS = [
  ...["0", "-0", "00", "0.0", "1", "01", "1.0", "1.10", "1.1", "-1", "-1.5", "10", "9", "0.1"],
  ...["9007199254740992", "9007199254740993", "0.30000000000000004", "0.3", "-0.3"],
];
export const NO_NUMBERS = [
  "",
  "1e3",
  ".5",
  "5.",
  "+1",
  " 1",
  "1 ",
  "0x10",
  "NaN",
  "١",
  "1,0",
  "--1",
];

export const DATES = [
  ...["2026-01-01T17:00:00+08:00", "2026-01-01T09:00:00Z", "2026-01-01T08:59:59Z"],
  ...["2026-01-01T08:59:59.999Z", "2026-01-01T09:00:00.000000001Z", "2026-01-01T09:00Z"],
  ...["2024-02-29T00:00:00Z", "2024-02-28T23:59:59-00:01", "2000-02-29T12:00:00+00:00"],
  ...["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1969-12-31T23:59:59Z"],
  ...["0000-03-01T00:00:00Z", "2100-03-01T00:00:00-23:59", "2026-01-01T09:00:00.100Z"],
];
export const NO_DATES = [
  ...["2026-01-01", "2026-01-01T09:00:00", "2025-02-29T00:00:00Z", "1900-02-29T00:00:00Z"],
  ...["2026-13-01T00:00:00Z", "2026-00-10T00:00:00Z", "2026-01-00T00:00:00Z", ""],
  ...["2026-01-01T24:00:00Z", "2026-01-01T23:60:00Z", "2026-01-01T23:59:60Z", "20260101T090000Z"],
  ...["2026-01-01t09:00:00z", "2026-01-01T09:00:00+0800", "2026-01-01T09:00:00+24:00"],
  ...["2026-01-01T09:00:00.Z", "2026-04-31T00:00:00Z", "2026-01-01T09:00:00.1234567891Z"],
  ...["2026-01-01T09:00.5Z", " 2026-01-01T09:00:00Z", "2026-01-01T09:00:00+08:60"],
];

export const ADDRESSES = [
  ...["10.1.2.3", "10.0.0.0", "10.255.255.255", "11.0.0.0", "0.0.0.0", "255.255.255.255"],
  ...["::", "::1", "2001:db8::1", "2001:DB8:0:0:0:0:0:1", "2001:db9::", "::ffff:10.1.2.3"],
  ...["::ffff:a01:203", "::10.1.2.3", "fe80::1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:1.2.3.4"],
  ...["ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "1::", "1:2:3:4:5:6:7::", "64:ff9b::1.2.3.4"],
];
export const RANGES = [
  ...["10.0.0.0/8", "10.1.2.3/8", "10.1.2.3/32", "10.1.2.2/31", "0.0.0.0/0", "10.128.0.0/9"],
  ...["::/0", "2001:db8::/32", "2001:db8::/128", "::ffff:10.0.0.0/104", "::ffff:0:0/96"],
  ...["::ffff:0:0/95", "2001:db8::/31", "fe80::/10", "::1/127", "1:2:3:4:5:6:7:8/113"],
];
export const NO_ADDRESSES = [
  ...["", "10.1.2", "10.1.2.3.4", "010.1.2.3", "256.1.1.1", "10.1.2.3 ", "a.b.c.d", "1::2::3"],
  ...["fe80::1%eth0", "12345::", ":::", ":1", "1:", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9"],
  ...["1:2:3:4:5:6:7::8", "1.2.3.4::", "::1.2.3.4:5", "g::", "localhost", "0x0a.1.2.3", ":"],
];
export const NO_RANGES = [
  ...["10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.0/8/8", "::/129", "/8"],
  ...["::/1e1", "10.0.0.0/255.0.0.0", "10.0.0.0/8.0"],
];

export const TEXTS = [
  ...["", "a", "A", "ab", "aB", "AB", "b", "*", "?", "a*", "a?", "abc", "vpc-1", "ß", "ss", "ẞ"],
  ...["é", "É", "e\u0301", "ı", "i", "I", "İ", "i̇", "ς", "σ", "Σ", "\u212a", "k", "K", "ſ", "s"],
  ...[
    "😀",
    "😀😀",
    "日本",
    "$" + "{acs:x}",
    "__proto__",
    "true",
    "True",
    "\n",
    "a\nb",
    "𐐀",
    "𐐨",
    "ǆ",
    "ǅ",
  ],
];
export const PATTERNS = [
  ...["*", "?", "??", "a*", "*a", "*b", "a?", "?b", "a*c", "vpc-*", "**", "*?*", "a**b", "?*?"],
  ...["*a*b*", "😀?", "?😀", "*😀", "[a]", "a.b", "日*", "^a$", "\\*", "(a|b)", "*ab*abc"],
];

const BOOLEANS = ["true", "false"];
const NO_BOOLEANS = ["True", "TRUE", "1", "0", "", "yes", "false "];

interface Pools {
  readonly inPolicy: readonly string[];
  readonly notInPolicy: readonly string[];
  readonly inRequest: readonly string[];
}

const POOLS: Readonly<Record<string, Pools>> = {
  string: { inPolicy: [...TEXTS, ...PATTERNS], notInPolicy: [], inRequest: TEXTS },
  number: { inPolicy: NUMBERS, notInPolicy: NO_NUMBERS, inRequest: [...NUMBERS, ...NO_NUMBERS] },
  date: { inPolicy: DATES, notInPolicy: NO_DATES, inRequest: [...DATES, ...NO_DATES] },
  boolean: {
    inPolicy: BOOLEANS,
    notInPolicy: NO_BOOLEANS,
    inRequest: [...BOOLEANS, ...BOOLEANS, ...BOOLEANS, ...NO_BOOLEANS],
  },
  ip: {
    inPolicy: [...ADDRESSES, ...RANGES],
    notInPolicy: [...NO_ADDRESSES, ...NO_RANGES],
    inRequest: [...ADDRESSES, ...ADDRESSES, ...NO_ADDRESSES, "10.0.0.0/8"],
  },
};

export const OPERATOR_NAMES = Object.keys(OPERATORS);

export function poolsOf(operator: string): Pools {
  const pools = POOLS[OPERATORS[operator]?.type ?? ""];
  if (pools === undefined) throw new Error(`no values for ${operator}`);
  return pools;
}

const KEYS: Readonly<Record<string, readonly string[]>> = {
  string: ["acs:SourceVpc", "ACS:sourcevpc", "kms:tag/Team", "kms:tag/team", "KMS:Tag/Team"],
  number: ["kms:tag/Level"],
  date: ["acs:CurrentTime", "acs:currenttime"],
  boolean: ["acs:SecureTransport", "acs:MFAPresent"],
  ip: ["acs:SourceIp", "acs:SourceIP"],
};

/** A single value or a list of a few. */
function oneOrMore<Value>(item: fc.Arbitrary<Value>): fc.Arbitrary<Value | Value[]> {
  return fc.oneof(item, fc.array(item, { minLength: 1, maxLength: 3 }));
}

const operator = fc.constantFrom(...OPERATOR_NAMES).chain((name) => {
  const keys = KEYS[OPERATORS[name]?.type ?? ""] ?? [];
  const values = oneOrMore(fc.constantFrom(...poolsOf(name).inPolicy));
  const entries = fc.dictionary(fc.constantFrom(...keys), values, { minKeys: 1, maxKeys: 2 });
  return entries.map((map) => [name, { ...map }] as const);
});

const condition = fc
  .array(operator, { minLength: 1, maxLength: 2 })
  .map((operators) => Object.fromEntries(operators));

export const context: fc.Arbitrary<Context> = fc
  .array(
    fc.constantFrom(...Object.keys(KEYS)).chain((type) => {
      const value = fc.constantFrom(...(POOLS[type]?.inRequest ?? []));
      const values = fc.oneof(
        { weight: 4, arbitrary: value },
        { weight: 1, arbitrary: fc.array(value, { maxLength: 3 }) },
      );
      return fc.tuple(fc.constantFrom(...(KEYS[type] ?? [])), values);
    }),
    { maxLength: 5 },
  )
  .map((entries) => Object.fromEntries(entries));

const ACCOUNTS = ["1001", "2002"];
const KMS_ACTIONS = [
  ...["kms:Decrypt", "kms:decrypt", "KMS:Encrypt", "kms:GetSecretValue", "kms:DescribeKey"],
  ...["kms:ReEncryptTo", "kms:ScheduleKeyDeletion", "kms:PutSecretValue", "kms:GetPublicKey"],
];
const KMS_PATTERNS = [...KMS_ACTIONS, "kms:*", "kms:De*", "Kms:?ecrypt", "kms:*Key*", "kms:*t"];
const STS_ACTIONS = ["sts:AssumeRole", "sts:assumerolewithoidc", "sts:AssumeRoleWithSAML"];
const ACTIONS = [...KMS_ACTIONS, ...STS_ACTIONS, "ram:ListUsers", "sts:AssumeRoleX"];
const ACTION_PATTERNS = [
  ...[...KMS_PATTERNS, ...STS_ACTIONS, "*", "*:*", "*:De*", "sts:*", "sts:AssumeRole?*"],
];

export const KEY = "acs:kms:cn-hangzhou:1001:key/key-a";
export const SECRET = "acs:kms:cn-hangzhou:1001:secret/prod/db";
export const ROLE = "acs:ram:*:1001:role/app";
const RESOURCES = [KEY, SECRET, ROLE, "acs:kms:cn-hangzhou:1001:key", "acs:kms:eu:1001:key/KEY-A"];
const RESOURCE_PATTERNS = [
  ...["*", KEY, SECRET, ROLE, "acs:kms:*:*:key/*", "acs:kms:*:*:key*", "acs:kms:::secret/*"],
  ...["acs:kms:cn-hangzhou:1001:secret/prod/d?", "acs:ram::1001:role/app", "acs:*:*:*:*"],
  ...["acs:kms::2002:*", "acs:kms:*:1001:*/*-a", "acs:kms:?n-*:1001:key/key-?"],
];

const NAMES = ["alice", "Alice", "bob", "app"];
const SERVICES = ["ecs.aliyuncs.com", "kms.aliyuncs.com"];
const PROVIDERS = ["acs:ram::1001:oidc-provider/ci", "acs:ram::1001:saml-provider/ad"];

const account = fc.constantFrom(...ACCOUNTS);
const name = fc.constantFrom(...NAMES);

export const caller: fc.Arbitrary<Caller> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ type: fc.constant("root" as const), account }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("user" as const), account, name }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("role" as const), account, name }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom("user" as const, "role" as const),
      ...{ account, name, isNamesake: fc.constant(true as const) },
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("service" as const),
      account,
      service: fc.constantFrom(...SERVICES),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("federated" as const),
      account,
      provider: fc.constantFrom(...PROVIDERS),
    }),
  },
);

const entity = fc
  .tuple(account, fc.constantFrom("user", "role"), name)
  .map(([uid, type, who]) => `acs:ram::${uid}:${type}/${who}`);
const wholeAccount = account.map((uid) => `acs:ram::${uid}:root`);
const anyAccount = account.map((uid) => `acs:ram::${uid}:*`);

const principals: Readonly<Record<"trust" | "resource", fc.Arbitrary<Anything>>> = {
  trust: fc
    .record(
      {
        RAM: oneOrMore(fc.oneof(entity, wholeAccount)),
        Service: oneOrMore(fc.constantFrom(...SERVICES)),
        Federated: oneOrMore(fc.constantFrom(...PROVIDERS)),
      },
      { requiredKeys: [] },
    )
    .map((some) => (Object.keys(some).length === 0 ? { RAM: "acs:ram::1001:root" } : some)),
  resource: fc.record({ RAM: oneOrMore(fc.oneof(entity, entity, wholeAccount, anyAccount)) }),
};

/** A valid statement of a policy of this kind. */
export function statement(kind: Kind): fc.Arbitrary<Anything> {
  const isResourcePolicy = kind === "key" || kind === "secret";
  const pool = isResourcePolicy ? KMS_PATTERNS : ACTION_PATTERNS;
  const patterns = oneOrMore(fc.constantFrom(...pool));
  return fc
    .record({
      effect: fc.constantFrom("Allow", "Allow", "Deny"),
      member: fc.constantFrom("Action", "Action", "Action", "NotAction"),
      patterns,
      resources: isResourcePolicy
        ? fc.constantFrom("*", ["*"])
        : oneOrMore(fc.constantFrom(...RESOURCE_PATTERNS)),
      principal: isResourcePolicy ? principals.resource : principals.trust,
      condition: fc.option(condition, { nil: undefined }),
      sid: fc.option(fc.constantFrom("one", "two words"), { nil: undefined }),
    })
    .map((parts) => ({
      Effect: parts.effect,
      [parts.member]: parts.patterns,
      ...(kind === "trust" ? {} : { Resource: parts.resources }),
      ...(kind === "identity" || kind === "session" ? {} : { Principal: parts.principal }),
      ...(parts.condition === undefined ? {} : { Condition: parts.condition }),
      ...(parts.sid === undefined ? {} : { Sid: parts.sid }),
    }));
}

/** A valid policy of this kind. */
export function policy(kind: Kind): fc.Arbitrary<Anything> {
  return fc
    .array(statement(kind), { minLength: 1, maxLength: 3 })
    .map((Statement) => ({ Version: "1", Statement }));
}

const onResource = fc
  .constantFrom<Kind>("key", "secret", "trust")
  .chain((kind) => fc.record({ kind: fc.constant(kind), document: policy(kind) }));

/** Somebody asks for something under some policies. */
export const question: fc.Arbitrary<PlainQuestion> = fc
  .record({
    action: fc.constantFrom(...ACTIONS),
    resource: fc.constantFrom(...RESOURCES),
    caller,
    context,
    identity: fc.array(policy("identity"), { maxLength: 2 }),
    session: fc.option(policy("session"), { nil: undefined, freq: 2 }),
    onResource: fc.option(onResource, { nil: undefined }),
  })
  .map(({ session, onResource: carried, ...rest }) => ({
    ...rest,
    owner: "1001",
    ...(session === undefined ? {} : { session }),
    ...(carried === undefined ? {} : { onResource: carried }),
  }));
