// A small world, enumerated and not sampled: every combination of what each side says, of who asks and where; and
// every pair of statements from a small stock against every request of a small stock.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Anything, Kind } from "../model/grammar.ts";
import type { Caller, Context, Decision } from "../src/index.ts";
import { askEngine, askModel, document, type PlainQuestion } from "./question.ts";
import { KEY, ROLE } from "./vocabulary.ts";

// What a side says: nothing, an Allow, a Deny, both, or something about another action.
const SAYINGS: readonly (readonly (readonly [effect: string, isAsked: boolean])[])[] = [
  [],
  [["Allow", true]],
  [["Deny", true]],
  [
    ["Allow", true],
    ["Deny", true],
  ],
  [
    ["Allow", false],
    ["Deny", false],
  ],
];

type Saying = (typeof SAYINGS)[number];

const user = (account: string): Caller => ({ type: "user", account, name: "app" });
const CALLERS: readonly Caller[] = [
  ...["1001", "2002"].flatMap((account): Caller[] => [
    { type: "root", account },
    user(account),
    { type: "role", account, name: "APP" },
    { type: "service", account, service: "ecs.aliyuncs.com" },
    { type: "federated", account, provider: "acs:ram::1001:oidc-provider/ci" },
  ]),
];

const nameOf = (caller: Caller): Anything => {
  if (caller.type === "service") return { Service: caller.service };
  if (caller.type === "federated") return { Federated: caller.provider };
  const who = caller.type === "root" ? "root" : `${caller.type}/app`;
  return { RAM: `acs:ram::${caller.account}:${who}` };
};

interface World {
  readonly caller: Caller;
  readonly isAssuming: boolean;
  /** Whether the policy on the resource names the caller's account and not the caller. */
  readonly byAccount: boolean;
}

function statements(
  { caller, isAssuming, byAccount }: World,
  kind: Kind,
  saying: Saying,
): Anything[] {
  const [asked, other] = isAssuming
    ? ["sts:AssumeRole", "sts:Other"]
    : ["kms:Decrypt", "kms:Encrypt"];
  const account = { RAM: `acs:ram::${caller.account}:root` };
  return saying.map(([Effect, isAsked]) => ({
    Effect,
    Action: isAsked ? asked : other,
    ...(kind === "trust" ? {} : { Resource: "*" }),
    ...(kind === "key" || kind === "trust"
      ? { Principal: byAccount ? account : nameOf(caller) }
      : {}),
  }));
}

function* worlds(): Generator<World> {
  for (const caller of CALLERS) {
    for (const isAssuming of [false, true]) {
      for (const byAccount of [false, true]) {
        const isNamed = caller.type !== "service" && caller.type !== "federated";
        // The policy of a key has no words for a service or a provider.
        if (isAssuming || isNamed || byAccount) yield { caller, isAssuming, byAccount };
      }
    }
  }
}

function questionOf(
  world: World,
  [own, session, granted]: readonly [Saying, Saying | undefined, Saying | undefined],
) {
  const kind = world.isAssuming ? "trust" : "key";
  const policy = (of: Kind, saying: Saying | undefined): Anything | undefined => {
    if (saying === undefined) return undefined;
    const list = statements(world, of, saying);
    // No policy is empty; a side that has one and says nothing speaks of something else.
    const silent = statements(world, of, [["Allow", false]]);
    return document(list.length === 0 ? silent : list);
  };
  const onResource = policy(kind, granted);
  const sessionPolicy = policy("session", session);
  return {
    action: world.isAssuming ? "sts:AssumeRole" : "kms:Decrypt",
    resource: world.isAssuming ? ROLE : KEY,
    caller: world.caller,
    owner: "1001",
    context: {},
    identity: own.length === 0 ? [] : [policy("identity", own)],
    ...(sessionPolicy === undefined ? {} : { session: sessionPolicy }),
    ...(onResource === undefined ? {} : { onResource: { kind, document: onResource } }),
  } satisfies PlainQuestion;
}

/** The order of the sides, as a table would say it; written for this test from the specification once more. */
function expected(world: World, says: Readonly<Record<"own" | "granted", string>>): string {
  const { caller, isAssuming } = world;
  const alone = caller.type === "service" || caller.type === "federated";
  const own = alone ? "nothing" : says.own;
  if (own === "Deny" || says.granted === "Deny") return "ExplicitDeny";
  const needed = isAssuming
    ? alone
      ? [says.granted]
      : [own, says.granted]
    : caller.account === "1001"
      ? [own === "Allow" ? own : says.granted]
      : [own, says.granted];
  return needed.every((word) => word === "Allow") ? "Allow" : "ImplicitDeny";
}

const heard = (saying: Saying | undefined): string => {
  const effects = (saying ?? []).filter(([, isAsked]) => isAsked).map(([effect]) => effect);
  return effects.includes("Deny") ? "Deny" : (effects[0] ?? "nothing");
};

test("every combination of caller, sides and what each says gets the specification's answer", () => {
  let asked = 0;
  const optional = [undefined, ...SAYINGS];
  for (const world of worlds()) {
    for (const own of SAYINGS) {
      for (const session of optional) {
        for (const granted of optional) {
          const question = questionOf(world, [own, session, granted]);
          const { effect } = askEngine(question);
          assert.equal(effect, askModel(question), JSON.stringify(question));
          asked += 1;
          const { caller, isAssuming, byAccount } = world;
          if (caller.type === "root") {
            const isOwner = caller.account === "1001" && !isAssuming;
            if (isOwner || isAssuming) assert.equal(effect, isOwner ? "Allow" : "ImplicitDeny");
            continue;
          }
          const gate = session === undefined ? "Allow" : heard(session);
          if (gate !== "Allow") {
            assert.equal(effect, gate === "Deny" ? "ExplicitDeny" : "ImplicitDeny");
          } else if (!byAccount) {
            // A service of another account is none that the role trusts.
            const isStranger = caller.type === "service" && caller.account !== "1001";
            const says = { own: heard(own), granted: isStranger ? "nothing" : heard(granted) };
            assert.equal(effect, expected(world, says));
          }
        }
      }
    }
  }
  assert.equal(asked, 36 * 5 * 6 * 6);
});

const RESOURCES = ["*", "acs:kms:*:*:key/*", "acs:kms:*:1001:key/key-b"];
const WITH_CONDITIONS: readonly (Anything | undefined)[] = [
  undefined,
  { Bool: { "acs:SecureTransport": "true" } },
  { NotIpAddress: { "acs:SourceIp": "10.0.0.0/8" } },
  { NumericLessThan: { "kms:tag/Level": "5" }, StringLike: { "kms:tag/Team": ["a*", "?b"] } },
];
const CONTEXTS: readonly Context[] = [
  {},
  { "acs:SecureTransport": "true", "acs:SourceIp": "10.1.1.1" },
  { "acs:SecureTransport": "false", "acs:SourceIp": "11.1.1.1", "kms:tag/Level": "4" },
  { "kms:tag/Level": "five", "kms:tag/Team": ["x", "ab"], "acs:SourceIp": "nowhere" },
  { "kms:tag/Level": [], "kms:tag/Team": "ab" },
];

function stock(): Anything[] {
  const all: Anything[] = [];
  for (const Effect of ["Allow", "Deny"]) {
    for (const actions of [{ Action: "kms:De*" }, { NotAction: "kms:Decrypt" }]) {
      for (const Resource of RESOURCES) {
        for (const Condition of WITH_CONDITIONS) {
          all.push({ Effect, ...actions, Resource, ...(Condition ? { Condition } : {}) });
        }
      }
    }
  }
  return all;
}

test("every pair of statements from a stock answers every request from a stock as the model does", () => {
  const counted = new Map<Decision["effect"], number>();
  const all = stock();
  for (const first of all) {
    for (const second of all) {
      const identity = [document([first, second])];
      for (const [index, context] of CONTEXTS.entries()) {
        for (const action of ["kms:Decrypt", "kms:Encrypt"]) {
          const resource = index % 2 === 0 ? KEY : "acs:kms:cn-hangzhou:1001:key/key-b";
          const caller = user("1001");
          const question = { action, resource, caller, owner: "1001", context, identity };
          const { effect } = askEngine(question);
          assert.equal(effect, askModel(question), JSON.stringify(question));
          counted.set(effect, (counted.get(effect) ?? 0) + 1);
        }
      }
    }
  }
  const total = [...counted.values()].reduce((sum, count) => sum + count, 0);
  assert.equal(total, 48 * 48 * 10);
  assert.equal(counted.size, 3);
});
