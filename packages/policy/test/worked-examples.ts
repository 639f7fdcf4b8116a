// The specification's worked examples, as data: who asks for what under which policies, and the answer. Account 1001
// owns everything; alice and bob are its users, app its role, carol a user of account 2002.
import type { Caller, Cause, Decision, PolicyKind } from "../src/index.ts";

const HERE = "acs:kms:cn-hangzhou:1001";
const [KEYS, ALIAS, ROLE] = [`${HERE}:key`, `${HERE}:alias/app`, "acs:ram:*:1001:role/app"];
const [K, K2, S] = [`${HERE}:key/key-a`, `${HERE}:key/key-b`, `${HERE}:secret/prod/db`];

const ALICE: Caller = { type: "user", account: "1001", name: "alice" };
const BOB: Caller = { type: "user", account: "1001", name: "bob" };
const CAROL: Caller = { type: "user", account: "2002", name: "carol" };
const APP: Caller = { type: "role", account: "1001", name: "app", session: "s1" };
const ROOT: Caller = { type: "root", account: "1001" };

type Plain = Readonly<Record<string, unknown>>;

export interface WorkedExample {
  readonly title: string;
  readonly caller: Caller;
  /** Action and resource, with what the context holds for that resource beside the example's own. */
  readonly needs: readonly (readonly [action: string, resource: string, context?: Plain])[];
  readonly context?: Readonly<Record<string, string>>;
  readonly identity?: readonly (readonly Plain[])[];
  readonly session?: readonly Plain[];
  readonly resource?: Readonly<Record<string, readonly Plain[]>>;
  readonly effect: Decision["effect"];
  readonly cause: Cause;
  /** The resource that was denied, where several were asked for. */
  readonly denied?: string;
}

export function kindOfResource(resource: string): PolicyKind {
  return resource.includes(":role/") ? "trust" : resource.includes(":key/") ? "key" : "secret";
}

type Conditions = Plain | undefined;
const plain = (effect: string, action: unknown, condition: Conditions): Plain => ({
  Effect: effect,
  Action: action,
  ...(condition === undefined ? {} : { Condition: condition }),
});
const allow = (action: unknown, resource: unknown = "*", condition?: Conditions): Plain => ({
  ...plain("Allow", action, condition),
  Resource: resource,
});
const deny = (action: unknown, resource: unknown = "*", condition?: Conditions): Plain => ({
  ...plain("Deny", action, condition),
  Resource: resource,
});
const to = (statement: Plain, ...names: readonly string[]): Plain => ({
  ...statement,
  Principal: { RAM: names },
});
const trusting = (name: string, condition?: Conditions): Plain => ({
  ...plain("Allow", "sts:AssumeRole", condition),
  Principal: { RAM: [name] },
});

const TO_ALICE = "acs:ram::1001:user/alice";
const TO_CAROL = "acs:ram::2002:user/carol";
const DEFAULT_KEY = to({ ...allow("kms:*"), Sid: "kms default key policy" }, "acs:ram::1001:*");
const DEFAULT_SECRET = to(
  { ...allow("kms:*"), Sid: "kms default secret policy" },
  "acs:ram::1001:*",
);
const SECRET_USER = [
  allow("kms:GetSecretValue"),
  allow(["kms:DescribeSecret", "kms:ListSecretVersionIds"]),
];
const MAY_ASSUME = [allow("sts:AssumeRole")];
const APOLLO = allow("kms:Encrypt", "*", {
  StringEqualsIgnoreCase: { "kms:tag/Project": "Apollo" },
});
const NO_MFA = deny("*", "*", { Bool: { "acs:MFAPresent": "false" } });
const OUTSIDE = deny("kms:*", "*", {
  NotIpAddress: { "acs:SourceIp": ["203.0.113.0/24"] },
  StringNotLike: { "acs:SourceVpc": ["vpc-*"] },
});
const DAILY = ["kms:Describe*", "kms:List*", "kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"];
const CAROLS = [allow(["kms:GetSecretValue", "kms:Decrypt"], "acs:kms:*:1001:*")];

const BASIC: readonly WorkedExample[] = [
  {
    title: "1: no policy, no right",
    caller: ALICE,
    needs: [["kms:ListKeys", KEYS]],
    effect: "ImplicitDeny",
    cause: "NothingAllows",
  },
  {
    title: "2: the account owns its keys",
    caller: ROOT,
    needs: [["kms:Decrypt", K]],
    effect: "Allow",
    cause: "Owner",
  },
  {
    title: "3: a wildcard in the action",
    caller: ALICE,
    needs: [["kms:DescribeKey", K]],
    identity: [[allow(["kms:List*", "kms:Describe*"])]],
    effect: "Allow",
    cause: "Allowed",
  },
  {
    title: "4: actions ignore case",
    caller: ALICE,
    needs: [["kms:Decrypt", K]],
    identity: [[allow("KMS:decrypt", K)]],
    effect: "Allow",
    cause: "Allowed",
  },
  {
    title: "5: the container does not match key/*",
    caller: ALICE,
    needs: [["kms:CreateKey", KEYS]],
    identity: [[allow("kms:*", "acs:kms:*:*:key/*")]],
    effect: "ImplicitDeny",
    cause: "NothingAllows",
  },
  {
    title: "6: the container matches key*",
    caller: ALICE,
    needs: [["kms:CreateKey", KEYS]],
    identity: [[allow("kms:*", "acs:kms:*:*:key*")]],
    effect: "Allow",
    cause: "Allowed",
  },
  {
    title: "7: an explicit Deny wins",
    caller: ALICE,
    needs: [["kms:GetSecretValue", S]],
    identity: [[allow("kms:*")], [deny("kms:GetSecretValue", "acs:kms:*:*:secret/prod/*")]],
    effect: "ExplicitDeny",
    cause: "Denied",
  },
  {
    title: "8: a secret under a user's key needs Decrypt on the key too",
    caller: ALICE,
    needs: [
      ["kms:GetSecretValue", S],
      ["kms:Decrypt", K],
    ],
    identity: [SECRET_USER],
    effect: "ImplicitDeny",
    cause: "NothingAllows",
    denied: K,
  },
  {
    title: "9: a secret under the service's key does not",
    caller: ALICE,
    needs: [["kms:GetSecretValue", S]],
    identity: [SECRET_USER],
    effect: "Allow",
    cause: "Allowed",
  },
  {
    title: "10: the data key comes from another key than the one allowed",
    caller: ALICE,
    needs: [
      ["kms:PutSecretValue", S],
      ["kms:GenerateDataKey", K2],
    ],
    identity: [
      [allow("kms:PutSecretValue", "acs:kms:*:1001:secret/*"), allow("kms:GenerateDataKey", K)],
    ],
    effect: "ImplicitDeny",
    cause: "NothingAllows",
    denied: K2,
  },
];

const CONDITIONS: readonly WorkedExample[] = [
  {
    title: "11: a tag's value without case",
    caller: ALICE,
    needs: [["kms:Encrypt", K, { "kms:tag/Project": "APOLLO" }]],
    identity: [[APOLLO]],
    effect: "Allow",
    cause: "Allowed",
  },
  {
    title: "12: a tag's key with case",
    caller: ALICE,
    needs: [["kms:Encrypt", K, { "kms:tag/project": "Apollo" }]],
    identity: [[APOLLO]],
    effect: "ImplicitDeny",
    cause: "NothingAllows",
  },
  {
    title: "13: an address outside all ranges",
    caller: ALICE,
    needs: [["kms:Decrypt", K]],
    context: { "acs:SourceIp": "203.0.113.9" },
    identity: [
      [
        allow("kms:*", "*", {
          IpAddress: { "acs:SourceIp": ["192.168.0.0/16", "172.16.215.218"] },
        }),
      ],
    ],
    effect: "ImplicitDeny",
    cause: "NothingAllows",
  },
  {
    title: "14: operators are ANDed",
    caller: ALICE,
    needs: [["kms:Decrypt", K]],
    context: { "acs:SourceIp": "10.1.2.3", "acs:SecureTransport": "false" },
    identity: [
      [
        allow("kms:*", "*", {
          IpAddress: { "acs:SourceIp": "10.0.0.0/8" },
          Bool: { "acs:SecureTransport": "true" },
        }),
      ],
    ],
    effect: "ImplicitDeny",
    cause: "NothingAllows",
  },
  {
    title: "15: one second before",
    caller: ALICE,
    needs: [["kms:Decrypt", K]],
    context: { "acs:CurrentTime": "2026-01-01T08:59:59Z" },
    identity: [
      [allow("kms:*", "*", { DateLessThan: { "acs:CurrentTime": "2026-01-01T17:00:00+08:00" } })],
    ],
    effect: "Allow",
    cause: "Allowed",
  },
  {
    title: "16: a Deny on a key that is absent does not apply",
    caller: ALICE,
    needs: [["kms:Decrypt", K]],
    identity: [[allow("kms:*"), NO_MFA]],
    effect: "Allow",
    cause: "Allowed",
  },
  {
    title: "17: an absent key makes a negated operator true",
    caller: ALICE,
    needs: [["kms:Decrypt", K]],
    context: { "acs:SourceIp": "198.51.100.7" },
    identity: [[allow("kms:*"), OUTSIDE]],
    effect: "ExplicitDeny",
    cause: "Denied",
  },
  {
    title: "18: everything but the actions named",
    caller: ALICE,
    needs: [["kms:ScheduleKeyDeletion", K]],
    identity: [[allow("kms:*"), { Effect: "Deny", NotAction: DAILY, Resource: "*" }]],
    effect: "ExplicitDeny",
    cause: "Denied",
  },
];

const SESSIONS_AND_RESOURCES: readonly WorkedExample[] = [
  {
    title: "19: a session policy narrows",
    caller: APP,
    needs: [["kms:Decrypt", K2]],
    identity: [[allow("kms:*")]],
    session: [allow("kms:Decrypt", K)],
    effect: "ImplicitDeny",
    cause: "SessionAllowsNothing",
  },
  {
    title: "20: a session policy grants nothing by itself",
    caller: APP,
    needs: [["kms:Encrypt", K]],
    identity: [[allow("kms:Decrypt", K)]],
    session: [allow("*")],
    effect: "ImplicitDeny",
    cause: "NothingAllows",
  },
  {
    title: "21: the session policy comes before the key's",
    caller: APP,
    needs: [["kms:Decrypt", K]],
    session: [allow("kms:Encrypt")],
    resource: { [K]: [to(allow("kms:Decrypt"), "acs:ram::1001:role/app")] },
    effect: "ImplicitDeny",
    cause: "SessionAllowsNothing",
  },
  {
    title: "22: inside an account the key's policy is enough",
    caller: ALICE,
    needs: [["kms:Decrypt", K]],
    resource: { [K]: [DEFAULT_KEY, to(allow("kms:Decrypt"), TO_ALICE)] },
    effect: "Allow",
    cause: "Allowed",
  },
  {
    title: "23: the whole account as a principal adds nothing for its users",
    caller: BOB,
    needs: [["kms:Decrypt", K]],
    resource: { [K]: [DEFAULT_KEY] },
    effect: "ImplicitDeny",
    cause: "NothingAllows",
  },
  {
    title: "24: an explicit Deny in the resource's policy",
    caller: ALICE,
    needs: [["kms:GetSecretValue", S]],
    identity: [[allow("kms:*")]],
    resource: { [S]: [DEFAULT_SECRET, to(deny("kms:GetSecretValue"), TO_ALICE)] },
    effect: "ExplicitDeny",
    cause: "Denied",
  },
  {
    title: "25: from another account the caller's own side must allow too",
    caller: CAROL,
    needs: [
      ["kms:GetSecretValue", S],
      ["kms:Decrypt", K],
    ],
    resource: {
      [S]: [to(allow("kms:GetSecretValue"), TO_CAROL)],
      [K]: [to(allow("kms:Decrypt"), TO_CAROL)],
    },
    effect: "ImplicitDeny",
    cause: "CallerSideMissing",
    denied: S,
  },
  {
    title: "26: from another account each resource must allow",
    caller: CAROL,
    needs: [
      ["kms:GetSecretValue", S],
      ["kms:Decrypt", K],
    ],
    identity: [CAROLS],
    resource: { [S]: [to(allow("kms:GetSecretValue"), TO_CAROL)], [K]: [DEFAULT_KEY] },
    effect: "ImplicitDeny",
    cause: "ResourceSideMissing",
    denied: K,
  },
  {
    title: "27: both sides allow on both resources",
    caller: CAROL,
    needs: [
      ["kms:GetSecretValue", S],
      ["kms:Decrypt", K],
    ],
    identity: [CAROLS],
    resource: {
      [S]: [to(allow("kms:GetSecretValue"), TO_CAROL)],
      [K]: [DEFAULT_KEY, to(allow("kms:Decrypt"), TO_CAROL)],
    },
    effect: "Allow",
    cause: "Allowed",
  },
  {
    title: "28: an alias needs a right on its key too",
    caller: ALICE,
    needs: [
      ["kms:CreateAlias", ALIAS],
      ["kms:CreateAlias", K],
    ],
    identity: [[allow("kms:CreateAlias", "acs:kms:*:1001:alias/*")]],
    effect: "ImplicitDeny",
    cause: "NothingAllows",
    denied: K,
  },
  {
    title: "29: re-encrypting needs a right on the destination",
    caller: ALICE,
    needs: [
      ["kms:ReEncryptFrom", K],
      ["kms:ReEncryptTo", K2],
    ],
    identity: [[allow("kms:ReEncrypt*", K), allow("kms:Encrypt", K2)]],
    effect: "ImplicitDeny",
    cause: "NothingAllows",
    denied: K2,
  },
  {
    title: "30: re-encrypting with a right on either side",
    caller: ALICE,
    needs: [
      ["kms:ReEncryptFrom", K],
      ["kms:ReEncryptTo", K2],
    ],
    identity: [[allow("kms:ReEncryptFrom", K), allow("kms:ReEncrypt*", K2)]],
    effect: "Allow",
    cause: "Allowed",
  },
  {
    title: "31: ? is one character",
    caller: ALICE,
    needs: [["kms:GetSecretValue", S]],
    identity: [[allow("kms:GetSecretValue", `${HERE}:secret/prod/d?`)]],
    effect: "Allow",
    cause: "Allowed",
  },
];

const ASSUMING: readonly WorkedExample[] = [
  {
    title: "32: both sides allow assuming a role",
    caller: ALICE,
    needs: [["sts:AssumeRole", ROLE]],
    identity: [MAY_ASSUME],
    resource: { [ROLE]: [trusting("acs:ram::1001:root")] },
    effect: "Allow",
    cause: "Allowed",
  },
  {
    title: "33: trust alone is not enough in the same account either",
    caller: ALICE,
    needs: [["sts:AssumeRole", ROLE]],
    resource: { [ROLE]: [trusting("acs:ram::1001:root")] },
    effect: "ImplicitDeny",
    cause: "CallerSideMissing",
  },
  {
    title: "34: the role trusts another user",
    caller: BOB,
    needs: [["sts:AssumeRole", ROLE]],
    identity: [MAY_ASSUME],
    resource: { [ROLE]: [trusting(TO_ALICE)] },
    effect: "ImplicitDeny",
    cause: "ResourceSideMissing",
  },
  {
    title: "35: the external id is missing",
    caller: CAROL,
    needs: [["sts:AssumeRole", ROLE]],
    identity: [MAY_ASSUME],
    resource: {
      [ROLE]: [trusting("acs:ram::2002:root", { StringEquals: { "sts:ExternalId": "e1" } })],
    },
    effect: "ImplicitDeny",
    cause: "ResourceSideMissing",
  },
  {
    title: "36: an account itself assumes no role",
    caller: ROOT,
    needs: [["sts:AssumeRole", ROLE]],
    identity: [[allow("*")]],
    resource: { [ROLE]: [trusting("acs:ram::1001:root")] },
    effect: "ImplicitDeny",
    cause: "RootAssumesNoRole",
  },
];

export const WORKED_EXAMPLES: readonly WorkedExample[] = [
  ...BASIC,
  ...CONDITIONS,
  ...SESSIONS_AND_RESOURCES,
  ...ASSUMING,
];
