// Laws of the decision, in the words a lawyer would use, each over random questions.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Anything } from "../model/grammar.ts";
import { decide } from "../src/index.ts";
import { askEngine, document, named, type PlainQuestion } from "./question.ts";
import { policy, question, statement } from "./vocabulary.ts";

const RUNS = { numRuns: 3_000 };
const isAllowed = (asked: PlainQuestion): boolean => askEngine(asked).effect === "Allow";
const identityStatement = statement("identity");

function withIdentity(asked: PlainQuestion, more: Anything): PlainQuestion {
  return { ...asked, identity: [...asked.identity, document([more])] };
}

test("adding a Deny never turns a denial into a grant", () => {
  fc.assert(
    fc.property(question, identityStatement, (asked, more) => {
      const stricter = withIdentity(asked, { ...more, Effect: "Deny" });
      assert.ok(isAllowed(asked) || !isAllowed(stricter));
    }),
    RUNS,
  );
});

test("adding an Allow never turns a grant into a denial", () => {
  fc.assert(
    fc.property(question, identityStatement, (asked, more) => {
      const wider = withIdentity(asked, { ...more, Effect: "Allow" });
      assert.ok(!isAllowed(asked) || isAllowed(wider));
    }),
    RUNS,
  );
});

test("an explicit Deny stays one, whatever is added", () => {
  fc.assert(
    fc.property(question, identityStatement, (asked, more) => {
      if (askEngine(asked).effect !== "ExplicitDeny") return;
      assert.equal(askEngine(withIdentity(asked, more)).effect, "ExplicitDeny");
    }),
    RUNS,
  );
});

test("a session policy never widens", () => {
  fc.assert(
    fc.property(question, policy("session"), ({ session: _, ...asked }, session) => {
      assert.ok(isAllowed(asked) || !isAllowed({ ...asked, session }));
    }),
    RUNS,
  );
});

test("whoever shares but a name is never given more by it, and escapes no Deny", () => {
  fc.assert(
    fc.property(question, (asked) => {
      const { caller } = asked;
      if (caller.type !== "user" && caller.type !== "role") return;
      const { isNamesake: _, ...itself } = caller;
      const meant = askEngine({ ...asked, caller: itself });
      const namesake = askEngine({ ...asked, caller: { ...itself, isNamesake: true } });
      assert.ok(meant.effect === "Allow" || namesake.effect !== "Allow");
      if (meant.effect === "ExplicitDeny") assert.equal(namesake.effect, "ExplicitDeny");
    }),
    RUNS,
  );
});

test("without any policy only the owner's root may do anything", () => {
  fc.assert(
    fc.property(question, ({ action, resource, caller, owner, context }) => {
      const { effect, cause } = askEngine({
        ...{ action, resource, caller, owner, context },
        identity: [],
      });
      const isOwner = caller.type === "root" && caller.account === owner;
      const isAssuming = /^sts:assumerole(with(saml|oidc))?$/i.test(action);
      assert.equal(effect, isOwner && !isAssuming ? "Allow" : "ImplicitDeny");
      assert.equal(cause === "Owner", effect === "Allow");
    }),
    RUNS,
  );
});

test("order and repetition of policies and statements do not matter", () => {
  fc.assert(
    fc.property(question, (asked) => {
      const turned = asked.identity
        .toReversed()
        .map(({ Statement }) => document([...Statement, ...Statement].toReversed()));
      const again = { ...asked, identity: [...turned, ...turned] };
      assert.equal(askEngine(again).effect, askEngine(asked).effect);
    }),
    RUNS,
  );
});

test("one policy of all statements is the same as a policy for each", () => {
  fc.assert(
    fc.property(question, (asked) => {
      const all = asked.identity.flatMap(({ Statement }) => Statement);
      const identity = all.map((one) => document([one]));
      assert.equal(askEngine({ ...asked, identity }).effect, askEngine(asked).effect);
    }),
    RUNS,
  );
});

test("the case of the action does not matter, that of the resource does", () => {
  fc.assert(
    fc.property(question, (asked) => {
      const { effect } = askEngine(asked);
      for (const action of [asked.action.toUpperCase(), asked.action.toLowerCase()]) {
        assert.equal(askEngine({ ...asked, action }).effect, effect);
      }
    }),
    RUNS,
  );
  const identity = [
    document([{ Effect: "Allow", Action: "*", Resource: "acs:kms:*:*:secret/Prod" }]),
  ];
  const asked = (resource: string): PlainQuestion => ({
    ...{ action: "kms:GetSecretValue", resource, owner: "1", context: {}, identity },
    caller: { type: "user", account: "1", name: "a" },
  });
  assert.ok(isAllowed(asked("acs:kms:eu:1:secret/Prod")));
  assert.ok(!isAllowed(asked("acs:kms:eu:1:secret/prod")));
});

test("a statement that decided applies by itself: it speaks in the answer as it stands in the document", () => {
  fc.assert(
    fc.property(question, (asked) => {
      const { decidedBy, cause, effect } = askEngine(asked);
      const isByStatement = cause === "Allowed" || cause === "Denied";
      assert.equal(decidedBy.length > 0, isByStatement);
      for (const { kind, policy: name, statement: index, sid, effect: word } of decidedBy) {
        const documents = {
          identity: asked.identity[Number(name.slice("identity".length))],
          session: asked.session,
        };
        const found =
          kind === "identity" || kind === "session" ? documents[kind] : asked.onResource?.document;
        const written = found.Statement[index];
        assert.equal(written.Effect, word);
        assert.equal(written.Sid, sid);
        assert.equal(word === "Deny", effect === "ExplicitDeny");
      }
    }),
    RUNS,
  );
});

test("several resources are allowed when each is, and the first denied one is the answer", () => {
  const caller = { type: "user", account: "1", name: "a" } as const;
  const allow = { Effect: "Allow", Action: "kms:Decrypt", Resource: "acs:kms:*:*:key/a*" };
  const identity = [named(document([allow]), "identity")];
  const ask = (...resources: string[]): readonly [string, string] => {
    const request = { action: "kms:Decrypt", principal: caller, account: "1", context: {} };
    const { effect, resource } = decide({ ...request, resources }, { identity });
    return [effect, resource];
  };
  const [a, ab, b, c] = ["a", "ab", "b", "c"].map((name) => `acs:kms:eu:1:key/${name}`);
  assert.deepEqual(ask(a ?? "", ab ?? ""), ["Allow", ab]);
  assert.deepEqual(ask(a ?? "", b ?? "", c ?? ""), ["ImplicitDeny", b]);
  assert.deepEqual(ask(), ["ImplicitDeny", ""]);
});

test("names of policies' variables are plain text: there are none", () => {
  const pattern = `acs:kms:*:*:secret/${"$"}{acs:user}`;
  const identity = [document([{ Effect: "Allow", Action: "kms:*", Resource: pattern }])];
  const asked = (resource: string): PlainQuestion => ({
    ...{ action: "kms:GetSecretValue", resource, owner: "1", context: {}, identity },
    caller: { type: "user", account: "1", name: "alice" },
  });
  assert.ok(!isAllowed(asked("acs:kms:eu:1:secret/alice")));
  assert.ok(isAllowed(asked(`acs:kms:eu:1:secret/${"$"}{acs:user}`)));
});

test("a role named in a policy is every session of it, whatever the case of its name", () => {
  const key = "acs:kms:eu:1:key/a";
  const grant = {
    ...{ Effect: "Allow", Action: "kms:Decrypt", Resource: "*" },
    Principal: { RAM: "acs:ram::1:role/App" },
  };
  const asked: PlainQuestion = {
    ...{ action: "kms:Decrypt", resource: key, owner: "1", context: {}, identity: [] },
    caller: { type: "role", account: "1", name: "app", session: "one" },
    onResource: { kind: "key", document: document([grant]) },
  };
  assert.ok(isAllowed(asked));
  assert.ok(!isAllowed({ ...asked, caller: { type: "user", account: "1", name: "app" } }));
  assert.ok(!isAllowed({ ...asked, caller: { type: "role", account: "2", name: "app" } }));
});

test("an answer that nobody knows lets a Deny apply and an Allow not", () => {
  const condition = { NumericGreaterThan: { "kms:tag/Level": "5" } };
  const rule = (Effect: string): Anything => ({
    ...{ Effect, Action: "kms:*", Resource: "*", Condition: condition },
  });
  const all = { Effect: "Allow", Action: "*", Resource: "*" };
  const asked = (level: string, ...list: Anything[]): string =>
    askEngine({
      ...{ action: "kms:Decrypt", resource: "acs:kms:eu:1:key/a", owner: "1" },
      caller: { type: "user", account: "1", name: "a" },
      context: { "kms:tag/Level": level },
      identity: [document(list)],
    }).effect;
  assert.equal(asked("6", rule("Allow")), "Allow");
  assert.equal(asked("5", rule("Allow")), "ImplicitDeny");
  assert.equal(asked("high", rule("Allow")), "ImplicitDeny");
  assert.equal(asked("6", all, rule("Deny")), "ExplicitDeny");
  assert.equal(asked("5", all, rule("Deny")), "Allow");
  assert.equal(asked("high", all, rule("Deny")), "ExplicitDeny");
});
